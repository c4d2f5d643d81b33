import { type Bytes, readValue, toBytes } from './bytes.ts'

type Packable = Uint8Array | Uint32Array | Int32Array | Float64Array

const KINDS = { u8: Uint8Array, u32: Uint32Array, i32: Int32Array, f64: Float64Array } as const
type Kind = keyof typeof KINDS

/** Named typed arrays and a JSON value in one buffer. Opening it copies nothing: the arrays are views. */
export interface Packed {
  readonly value: unknown
  readonly arrays: Readonly<Record<string, Packable>>
}

interface Header {
  readonly value: unknown
  readonly arrays: readonly {
    readonly name: string
    readonly kind: Kind
    readonly at: number
    readonly length: number
  }[]
}

const ALIGNMENT = 8

export function packArrays(packed: Packed): Bytes {
  let at = 0
  const arrays = Object.entries(packed.arrays).map(([name, array]) => {
    const entry = { name, kind: kindOf(array), at, length: array.length }
    at += align(array.byteLength)
    return entry
  })
  const header = toBytes({ value: packed.value, arrays } satisfies Header)
  const start = align(4 + header.length)
  const bytes = new Uint8Array(start + at)
  new DataView(bytes.buffer).setUint32(0, header.length)
  bytes.set(header, 4)
  for (const entry of arrays) {
    const array = packed.arrays[entry.name] as Packable
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + entry.at)
  }
  return bytes
}

export function unpackArrays(bytes: Bytes): Packed {
  // Views need an aligned start; what decryption returns is one, a slice of something larger may not be.
  const own = bytes.byteOffset % ALIGNMENT === 0 ? bytes : bytes.slice()
  const headerLength = new DataView(own.buffer, own.byteOffset).getUint32(0)
  const header = readValue<Header>(own.subarray(4, 4 + headerLength))
  const start = own.byteOffset + align(4 + headerLength)
  const arrays: Record<string, Packable> = {}
  for (const { name, kind, at, length } of header.arrays) arrays[name] = new KINDS[kind](own.buffer, start + at, length)
  return { value: header.value, arrays }
}

function align(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT
}

function kindOf(array: Packable): Kind {
  for (const kind of Object.keys(KINDS) as Kind[]) if (array instanceof KINDS[kind]) return kind
  throw new Error('Invariant broken: an array of another kind')
}
