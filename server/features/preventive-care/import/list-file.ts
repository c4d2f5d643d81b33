import type { Readable } from 'node:stream'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'

/** A file as a whole cannot be read; the refusal says why and what to do. */
export class ListFileError extends Error {
  readonly refusal: Refusal

  constructor(code: string, args?: Record<string, string | number>) {
    super(code)
    this.name = 'ListFileError'
    this.refusal = refuse(code, undefined, args)
  }
}

/** An uploaded file, wherever its bytes are kept. Nothing reads it whole: a file may be larger than the memory meant for it. */
export interface ListFile {
  readonly name: string
  readonly size: number
  /** Bytes from `start` up to `end`, which is excluded, in pieces. */
  bytes(start: number, end: number): AsyncIterable<Uint8Array>
}

export type FileKind = 'xml' | 'csv' | 'xlsx'

const SAMPLE_BYTES = 65_536
const ZIP_MAGIC = [0x50, 0x4b, 0x03, 0x04]
/** Files of Excel before 2007, and documents encrypted with a password. */
const OLE_MAGIC = [0xd0, 0xcf, 0x11, 0xe0]

/** The beginning of a file, for recognising what it is. */
export async function sampleOf(file: ListFile): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of file.bytes(0, Math.min(file.size, SAMPLE_BYTES))) parts.push(part)
  return Buffer.concat(parts)
}

/**
 * What kind of list a file is, by name and content together: a name that promises something else is refused, for somebody took the
 * wrong file. Directories in a name are never followed, so a name that has them is not from a desk.
 * @throws ListFileError
 */
export function recogniseFile(name: string, size: number, sample: Buffer): FileKind {
  if (/[\\/\p{Cc}]/u.test(name) || name === '.' || name === '..') throw new ListFileError('imports.fileName')
  if (size === 0) throw new ListFileError('imports.fileEmpty')
  const promised = kindByName(name)
  if (startsWith(sample, OLE_MAGIC)) throw new ListFileError('imports.oldExcel')
  const found = startsWith(sample, ZIP_MAGIC) ? 'xlsx' : looksLikeXml(sample) ? 'xml' : 'csv'
  if (found !== promised) throw new ListFileError('imports.contentNotAsNamed')
  if (found === 'csv' && sample.includes(0) && !hasUtf16Mark(sample)) throw new ListFileError('imports.binaryContent')
  return found
}

function kindByName(name: string): FileKind {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase()
  switch (extension) {
    case 'xml':
    case 'xlsx':
      return extension
    case 'csv':
    case 'txt':
      return 'csv'
    case 'xls':
      throw new ListFileError('imports.oldExcel')
    default:
      throw new ListFileError('imports.typeUnknown')
  }
}

function startsWith(sample: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => sample[index] === byte)
}

export function hasUtf16Mark(sample: Buffer): boolean {
  return startsWith(sample, [0xff, 0xfe]) || startsWith(sample, [0xfe, 0xff])
}

function looksLikeXml(sample: Buffer): boolean {
  return /^(?:\u00ef\u00bb\u00bf)?\s*<[?!A-Za-z]/.test(sample.subarray(0, 200).toString('latin1'))
}

/** Ends a stream that is left before its end, so that nothing stays open behind a refused file. */
export async function* piecesOf(stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const piece of stream) yield piece as Buffer
  } finally {
    stream.destroy()
  }
}
