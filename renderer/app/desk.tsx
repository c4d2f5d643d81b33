import { useMemo } from 'react'
import type { StoreApi } from 'zustand'
import type { OpenWorkplace, SessionStore } from '#renderer/features/auth/session-store.ts'
import type { DeskData, SyncStatus } from '#renderer/sync/desk-data.ts'
import { DeskDataProvider } from '#renderer/sync/desk-data-context.tsx'
import type { AppInfo, HostBridge } from '#shared/ipc/contract.ts'
import { DeskContext, type Desk as DeskParts } from './desk-context.tsx'
import { createDeskNavigation } from './desk-store.ts'
import { OperatorDesk } from './desks/operator-desk.tsx'

interface DeskProps {
  readonly workplace: OpenWorkplace
  readonly session: SessionStore
  readonly host: HostBridge
  readonly info: AppInfo
  readonly data: DeskData
  readonly syncStatus: StoreApi<SyncStatus>
}

/** The desk of the signed-in user's role over the opened local store. */
export function Desk({ data, ...rest }: DeskProps) {
  const { workplace, session, host, info, syncStatus } = rest
  const navigation = useMemo(() => createDeskNavigation({ kind: 'home' }), [])
  const parts = useMemo<DeskParts>(
    () => ({ workplace, session, host, info, syncStatus, navigation }),
    [workplace, session, host, info, syncStatus, navigation],
  )
  return (
    <DeskContext value={parts}>
      <DeskDataProvider data={data}>
        <OperatorDesk />
      </DeskDataProvider>
    </DeskContext>
  )
}
