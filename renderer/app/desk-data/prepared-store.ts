import { closeSealed, isStillOpen, openSealed, type SealedStore } from '#renderer/db/handles.ts'
import { endOfPages, prepareWorkers, spareWorker } from './spare-workers.ts'

let prepared: Promise<SealedStore> | null = null

/**
 * While a desk waits for its person: opens the store of the device here and in the worker, and reads there what is sealed of the search
 * index. Nothing of it can be read before the keys come with the PIN or the password. Preparing another device lets go of this one.
 * Resolves when everything is ready; a failure shows when the desk is opened.
 */
export async function prepareStore(deviceId: string): Promise<void> {
  await takePreparedStore('')
  prepareWorkers()
  prepared = openSealed(deviceId)
  prepared.catch(() => undefined)
  const worker = spareWorker('pages')
  try {
    await Promise.all([prepared, worker && endOfPages(worker).prepare(deviceId)])
  } catch {
    // The opening itself tries again and says what is wrong.
  }
}

/** The store that was prepared for this device, or null; one of another device is closed. */
export async function takePreparedStore(deviceId: string): Promise<SealedStore | null> {
  const taken = await prepared?.catch(() => null)
  prepared = null
  if (!taken) return null
  if (taken.deviceId === deviceId && isStillOpen(taken)) return taken
  closeSealed(taken)
  return null
}
