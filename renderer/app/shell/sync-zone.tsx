import { SyncBar } from '#renderer/features/sync-status/sync-bar.tsx'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { useDesk, useSyncStatus } from '../desk-context.tsx'

/** The bottom line of every desk. */
export function SyncZone() {
  const { sync } = useDeskData()
  const { navigation } = useDesk()
  const status = useSyncStatus((it) => it)
  return (
    <SyncBar
      status={status}
      onTryNow={() => sync.tryNow()}
      onOpenInbox={() => navigation.go({ kind: 'inbox' })}
      onSignIn={() => navigation.go({ kind: 'inbox' })}
    />
  )
}
