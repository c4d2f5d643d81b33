import { createContext, useContext } from 'react'
import { type StoreApi, useStore } from 'zustand'
import type { OpenWorkplace, SessionStore } from '#renderer/features/auth/session-store.ts'
import type { SyncStatus } from '#renderer/sync/desk-data.ts'
import type { AppInfo, HostBridge } from '#shared/ipc/contract.ts'
import { must } from '#shared/kernel/result.ts'
import type { DeskNavigation, DeskState } from './desk-store.ts'

/** What the parts of an opened desk share. */
export interface Desk {
  readonly workplace: OpenWorkplace
  readonly session: SessionStore
  readonly host: HostBridge
  readonly info: AppInfo
  readonly navigation: DeskNavigation
  readonly syncStatus: StoreApi<SyncStatus>
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  return must(useContext(DeskContext), 'DeskContext')
}

/** A part of the navigation state; the component is drawn again only when that part changes. */
export function useNavigation<T>(select: (state: DeskState) => T): T {
  return useStore(useDesk().navigation.state, select)
}

export function useSyncStatus<T>(select: (status: SyncStatus) => T): T {
  return useStore(useDesk().syncStatus, select)
}
