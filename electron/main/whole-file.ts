import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { err, ok, type Result } from '#shared/kernel/result.ts'

/** Why a file could not be written, and the system's own name of the fault for the log. */
export interface WriteFault {
  readonly code: 'files.noSpace' | 'files.noPermission' | 'files.inUse' | 'files.failed'
  readonly systemCode: string
}

const CODES: Readonly<Record<string, WriteFault['code']>> = {
  ENOSPC: 'files.noSpace',
  EDQUOT: 'files.noSpace',
  EACCES: 'files.noPermission',
  EPERM: 'files.noPermission',
  EROFS: 'files.noPermission',
  EBUSY: 'files.inUse',
  ETXTBSY: 'files.inUse',
}

/** What is asked of the file system; a test makes the disk full. */
export interface WholeFileSystem {
  readonly open: typeof open
  readonly rename: typeof rename
}

/**
 * Writes a file whole or not at all: into the same folder beside it, to the disk, then under its name. What stood there before stays
 * until that moment, and nothing half written is left behind. Errors of the file system are answers, never thrown.
 */
export async function writeWholeFile(
  path: string,
  bytes: Uint8Array,
  system: WholeFileSystem = { open, rename },
): Promise<Result<null, WriteFault>> {
  const beside = join(dirname(path), `.${basename(path).slice(0, 40)}.${randomBytes(6).toString('hex')}.part`)
  let isReplacing = false
  try {
    const file = await system.open(beside, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    isReplacing = true
    await system.rename(beside, path)
    return ok(null)
  } catch (error) {
    // The reason of the fault is the answer; what cannot be removed on a pulled-out drive is gone with it.
    await rm(beside, { force: true }).catch(() => undefined)
    return err(faultOf(error as NodeJS.ErrnoException, isReplacing))
  }
}

function faultOf({ code: systemCode = 'unknown' }: NodeJS.ErrnoException, isReplacing: boolean): WriteFault {
  // The folder took the new file, so leave is there: Windows says this of a file that another programme has open.
  if (isReplacing && process.platform === 'win32' && ['EPERM', 'EACCES'].includes(systemCode)) {
    return { code: 'files.inUse', systemCode }
  }
  return { code: CODES[systemCode] ?? 'files.failed', systemCode }
}
