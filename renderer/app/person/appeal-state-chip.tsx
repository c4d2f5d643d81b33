import { IconAlarm, IconArrowForward, IconCheck, IconClock, IconFlame, IconProgress } from '@tabler/icons-react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { StateChip, type Tone } from '#renderer/ui/state-chip.tsx'
import { type Appeal, isOpen } from '#shared/features/appeals/appeal.ts'
import { addDays } from '#shared/kernel/calendar.ts'

/** Amber from here, red from `URGENT_DAYS` (DOMAIN §2.3). */
const ATTENTION_DAYS = 10
const URGENT_DAYS = 3

const ICONS = {
  registered: IconClock,
  inWork: IconProgress,
  waiting: IconClock,
  answered: IconCheck,
  closed: IconCheck,
  forwarded: IconArrowForward,
} as const

/** State of an appeal, and for an open one how long there is: red means today's work. */
export function AppealStateChip({ appeal }: { readonly appeal: Pick<Appeal, 'state' | 'answerBy'> }) {
  const t = useText('desk')
  const state = (
    <StateChip icon={ICONS[appeal.state]} isPlain>
      {t(`appealState.${appeal.state}`)}
    </StateChip>
  )
  if (!isOpen(appeal) || appeal.answerBy === null) return state
  const today = todayHere(Date.now())
  const isLate = appeal.answerBy < today
  const tone = toneOf(appeal.answerBy, today)
  return (
    <span className="marks">
      {state}
      <StateChip icon={isLate ? IconFlame : IconAlarm} tone={tone}>
        {t(isLate ? 'due.overdue' : 'due.by', { date: formatDate(appeal.answerBy) })}
      </StateChip>
    </span>
  )
}

function toneOf(answerBy: string, today: string): Tone {
  if (answerBy <= addDays(today, URGENT_DAYS)) return 'urgent'
  return answerBy <= addDays(today, ATTENTION_DAYS) ? 'attention' : 'neutral'
}
