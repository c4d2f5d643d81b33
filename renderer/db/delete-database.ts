import Dexie from 'dexie'
import { databaseName } from './database.ts'

/**
 * Deletes the store of a device for good (rule WIPE1). Connections of this page, of its worker and of other tabs close themselves when they hear of
 * it, as Dexie does by default.
 */
export async function deleteDatabase(deviceId: string): Promise<void> {
  await Dexie.delete(databaseName(deviceId))
}
