import { Readable } from 'node:stream'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { type ListFile, ListFileError, piecesOf } from './list-file.ts'

/** Unpacked bytes of one part of a spreadsheet: a sheet of 200,000 rows has about 120 MB. */
const LARGEST_PART = 400 * 1024 * 1024
/** Sheets shrink about twentyfold; what shrinks more than this was made to fill a memory. */
const LARGEST_RATIO = 150
const RATIO_COUNTS_FROM = 8 * 1024 * 1024
const MOST_PARTS = 2_000

/** Parts of a spreadsheet by name, unpacked piece by piece. */
export interface SpreadsheetArchive {
  has(part: string): boolean
  /** @throws ListFileError for a part that is missing, damaged, encrypted or a bomb */
  part(name: string): AsyncGenerator<Buffer>
  close(): void
}

class FileReader extends yauzl.RandomAccessReader {
  readonly #file: ListFile

  constructor(file: ListFile) {
    super()
    this.#file = file
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#file.bytes(start, end), { objectMode: false })
  }
}

/**
 * Reads the directory of a spreadsheet. Names in it are only looked up, never used as paths; names that climb out of the archive
 * refuse the whole file, and so do macros.
 * @throws ListFileError
 */
export async function openSpreadsheet(file: ListFile): Promise<SpreadsheetArchive> {
  const zip = await openZip(file)
  const entries = new Map<string, Entry>()
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= MOST_PARTS || entries.has(entry.fileName)) throw new ListFileError('imports.archiveDamaged')
      if (/vbaProject\.bin$/i.test(entry.fileName)) throw new ListFileError('imports.macros')
      entries.set(entry.fileName, entry)
    }
  } catch (error) {
    zip.close()
    throw error instanceof ListFileError ? error : new ListFileError('imports.archiveDamaged')
  }
  return {
    has: (part) => entries.has(part),
    part: (name) => unpacked(zip, entries.get(name)),
    close: () => zip.close(),
  }
}

async function openZip(file: ListFile): Promise<ZipFile> {
  try {
    return await yauzl.fromRandomAccessReaderPromise(new FileReader(file), file.size, {
      autoClose: false,
      strictFileNames: true,
    })
  } catch {
    throw new ListFileError('imports.archiveDamaged')
  }
}

async function* unpacked(zip: ZipFile, entry: Entry | undefined): AsyncGenerator<Buffer> {
  if (entry === undefined) throw new ListFileError('imports.sheetMissing')
  if (entry.isEncrypted()) throw new ListFileError('imports.archiveEncrypted')
  // The declared size can be relied on: the library ends a part that unpacks to more.
  const { compressedSize, uncompressedSize } = entry
  const isBomb = uncompressedSize > RATIO_COUNTS_FROM && uncompressedSize > compressedSize * LARGEST_RATIO
  if (isBomb || uncompressedSize > LARGEST_PART) throw new ListFileError('imports.archiveBomb')
  try {
    yield* piecesOf(await zip.openReadStreamPromise(entry))
  } catch (error) {
    throw error instanceof ListFileError ? error : new ListFileError('imports.archiveDamaged')
  }
}
