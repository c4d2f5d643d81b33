import { IconAlarm, IconArrowForward, IconCheck, IconClock, IconFlame, IconProgress } from '@tabler/icons-react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { StateChip, type Tone } from '#renderer/ui/state-chip.tsx'
import { type Appeal, isOpen } from '#shared/features/appeals/appeal.ts'
import { addDays, type LocalDate } from '#shared/kernel/calendar.ts'

/** Amber from here, red from `URGENT_DAYS` (DOMAIN §2.3). */
const ATTENTION_DAYS = 10
export const URGENT_DAYS = 3

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
  return (
    <span className="marks">
      {state}
      <DueChip answerBy={appeal.answerBy} />
    </span>
  )
}

/** The day by which an open appeal must be answered. */
export function DueChip({ answerBy }: { readonly answerBy: LocalDate }) {
  const t = useText('desk')
  const today = todayHere(Date.now())
  const isLate = answerBy < today
  return (
    <StateChip icon={isLate ? IconFlame : IconAlarm} tone={toneOf(answerBy, today)}>
      {t(isLate ? 'due.overdue' : 'due.by', { date: formatDate(answerBy) })}
    </StateChip>
  )
}

function toneOf(answerBy: string, today: string): Tone {
  if (answerBy <= addDays(today, URGENT_DAYS)) return 'urgent'
  return answerBy <= addDays(today, ATTENTION_DAYS) ? 'attention' : 'neutral'
}
