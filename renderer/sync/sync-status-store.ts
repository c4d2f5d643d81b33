import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SyncStatus } from './desk-data.ts'

export type SyncStatusStore = StoreApi<SyncStatus>

/** State of sync for the quiet bar. The sync writes it; components read it with `useStore`. */
export function createSyncStatusStore(survivesRestartOffline: boolean): SyncStatusStore {
  return createStore<SyncStatus>(() => ({
    api: 'unknown',
    waiting: 0,
    oldestWaitingAt: null,
    needsYou: 0,
    lastSuccessAt: null,
    loading: null,
    clockOffsetMs: null,
    numbersLeft: 0,
    survivesRestartOffline,
    storeLoss: null,
    parallelUpdates: [],
  }))
}
