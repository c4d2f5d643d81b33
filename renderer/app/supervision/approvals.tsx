import { ApprovalsInbox } from '#renderer/features/complaints/approvals-inbox.tsx'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { Panel } from '#renderer/ui/panel.tsx'
import { useDesk } from '../desk-context.tsx'

/** Answers to complaints that wait for the supervisor's word (REQUIREMENTS E3). */
export function Approvals() {
  const t = useText('complaints')
  const { navigation } = useDesk()
  const people = useDeskRead(['representative'], (reads) => reads.records('representative'), '')
  const nameOfUser = (id: string): string => people?.find(({ data }) => data.id === id)?.data.name ?? ''
  return (
    <div className="home scrolls">
      <Panel title={t('approvals.title')} isPadded>
        <ApprovalsInbox nameOfUser={nameOfUser} onOpenCase={(appealId) => navigation.go({ kind: 'cases', appealId })} />
      </Panel>
    </div>
  )
}
