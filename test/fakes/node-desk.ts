import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { Registry } from '#renderer/app/desk-data/registry.ts'
import type { Cipher } from '#renderer/db/cipher.ts'
import { createCipher, deriveKeys } from '#renderer/db/cipher.ts'
import { closeStore, openStore, type WritableStore, type WriteWatch } from '#renderer/db/handles.ts'
import type { CopyFiles } from '#renderer/db/outbox-copy.ts'
import { createDeskData } from '#renderer/sync/create-desk-data.ts'
import type { DeskData } from '#renderer/sync/desk-data.ts'
import type { AccessTokens, Fetch, OpenSocket, SyncPorts, Timers } from '#renderer/sync/ports.ts'
import { createSyncStatusStore, type SyncStatusStore } from '#renderer/sync/sync-status-store.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import type { RandomBytes } from '#shared/kernel/ids.ts'

export interface NodeDeskOptions {
  readonly actor: Actor
  readonly fetch: Fetch
  readonly tokens: AccessTokens
  readonly timers: Timers
  /** The disk: the same factory opens what an earlier desk left. */
  readonly disk?: IDBFactory
  readonly expectedN?: number | null
  readonly randomBytes?: RandomBytes
  readonly sliceRecords?: number
  readonly openSocket?: OpenSocket
  /** Stands for the real one where speed or a fixed order of events matters more than secrecy. */
  readonly cipher?: Cipher
  readonly watch?: WriteWatch
  /** Files of the second copy; without them there is none. */
  readonly copyFiles?: CopyFiles
  readonly baseUrl?: string
}

export interface NodeDesk {
  readonly data: DeskData
  readonly status: SyncStatusStore
  readonly store: WritableStore
  readonly pages: Registry
  close(): Promise<void>
}

/** The real store and sync in Node over an IndexedDB in memory, without a worker. */
export async function openNodeDesk(options: NodeDeskOptions): Promise<NodeDesk> {
  const cipher = options.cipher ?? createCipher(await deriveKeys(new Uint8Array(32).fill(7), options.actor.deviceId))
  const store = await openStore(
    { deviceId: options.actor.deviceId, cipher },
    {
      indexedDB: options.disk ?? new IDBFactory(),
      IDBKeyRange,
      ...(options.watch ? { watch: options.watch } : {}),
      ...(options.copyFiles ? { copyFiles: options.copyFiles } : {}),
    },
  )
  const baseUrl = options.baseUrl ?? 'http://desk.invalid'
  const pages = new Registry(store, { baseUrl, fetch: options.fetch, timers: options.timers })
  const status = createSyncStatusStore(true)
  const ports: SyncPorts = {
    timers: options.timers,
    ...(options.sliceRecords === undefined ? {} : { sliceRecords: options.sliceRecords }),
    randomBytes: options.randomBytes ?? ((length) => crypto.getRandomValues(new Uint8Array(length))),
    fetch: options.fetch,
    openSocket: options.openSocket ?? deadSocket,
    tokens: options.tokens,
    leadership: { lead: (work) => work() },
    tabs: { tell: () => {}, onTold: () => {}, close: () => {} },
  }
  const data = await createDeskData({
    store,
    pages,
    actor: options.actor,
    baseUrl,
    expectedN: options.expectedN ?? null,
    status,
    ports,
  })
  return {
    data,
    status,
    store,
    pages,
    async close() {
      await data.sync.stop()
      closeStore(store)
    },
  }
}

/** A live connection that never opens: rule LIVE1 says that everything must work without one. */
const deadSocket: OpenSocket = () => ({ send: () => {}, close: () => {} })

export function fixedToken(token: string): AccessTokens {
  return { current: async () => token, isSignedOut: () => false }
}
