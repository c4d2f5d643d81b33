import { type Cipher, type CipherKeys, createCipher } from './cipher.ts'
import { type DatabaseParts, DeskDatabase, databaseName } from './database.ts'

declare const mayRead: unique symbol
declare const mayWrite: unique symbol

/** May look into the local database. Reading never changes what another tab or the sync sees. */
export interface ReadableStore {
  readonly [mayRead]: true
  readonly deviceId: string
}
/** May also change it: given to the sync and to the worker that keeps pages, to nobody else. */
export interface WritableStore extends ReadableStore {
  readonly [mayWrite]: true
}

interface Opened {
  readonly db: DeskDatabase
  readonly cipher: Cipher
}

/** What stands behind a handle is known in renderer/db only, so that a reader cannot reach the tables. */
const opened = new WeakMap<object, Opened>()

export async function openStore(
  keys: Pick<CipherKeys, 'deviceId'> & { readonly cipher?: Cipher } & Partial<CipherKeys>,
  parts: DatabaseParts & { readonly prepare?: (db: DeskDatabase) => void } = {},
): Promise<WritableStore> {
  const { prepare, ...own } = parts
  const db = new DeskDatabase(databaseName(keys.deviceId), own)
  prepare?.(db)
  await db.open()
  const cipher = keys.cipher ?? createCipher(keys as CipherKeys)
  const handle = { deviceId: keys.deviceId } as WritableStore
  opened.set(handle, { db, cipher })
  return handle
}

/** For the modules of renderer/db. */
export function behind(store: ReadableStore): Opened {
  const found = opened.get(store)
  if (!found) throw new Error('Invariant broken: the store is closed')
  return found
}

export function closeStore(store: ReadableStore): void {
  opened.get(store)?.db.close()
  opened.delete(store)
}
