import { CloseButton } from '@mantine/core'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { JournalItem } from '#shared/features/appeals/journal.ts'
import type { CallId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'
import { TeamMemberDetail } from '../staff/team-member.tsx'
import { CallDetail } from './call-detail.tsx'
import { ANY_APPEALS, ANY_CALLS } from './filters.ts'
import { FloorPersonDetail } from './floor-person.tsx'
import { JournalDetail } from './journal-detail.tsx'
import type { OpenedList } from './supervisor-lists.ts'

/** What stands behind the chosen row. */
export type Chosen =
  | { readonly kind: 'call'; readonly callId: CallId }
  | { readonly kind: 'appeal'; readonly item: JournalItem }
  | { readonly kind: 'colleague'; readonly userId: string }
  | { readonly kind: 'member'; readonly userId: string }
  | null

interface ChosenDetailProps {
  readonly chosen: NonNullable<Chosen>
  readonly onChoose: (chosen: Chosen) => void
  readonly onOpen: (list: OpenedList) => void
}

/** The right zone of the supervisor's desk: the chosen call, appeal or colleague. */
export function ChosenDetail({ chosen, onChoose, onOpen }: ChosenDetailProps) {
  const t = useText('supervision')
  const { navigation } = useDesk()
  const today = todayHere(Date.now())
  const period = { from: today, to: today }
  return (
    <div className="sv-detail scrolls">
      <CloseButton
        style={{ float: 'right', margin: 'var(--space-3)' }}
        aria-label={t('detail.close')}
        onClick={() => onChoose(null)}
      />
      {chosen.kind === 'call' ? (
        <CallDetail
          callId={chosen.callId}
          onPerson={(personId, callId) => navigation.openPerson(personId, 'callLog', callId)}
        />
      ) : chosen.kind === 'appeal' ? (
        <JournalDetail
          item={chosen.item}
          onPerson={(personId, callId) => navigation.openPerson(personId, 'journal', callId)}
          onCall={(callId) => {
            navigation.go({ kind: 'callLog' })
            onChoose({ kind: 'call', callId })
          }}
        />
      ) : chosen.kind === 'member' ? (
        <TeamMemberDetail key={chosen.userId} userId={chosen.userId} />
      ) : (
        <FloorPersonDetail
          userId={chosen.userId}
          onCalls={() => onOpen({ kind: 'callLog', filters: { ...ANY_CALLS, period, userId: chosen.userId } })}
          onAppeals={() => onOpen({ kind: 'journal', filters: { ...ANY_APPEALS, period, takenBy: chosen.userId } })}
        />
      )}
    </div>
  )
}
