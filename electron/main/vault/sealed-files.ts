import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** A small folder of sealed files. A write or removal that has resolved survives a power cut. */
export interface SealedFiles {
  /** Names without extension, e.g. the ids of users. */
  names(): Promise<readonly string[]>
  read(name: string): Promise<Uint8Array | undefined>
  write(name: string, bytes: Uint8Array): Promise<void>
  remove(name: string): Promise<void>
}

const SAFE_NAME = /^[a-z0-9-]{1,64}$/

/** Files `<folder>/<name><extension>`, readable by the owner only. */
export function sealedFiles(folder: string, extension: `.${string}`): SealedFiles {
  function pathOf(name: string): string {
    if (!SAFE_NAME.test(name)) throw new Error('vault.badName')
    return join(folder, name + extension)
  }
  return {
    async names() {
      const all = await readdir(folder).catch(ifMissing<string[]>([]))
      return all.filter((file) => file.endsWith(extension)).map((file) => file.slice(0, -extension.length))
    },
    read: (name) => readFile(pathOf(name)).catch(ifMissing(undefined)),
    async write(name, bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const path = pathOf(name)
      const file = await open(`${path}.new`, 'w', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(`${path}.new`, path)
      await syncFolder(folder)
    },
    async remove(name) {
      await rm(pathOf(name), { force: true })
      await syncFolder(folder).catch(ifMissing(undefined))
    },
  }
}

/** The rename itself must reach the disk. Windows cannot open a folder for that and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function ifMissing<Value>(value: Value): (error: NodeJS.ErrnoException) => Value {
  return (error) => {
    if (error.code === 'ENOENT') return value
    throw error
  }
}
