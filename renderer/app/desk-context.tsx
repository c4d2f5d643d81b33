import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { SyncStatus } from '#renderer/sync/desk-data.ts'
import { must } from '#shared/kernel/result.ts'
import type { DeskParts } from './desk-parts.ts'
import type { DeskState } from './desk-store.ts'

export const DeskContext = createContext<DeskParts | null>(null)

export function useDesk(): DeskParts {
  return must(useContext(DeskContext), 'DeskContext')
}

/** A part of the navigation state; the component is drawn again only when that part changes. */
export function useNavigation<T>(select: (state: DeskState) => T): T {
  return useStore(useDesk().navigation.state, select)
}

export function useSyncStatus<T>(select: (status: SyncStatus) => T): T {
  return useStore(useDesk().syncStatus, select)
}
