import { type Cipher, type CipherKeys, createCipher } from './cipher.ts'
import { type DatabaseParts, DeskDatabase, type Durability, databaseName } from './database.ts'
import { type CopyFiles, OutboxCopy } from './outbox-copy.ts'
import { LATEST_VERSION, VERSIONS } from './versions.ts'

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
  readonly watch: WriteWatch
  /** Null where the host has no files, and in the worker of the pages, which writes no commands. */
  readonly copy: OutboxCopy | null
}

/** Told before and after each write of `change.ts`. The simulation lets a desk die there; otherwise it does nothing. */
export type WriteWatch = (moment: 'before' | 'after') => void

/** What stands behind a handle is known in renderer/db only, so that a reader cannot reach the tables. */
const opened = new WeakMap<object, Opened>()

export async function openStore(
  keys: Pick<CipherKeys, 'deviceId'> & { readonly cipher?: Cipher } & Partial<CipherKeys>,
  parts: DatabaseParts & {
    readonly watch?: WriteWatch
    readonly durability?: Durability
    readonly copyFiles?: CopyFiles | null
  } = {},
): Promise<WritableStore> {
  const { watch = () => {}, durability, copyFiles, ...own } = parts
  const db = new DeskDatabase(databaseName(keys.deviceId), own, VERSIONS, LATEST_VERSION, durability)
  await db.open()
  const cipher = keys.cipher ?? createCipher(keys as CipherKeys)
  const handle = { deviceId: keys.deviceId } as WritableStore
  opened.set(handle, { db, cipher, watch, copy: copyFiles ? new OutboxCopy(copyFiles, cipher) : null })
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
