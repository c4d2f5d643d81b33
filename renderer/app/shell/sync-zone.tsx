import { SyncBar } from '#renderer/features/sync-status/sync-bar.tsx'
import { useDeskData, useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { useDesk, useSyncStatus } from '../desk-context.tsx'

/** The bottom line of every desk. */
export function SyncZone() {
  const { sync } = useDeskData()
  const { navigation, workplace } = useDesk()
  const { id } = workplace.user
  const handed =
    useDeskRead(
      ['handedMatter'],
      (reads) => reads.records('handedMatter', (it) => it.to === id && it.settledAt === null),
      id,
    ) ?? []
  const status = useSyncStatus((it) => it)
  return (
    <SyncBar
      status={status}
      handed={handed.length}
      onTryNow={() => sync.tryNow()}
      onOpenInbox={() => navigation.go({ kind: 'inbox' })}
      onSignIn={() => navigation.go({ kind: 'inbox' })}
    />
  )
}
