import { createHash } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Entry, extract, pack } from 'tar-stream'
import { BackupError } from './backup-error.ts'

/**
 * One file that holds a backup: a tar archive (POSIX, readable by any `tar`), the manifest first, then the entries, and at the end the
 * SHA-256 of each in the form of `sha256sum -c`. An archive without that end was not written to its end.
 */
export const SUMS = 'SHA256SUMS'
const CHUNK_BYTES = 1 << 18
/** Two archives of the same content are the same bytes; when it was made stands in the manifest. */
const MODIFIED = new Date(0)

export interface ArchiveItem {
  readonly name: string
  /** Bytes. */
  readonly size: number
}

export interface ArchiveEntry extends ArchiveItem {
  /** To be read to its end or not at all, before the next entry is asked for. @throws BackupError `restore.damaged` */
  readonly content: AsyncIterable<Uint8Array>
}

export class ArchiveWriter {
  readonly #path: string
  readonly #file: FileHandle
  readonly #archive = pack()
  readonly #stored: Promise<void>
  #sums = ''
  #written = 0
  #failure: BackupError | null = null

  private constructor(path: string, file: FileHandle) {
    this.#path = path
    this.#file = file
    this.#stored = this.#store()
    // Whoever adds the next entry, or finishes, is told.
    this.#stored.catch(() => {})
  }

  /** Writes beside `path` until `finish`, so that a file of that name is always whole. @throws BackupError `backup.fileExists`, `backup.cannotWrite` */
  static async create(path: string): Promise<ArchiveWriter> {
    const isThere = await open(path, 'r').then(
      (file) => file.close().then(() => true),
      () => false,
    )
    if (isThere) throw new BackupError('backup.fileExists', path)
    const file = await open(besideOf(path), 'w', 0o600).catch((error: Error) => {
      throw new BackupError('backup.cannotWrite', error.message)
    })
    return new ArchiveWriter(path, file)
  }

  /** Bytes of the archive so far. */
  get written(): number {
    return this.#written
  }

  /**
   * Appends exactly `size` bytes of the content: a file that grows meanwhile is cut there.
   * @throws BackupError `backup.cannotWrite`, also when it is shorter
   */
  async add(name: string, size: number, content: AsyncIterable<Uint8Array>): Promise<void> {
    if (!isEntryName(name)) throw new Error(`Invariant broken: ${JSON.stringify(name)} cannot be a name in an archive`)
    const hash = createHash('sha256')
    const exact = async function* (): AsyncGenerator<Uint8Array> {
      let left = size
      for await (const chunk of content) {
        const part = chunk.subarray(0, left)
        hash.update(part)
        left -= part.length
        yield part
        if (left === 0) return
      }
      if (left > 0) throw new BackupError('backup.cannotWrite', `${name} became shorter`)
    }
    await this.#append(name, size, exact())
    this.#sums += `${hash.digest('hex')}  ${name}\n`
  }

  addBytes(name: string, bytes: Uint8Array): Promise<void> {
    return this.add(name, bytes.length, onceOf(bytes))
  }

