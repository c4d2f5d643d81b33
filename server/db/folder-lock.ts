import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Another process has the embedded database. */
export class FolderInUseError extends Error {
  readonly code = 'database.inUse'
}

/**
 * Makes this process the only one that opens an embedded database. Two processes on one folder would each write their own pages
 * over the other's and ruin it; PGlite itself does not notice.
 * @returns releases the folder
 * @throws FolderInUseError naming the process that holds it
 */
export function holdFolder(folder: string): () => void {
  const path = join(folder, 'server.pid')
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = openSync(path, 'wx', 0o600)
      writeSync(file, String(process.pid))
      closeSync(file)
      return () => rmSync(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = Number(readFileSync(path, 'utf8'))
      if (isRunning(holder)) throw new FolderInUseError(`${folder} is in use by process ${holder}`)
      rmSync(path, { force: true })
    }
  }
  throw new FolderInUseError(`${folder} is being opened by another process`)
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
