import { createHash } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { BackupError } from './backup-error.ts'

/**
 * One file that holds a backup: a tar archive (POSIX ustar, readable by any `tar`), the manifest first, then the entries, and at the end
 * the SHA-256 of each in the form of `sha256sum -c`. An archive without that end was not written to its end.
 */
const BLOCK = 512
const OCTAL_SIZE_MAX = 8 ** 11 - 1
const NAME_BYTES_MAX = 100
const CHUNK_BYTES = 1 << 20
export const SUMS = 'SHA256SUMS'

export interface ArchiveEntry {
  readonly name: string
  readonly size: number
  /** Where its content begins in the archive, bytes. */
  readonly offset: number
}

export class ArchiveWriter {
  readonly #path: string
  readonly #file: FileHandle
  #sums = ''
  #written = 0

  private constructor(path: string, file: FileHandle) {
    this.#path = path
    this.#file = file
  }

  /** Writes beside `path` until `finish`, so that a file of that name is always whole. @throws BackupError `backup.fileExists`, `backup.cannotWrite` */
  static async create(path: string): Promise<ArchiveWriter> {
    const isThere = await open(path, 'r').then(
      (file) => file.close().then(() => true),
      () => false,
    )
    if (isThere) throw new BackupError('backup.fileExists', path)
    const file = await open(partOf(path), 'w', 0o600).catch((error: Error) => {
      throw new BackupError('backup.cannotWrite', error.message)
    })
    return new ArchiveWriter(path, file)
  }

  /** Bytes of the archive so far. */
  get written(): number {
    return this.#written
  }

  /** Appends exactly `size` bytes of the content: a file that grows meanwhile is cut there. @throws BackupError when it is shorter */
  async add(name: string, size: number, content: AsyncIterable<Uint8Array>): Promise<void> {
    const hash = createHash('sha256')
    let left = size
    await this.#write(headerOf(name, size))
    for await (const chunk of content) {
      const part = chunk.subarray(0, left)
      hash.update(part)
      await this.#write(part)
      left -= part.length
      if (left === 0) break
    }
    if (left > 0) throw new BackupError('backup.cannotWrite', `${name} became shorter`)
    await this.#write(paddingOf(size))
    this.#sums += `${hash.digest('hex')}  ${name}\n`
  }

  addBytes(name: string, bytes: Uint8Array): Promise<void> {
    return this.add(name, bytes.length, onceOf(bytes))
  }

  /** Writes the sums and the end, and gives the file its name once all of it is on the disk. */
  async finish(): Promise<void> {
    const sums = Buffer.from(this.#sums)
    for (const part of [headerOf(SUMS, sums.length), sums, paddingOf(sums.length), Buffer.alloc(2 * BLOCK)])
      await this.#write(part)
    await this.#file.sync()
    await this.#file.close()
    await rename(partOf(this.#path), this.#path)
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    await this.#file.close().catch(() => {})
    await rm(partOf(this.#path), { force: true })
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, at).catch((error: Error) => {
        throw new BackupError('backup.cannotWrite', error.message)
      })
      at += bytesWritten
      this.#written += bytesWritten
    }
  }
}

/** @throws BackupError `restore.fileMissing`, `restore.notABackup`, `restore.damaged` */
export class ArchiveReader {
  readonly #file: FileHandle
  readonly path: string
  readonly entries: readonly ArchiveEntry[]

  private constructor(path: string, file: FileHandle, entries: readonly ArchiveEntry[]) {
    this.path = path
    this.#file = file
    this.entries = entries
  }

  static async open(path: string): Promise<ArchiveReader> {
    const file = await open(path, 'r').catch(() => {
      throw new BackupError('restore.fileMissing', path)
    })
    try {
      return new ArchiveReader(path, file, await readEntries(path, file))
    } catch (error) {
      await file.close()
      throw error
    }
  }

  find(name: string): ArchiveEntry | undefined {
    return this.entries.find((entry) => entry.name === name)
  }

  async *read({ name, size, offset }: ArchiveEntry): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < size; ) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - at))
      const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, offset + at)
      if (bytesRead === 0) throw new BackupError('restore.damaged', name)
      at += bytesRead
      yield chunk.subarray(0, bytesRead)
    }
  }

  async readWhole(entry: ArchiveEntry): Promise<Buffer> {
    const parts: Uint8Array[] = []
    for await (const part of this.read(entry)) parts.push(part)
    return Buffer.concat(parts)
  }

  /** Compares every entry with its sum, before anything is changed. @param onShare is told 0 to 1 */
  async verify(onShare: (share: number) => void): Promise<void> {
    const last = this.entries.at(-1)
    if (last?.name !== SUMS) throw new BackupError('restore.damaged', SUMS)
    const sums = new Map(
      (await this.readWhole(last))
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => [line.slice(66), line.slice(0, 64)]),
    )
    const content = this.entries.slice(0, -1)
    if (sums.size !== content.length) throw new BackupError('restore.damaged', SUMS)
    const total = content.reduce((sum, { size }) => sum + size, 0)
    let done = 0
    for (const entry of content) {
      const hash = createHash('sha256')
      for await (const part of this.read(entry)) {
        hash.update(part)
        done += part.length
        onShare(done / total)
      }
      if (hash.digest('hex') !== sums.get(entry.name)) throw new BackupError('restore.damaged', entry.name)
    }
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

async function readEntries(path: string, file: FileHandle): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = []
  const header = Buffer.alloc(BLOCK)
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(header, 0, BLOCK, at)
    const isBroken = bytesRead < BLOCK || (header[0] !== 0 && !isHeader(header))
    if (isBroken && entries.length === 0) throw new BackupError('restore.notABackup', path)
    if (isBroken) throw new BackupError('restore.damaged', entries.at(-1)?.name ?? '')
    if (header[0] === 0) return entries
    const name = header.toString('utf8', 0, header.indexOf(0))
    const size = sizeOf(header)
    entries.push({ name, size, offset: at + BLOCK })
    at += BLOCK + size + paddingOf(size).length
  }
}

/** @throws Error when the name is longer than the format takes; names of stored files are ids */
function headerOf(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > NAME_BYTES_MAX - 1)
    throw new Error(`Invariant broken: ${name} is too long for the archive`)
  const header = Buffer.alloc(BLOCK)
  header.write(name, 0)
  header.write('0000600\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  if (size <= OCTAL_SIZE_MAX) header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  else {
    header[124] = 0x80
    header.writeBigUInt64BE(BigInt(size), 128)
  }
  header.write('00000000000\0', 136)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

function isHeader(header: Buffer): boolean {
  return (
    header.toString('latin1', 257, 262) === 'ustar' &&
    Number.parseInt(header.toString('latin1', 148, 154), 8) === sumOf(header)
  )
}

function sizeOf(header: Buffer): number {
  return header[124] === 0x80
    ? Number(header.readBigUInt64BE(128))
    : Number.parseInt(header.toString('latin1', 124, 135), 8)
}

/** Sum of the header's bytes with its own field taken as spaces. */
function sumOf(header: Buffer): number {
  return header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0)
}

function paddingOf(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK)
}

function partOf(path: string): string {
  return `${path}.part`
}

async function* onceOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