  /** Writes the sums and the end, and gives the file its name once all of it is on the disk. */
  async finish(): Promise<void> {
    const sums = Buffer.from(this.#sums)
    await this.#append(SUMS, sums.length, onceOf(sums))
    this.#archive.finalize()
    await this.#stored
    await this.#file.sync()
    await this.#file.close()
    await rename(besideOf(this.#path), this.#path)
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    this.#archive.destroy()
    await this.#stored.catch(() => {})
    await this.#file.close().catch(() => {})
    await rm(besideOf(this.#path), { force: true })
  }

  async #append(name: string, size: number, content: AsyncIterable<Uint8Array>): Promise<void> {
    if (this.#failure) throw this.#failure
    const entry = this.#archive.entry({ name, size, mode: 0o600, mtime: MODIFIED })
    await pipeline(Readable.from(content, { objectMode: false }), entry).catch((error: Error) => {
      throw this.#failure ?? error
    })
  }

  /** Takes what the archive has ready to the disk, piece by piece. */
  async #store(): Promise<void> {
    for await (const bytes of this.#archive)
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await this.#file.write(bytes, at).catch((error: Error) => {
          this.#failure = new BackupError('backup.cannotWrite', error.message)
          throw this.#failure
        })
        at += bytesWritten
        this.#written += bytesWritten
      }
  }
}

/** Reads an archive from its beginning, as often as asked, and holds no more than a few pieces of it. */
export class ArchiveReader {
  readonly #file: FileHandle
  readonly path: string

  private constructor(path: string, file: FileHandle) {
    this.path = path
    this.#file = file
  }

  /** @throws BackupError `restore.fileMissing` */
  static async open(path: string): Promise<ArchiveReader> {
    const file = await open(path, 'r').catch(() => {
      throw new BackupError('restore.fileMissing', path)
    })
    return new ArchiveReader(path, file)
  }

  /**
   * All entries in their order.
   * @param onRead is told how many bytes of the file were read
   * @throws BackupError `restore.notABackup` when it is no archive, `restore.damaged` when it is broken further on
   */
  async *entries(onRead: (bytes: number) => void = () => {}): AsyncGenerator<ArchiveEntry> {
    const archive = extract()
    const bytes = Readable.from(this.#bytes(onRead), { objectMode: false, highWaterMark: CHUNK_BYTES })
    bytes.on('error', (error) => archive.destroy(error))
    archive.on('close', () => bytes.destroy())
    bytes.pipe(archive)
    let last: string | null = null
    const codeOf = (error: unknown): unknown => {
      if (error instanceof BackupError) return error
      return last === null ? new BackupError('restore.notABackup', this.path) : new BackupError('restore.damaged', last)
    }
    const read = archive[Symbol.asyncIterator]()
    try {
      for (;;) {
        const next = await read.next().catch((error: unknown) => {
          throw codeOf(error)
        })
        if (next.done) break
        const item = itemOf(next.value)
        last = item.name
        yield { ...item, content: contentOf(next.value, codeOf) }
        next.value.resume()
      }
    } finally {
      archive.destroy()
    }
    if (last === null) throw new BackupError('restore.notABackup', this.path)
  }

  /** Content of one entry. @throws BackupError `restore.damaged` when it is not there */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    for await (const entry of this.entries()) {
      if (entry.name !== name) continue
      yield* entry.content
      return
    }
    throw new BackupError('restore.damaged', name)
  }

  readWhole(name: string): Promise<Buffer> {
    return wholeOf(this.read(name))
  }

  /**
   * Compares every entry with its sum, before anything is changed.
   * @param onShare is told 0 to 1
   * @returns what is in it, without the sums
   * @throws BackupError `restore.damaged`
   */
  async verify(onShare: (share: number) => void): Promise<readonly ArchiveItem[]> {
    const total = (await this.#file.stat()).size
    const items: ArchiveItem[] = []
    const hashes = new Map<string, string>()
    let sums: ReadonlyMap<string, string> | null = null
    for await (const { name, size, content } of this.entries((bytes) => onShare(bytes / total))) {
      if (sums !== null || hashes.has(name)) throw new BackupError('restore.damaged', name)
      if (name === SUMS) sums = sumsOf(await wholeOf(content))
      else {
        items.push({ name, size })
        hashes.set(name, await hashOf(content))
      }
    }
    if (sums?.size !== hashes.size) throw new BackupError('restore.damaged', SUMS)
    for (const [name, hash] of hashes) if (sums.get(name) !== hash) throw new BackupError('restore.damaged', name)
    return items
  }

  close(): Promise<void> {
    return this.#file.close()
  }

  async *#bytes(onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
    for (let at = 0; ; ) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
      const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, at).catch(() => {
        throw new BackupError('restore.fileMissing', this.path)
      })
      if (bytesRead === 0) return
      at += bytesRead
      onRead(at)
      yield chunk.subarray(0, bytesRead)
    }
  }
}

export async function wholeOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of content) parts.push(part)
  return Buffer.concat(parts)
}

/** @throws BackupError when it is none of the entries that a backup has: a folder, a link, a name that leads elsewhere */
function itemOf({ header: { name, size, type } }: Entry): ArchiveItem {
  if (type !== 'file' || !Number.isSafeInteger(size) || size === undefined || size < 0 || !isEntryName(name))
    throw new BackupError('restore.damaged', name)
  return { name, size }
}

async function* contentOf(entry: Entry, codeOf: (error: unknown) => unknown): AsyncGenerator<Uint8Array> {
  try {
    yield* entry
  } catch (error) {
    throw codeOf(error)
  }
}

async function hashOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of content) hash.update(part)
  return hash.digest('hex')
}

function sumsOf(text: Buffer): ReadonlyMap<string, string> {
  const lines = text
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]))
}

/** A path below the place of extraction that `sha256sum -c` takes as it stands: lines and backslashes would need escapes there. */
function isEntryName(name: string): boolean {
  return !/[\\\p{Cc}]/u.test(name) && name.split('/').every((part) => !['', '.', '..'].includes(part))
}

function besideOf(path: string): string {
  return `${path}.part`
}

async function* onceOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
