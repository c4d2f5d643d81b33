import { createReadStream, existsSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArchiveItem, ArchiveReader, ArchiveWriter } from './backup-archive.ts'
import { FILE_FOLDERS, type FileFolder } from './manifest.ts'

export interface StoredFile {
  readonly folder: FileFolder
  readonly name: string
}

/** Every file of the data folder that belongs to the database. */
export async function storedFiles(dataFolder: string): Promise<StoredFile[]> {
  const found: StoredFile[] = []
  for (const folder of FILE_FOLDERS) {
    const entries = await readdir(join(dataFolder, folder), { withFileTypes: true }).catch(() => [])
    for (const entry of entries) if (entry.isFile()) found.push({ folder, name: entry.name })
  }
  return found
}

/**
 * Appends the files. One that is gone by now is left out: its recording's term has ended meanwhile.
 * @returns how many were appended
 */
export async function appendFiles(
  writer: ArchiveWriter,
  dataFolder: string,
  files: readonly StoredFile[],
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  let appended = 0
  for (const [index, { folder, name }] of files.entries()) {
    const path = join(dataFolder, folder, name)
    const size = await stat(path).then(
      (found) => found.size,
      () => null,
    )
    if (size !== null) {
      await writer.add(`${folder}/${name}`, size, size === 0 ? nothing() : createReadStream(path, { end: size - 1 }))
      appended += 1
    }
    onProgress(index + 1, files.length)
  }
  return appended
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

const besideOf = (dataFolder: string, folder: FileFolder, what: 'restoring' | 'replaced'): string =>
  join(dataFolder, `${folder}.${what}`)

/**
 * Puts the files of a backup beside those that are there; `exchangeFiles` then lets them take their place.
 * @param items what the archive was found to hold
 */
export async function extractFiles(
  reader: ArchiveReader,
  items: readonly ArchiveItem[],
  dataFolder: string,
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  for (const folder of FILE_FOLDERS) {
    await rm(besideOf(dataFolder, folder, 'restoring'), { recursive: true, force: true })
    await mkdir(besideOf(dataFolder, folder, 'restoring'), { recursive: true, mode: 0o700 })
  }
  const total = items.filter((item) => placeOf(item) !== null).length
  let done = 0
  for await (const entry of reader.entries()) {
    const place = placeOf(entry)
    if (place === null) continue
    const file = await open(join(besideOf(dataFolder, place.folder, 'restoring'), place.name), 'wx', 0o600)
    for await (const part of entry.content) await file.writeFile(part)
    await file.sync()
    await file.close()
    done += 1
    onProgress(done, total)
  }
  return done
}

/** Where an entry belongs, or null when it is none of the stored files. A name that would lead elsewhere is none. */
function placeOf({ name }: ArchiveItem): StoredFile | null {
  const [folder, file, ...rest] = name.split('/')
  const known = FILE_FOLDERS.find((each) => each === folder)
  if (known === undefined || file === undefined || rest.length > 0) return null
  return /^[\w.-]+$/.test(file) && !file.startsWith('.') ? { folder: known, name: file } : null
}

/** The extracted files take the place of those of before, which wait beside until `forgetReplaced` or `putFilesBack`. */
export async function exchangeFiles(dataFolder: string): Promise<void> {
  await forgetReplaced(dataFolder)
  for (const folder of FILE_FOLDERS) {
    await rename(join(dataFolder, folder), besideOf(dataFolder, folder, 'replaced')).catch(ignoreMissing)
    await rename(besideOf(dataFolder, folder, 'restoring'), join(dataFolder, folder))
  }
}

export async function forgetReplaced(dataFolder: string): Promise<void> {
  for (const folder of FILE_FOLDERS)
    await rm(besideOf(dataFolder, folder, 'replaced'), { recursive: true, force: true })
}

/** Undoes `exchangeFiles`, as far as it went. */
export async function putFilesBack(dataFolder: string): Promise<void> {
  for (const folder of FILE_FOLDERS) {
    const replaced = besideOf(dataFolder, folder, 'replaced')
    if (!existsSync(replaced)) continue
    await rm(join(dataFolder, folder), { recursive: true, force: true })
    await rename(replaced, join(dataFolder, folder))
  }
  await dropExtracted(dataFolder)
}

export async function dropExtracted(dataFolder: string): Promise<void> {
  for (const folder of FILE_FOLDERS)
    await rm(besideOf(dataFolder, folder, 'restoring'), { recursive: true, force: true })
}

export function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
