import { isUtf8 } from 'node:buffer'
import { hasUtf16Mark, ListFileError } from './list-file.ts'

export type TextEncoding = 'utf-8' | 'windows-1251'

const DECLARATION = /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/
/** The one byte that windows-1251 leaves without a letter. */
const NO_LETTER = 0x98
/** Bytes of one write: what a parser is given at once, and so the most that it can hold unseen. */
const PIECE = 16_384

/** @throws ListFileError for an encoding that is not taken, or one that the bytes contradict */
export function encodingOfXml(sample: Buffer): TextEncoding {
  if (hasUtf16Mark(sample)) throw new ListFileError('imports.encodingUnknown')
  const declared = DECLARATION.exec(sample.subarray(0, 200).toString('latin1'))?.[1]?.toLowerCase() ?? 'utf-8'
  if (declared === 'utf-8' || declared === 'utf8') return 'utf-8'
  if (declared !== 'windows-1251' && declared !== 'cp1251') throw new ListFileError('imports.encodingUnknown')
  // Cyrillic in UTF-8 read as windows-1251 gives letters too, only the wrong ones: names would be spoilt without a word.
  if (hasLettersOfUtf8(sample)) throw new ListFileError('imports.encodingWrong')
  return 'windows-1251'
}

/** A table has no place to declare its encoding: UTF-8 when the bytes are it, else windows-1251 as Russian Excel writes. */
export function encodingOfTable(sample: Buffer): TextEncoding {
  if (hasUtf16Mark(sample)) throw new ListFileError('imports.encodingUnknown')
  return isWholeUtf8(sample) ? 'utf-8' : 'windows-1251'
}

function hasLettersOfUtf8(sample: Buffer): boolean {
  return sample.some((byte) => byte > 0x7f) && isWholeUtf8(sample)
}

/** The end of a sample may cut a letter in two. */
function isWholeUtf8(sample: Buffer): boolean {
  return [0, 1, 2, 3].some((cut) => isUtf8(sample.subarray(0, sample.length - cut)))
}

/**
 * Text of a file, piece by piece.
 * @throws ListFileError for NUL bytes and for bytes that are not of the encoding
 */
export async function* decodedText(bytes: AsyncIterable<Uint8Array>, encoding: TextEncoding): AsyncGenerator<string> {
  const decode = decoderOf(encoding)
  for await (const chunk of bytes)
    for (let at = 0; at < chunk.length; at += PIECE) {
      const piece = chunk.subarray(at, at + PIECE)
      if (piece.includes(0)) throw new ListFileError('imports.binaryContent')
      yield decode(piece)
    }
  yield decode(null)
}

/** Takes bytes and gives text; null ends the file. */
type Decode = (piece: Uint8Array | null) => string

function decoderOf(encoding: TextEncoding): Decode {
  const decoder = new TextDecoder(encoding, { fatal: true })
  return (piece) => {
    if (encoding === 'windows-1251' && piece?.includes(NO_LETTER)) throw new ListFileError('imports.encodingWrong')
    try {
      return piece === null ? decoder.decode() : decoder.decode(piece, { stream: true })
    } catch {
      throw new ListFileError('imports.encodingWrong')
    }
  }
}
