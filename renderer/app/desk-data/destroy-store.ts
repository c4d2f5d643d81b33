import { deleteDatabase } from '#renderer/db/delete-database.ts'
import { browserTimers } from './browser-ports.ts'

/** The desk that is open lets go of its files a moment after it was told to close; another window may take longer. */
const TRIES = 50
const BETWEEN_TRIES_MS = 200

/**
 * Destroys what a device has on this computer: the store and the second copy of what waits (rules WIPE1, OUT3). Its keys are gone before, so that
 * what cannot be deleted now cannot be read either.
 * @returns whether everything is gone
 */
export async function destroyStore(deviceId: string): Promise<boolean> {
  try {
    await deleteDatabase(deviceId)
    return await removeCopy(deviceId)
  } catch {
    return false
  }
}

async function removeCopy(deviceId: string): Promise<boolean> {
  const root = await navigator.storage.getDirectory()
  for (let tried = 0; tried < TRIES; tried += 1) {
    try {
      const copies = await root.getDirectoryHandle('outbox-copy')
      await copies.removeEntry(deviceId, { recursive: true })
      return true
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotFoundError') return true
      await browserTimers.sleep(BETWEEN_TRIES_MS)
    }
  }
  return false
}
