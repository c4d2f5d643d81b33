import { type Cipher, type CipherKeys, createCipher } from './cipher.ts'
import { type DatabaseParts, DeskDatabase, type Durability, databaseName } from './database.ts'
import { type CopyFiles, OutboxCopy } from './outbox-copy.ts'
import { LATEST_VERSION, VERSIONS } from './versions.ts'

declare const isSealed: unique symbol
declare const mayRead: unique symbol
declare const mayWrite: unique symbol

/** The open database of a device whose keys are not known yet: nothing of what it holds can be read. */
export interface SealedStore {
  readonly [isSealed]: true
  readonly deviceId: string
}
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
  readonly copy: Promise<OutboxCopy | null>
}

/** Told before and after each write of `change.ts`. The simulation lets a desk die there; otherwise it does nothing. */
export type WriteWatch = (moment: 'before' | 'after') => void

/** What stands behind a handle is known in renderer/db only, so that a reader cannot reach the tables. */
const opened = new WeakMap<object, Opened>()

const sealed = new WeakMap<SealedStore, DeskDatabase>()

/** Opens the database of a device before anybody has unlocked the desk. */
export async function openSealed(
  deviceId: string,
  parts: DatabaseParts & { readonly durability?: Durability } = {},
): Promise<SealedStore> {
  const { durability, ...own } = parts
  const db = new DeskDatabase(databaseName(deviceId), own, VERSIONS, LATEST_VERSION, durability)
  await db.open()
  const handle = { deviceId } as SealedStore
  sealed.set(handle, db)
  return handle
}

/** The database behind a store that was or was not unsealed, for the modules of renderer/db. */
export function databaseOf(store: SealedStore | ReadableStore): DeskDatabase {
  const db = sealed.get(store as SealedStore) ?? opened.get(store)?.db
  if (!db) throw new Error('Invariant broken: the store is closed')
  return db
}

/** False when the database was closed meanwhile: it was deleted, or a newer desk in another window has upgraded it. */
export function isStillOpen(store: SealedStore): boolean {
  return sealed.get(store)?.isOpen() ?? false
}

export function closeSealed(store: SealedStore): void {
  sealed.get(store)?.close()
  sealed.delete(store)
}

interface StoreParts {
  readonly watch?: WriteWatch
  /** May be under way: reading does not need them. Must not reject. */
  readonly copyFiles?: CopyFiles | null | Promise<CopyFiles | null>
}

type Keys = Pick<CipherKeys, 'deviceId'> & { readonly cipher?: Cipher } & Partial<CipherKeys>

/** Gives a sealed store its keys. The sealed handle must not be used after. */
export function unseal(
  store: SealedStore,
  keys: Keys,
  { watch = () => {}, copyFiles }: StoreParts = {},
): WritableStore {
  const db = databaseOf(store)
  sealed.delete(store)
  const cipher = keys.cipher ?? createCipher(keys as CipherKeys)
  const handle = { deviceId: keys.deviceId } as WritableStore
  const copy = Promise.resolve(copyFiles).then((files) => (files ? new OutboxCopy(files, cipher) : null))
  opened.set(handle, { db, cipher, watch, copy })
  return handle
}

export async function openStore(
  keys: Keys,
  parts: DatabaseParts & StoreParts & { readonly durability?: Durability } = {},
): Promise<WritableStore> {
  const { watch, copyFiles, ...own } = parts
  return unseal(await openSealed(keys.deviceId, own), keys, {
    ...(watch ? { watch } : {}),
    ...(copyFiles ? { copyFiles } : {}),
  })
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
