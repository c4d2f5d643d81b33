import type { PageRecord } from '#shared/protocol/pages.ts'
import type { Bytes } from './bytes.ts'

const decoder = new TextDecoder()

/** Bytes of a gzip member (RFC 1952). Rejects when they are cut or changed. */
export async function gunzip(compressed: Bytes): Promise<Bytes> {
  const stream = new DecompressionStream('gzip')
  // Written straight into the stream: a Blob in between costs a round trip to the browser process for each page.
  const writer = stream.writable.getWriter()
  const written = writer.write(compressed).then(() => writer.close())
  const [, bytes] = await Promise.all([written, readWhole(stream.readable as ReadableStream<Bytes>)])
  return bytes
}

async function readWhole(stream: ReadableStream<Bytes>): Promise<Bytes> {
  const pieces: Bytes[] = []
  let length = 0
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    pieces.push(value)
    length += value.length
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

export function parseRecords(json: Bytes): readonly PageRecord[] {
  return JSON.parse(decoder.decode(json)) as PageRecord[]
}

/**
 * A page kept as bytes with the places of its records: one record is parsed when it is asked for. Parsing all 500 would cost ten
 * times more, and a list of search hits takes one record from each of many pages.
 */
export class OpenPage {
  #starts: Uint32Array | null = null

  constructor(readonly json: Bytes) {}

  get count(): number {
    return Math.max(0, this.#places().length - 1)
  }

  record(position: number): PageRecord | null {
    const starts = this.#places()
    const [from, to] = [starts[position], starts[position + 1]]
    if (from === undefined || to === undefined) return null
    return JSON.parse(decoder.decode(this.json.subarray(from, to - 1))) as PageRecord
  }

  /** Finds the places of the records ahead of the first one that is asked for: a millisecond for a page of 500. */
  findRecords(): void {
    this.#places()
  }

  /** Found when first needed: an index is built over all pages, records are read from few. */
  #places(): Uint32Array {
    this.#starts ??= Uint32Array.from(elementStarts(this.json))
    return this.#starts
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c

/** Where each element of a JSON array of objects begins, then the end of the array; each element ends one byte before the next begins. */
function elementStarts(json: Bytes): number[] {
  const starts: number[] = []
  let depth = 0
  let isInText = false
  for (let i = 0; i < json.length; i += 1) {
    const byte = json[i] as number
    if (isInText) {
      if (byte === BACKSLASH) i += 1
      else if (byte === QUOTE) isInText = false
    } else if (byte === QUOTE) isInText = true
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1
      if (depth === 1) starts.push(i + 1)
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1
      if (depth === 0) starts.push(i + 1)
    } else if (byte === COMMA && depth === 1) starts.push(i + 1)
  }
  return starts
}
