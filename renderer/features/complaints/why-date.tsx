import { Popover, VisuallyHidden } from '@mantine/core'
import { IconAlarm, IconCheck, IconFlame } from '@tabler/icons-react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { StateChip, type Tone } from '#renderer/ui/state-chip.tsx'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import { type LegalTerm, urgencyOf } from '#shared/kernel/legal-term.ts'

const TONES: Readonly<Record<ReturnType<typeof urgencyOf>, Tone>> = {
  calm: 'neutral',
  soon: 'attention',
  burning: 'urgent',
  overdue: 'urgent',
}

interface WhyDateProps {
  readonly term: LegalTerm
  /** Day on which the term was kept; null while it runs. */
  readonly metOn: LocalDate | null
}

/** A date that opens its reasoning: rule, order, start, days left out (ANCHORS-PRODUCT §4, principle 10). */
export function WhyDate({ term, metOn }: WhyDateProps) {
  const t = useText('complaints')
  useLanguage()
  const date = formatDate(term.due)
  return (
    <Popover width={360} position="bottom-start" shadow="md" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="why-date" aria-haspopup="dialog">
          {/* Before the words on the screen, not instead of them: whoever speaks to the computer says what is seen. */}
          <VisuallyHidden>{t('why.open')}</VisuallyHidden>
          <DateChip due={term.due} metOn={metOn} />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('why.title', { date })}>
        <Reasoning term={term} />
      </Popover.Dropdown>
    </Popover>
  )
}

/** The day of a term with how near it is, as colour, icon and word. */
export function DateChip({ due, metOn }: { readonly due: LocalDate; readonly metOn: LocalDate | null }) {
  const t = useText('complaints')
  if (metOn !== null)
    return (
      <StateChip icon={IconCheck} isPlain>
        {t('due.met', { date: formatDate(metOn) })}
      </StateChip>
    )
  const urgency = urgencyOf(due, todayHere(Date.now()))
  const isLate = urgency === 'overdue'
  return (
    <StateChip icon={isLate ? IconFlame : IconAlarm} tone={TONES[urgency]}>
      {t(isLate ? 'due.overdue' : 'due.by', { date: formatDate(due) })}
    </StateChip>
  )
}

function Reasoning({ term }: { readonly term: LegalTerm }) {
  const t = useText('complaints')
  const { why } = term
  const skipped = why.skipped
    .map(({ on, because }) => t(because === 'weekend' ? 'why.weekend' : 'why.holiday', { date: formatDate(on) }))
    .join(', ')
  const lines = [
    t('why.start', { date: formatDate(why.start) }),
    t(`why.length.${why.rule.unit}`, { count: why.rule.length }),
    ...(skipped === '' ? [] : [t('why.skipped', { days: skipped })]),
    ...(why.workedWeekends.length === 0
      ? []
      : [t('why.worked', { days: why.workedWeekends.map(formatDate).join(', ') })]),
    ...(why.pausedDays === 0 ? [] : [t('why.paused', { count: why.pausedDays })]),
    ...(why.isPauseIgnored ? [t('why.pauseIgnored')] : []),
    ...(why.extendedBy === null ? [] : [t('why.extended', { count: why.extendedBy })]),
    ...(why.movedFrom === null ? [] : [t('why.moved', { date: formatDate(why.movedFrom) })]),
    ...(term.actBy === term.due ? [] : [t('why.actBy', { date: formatDate(term.actBy) })]),
    ...(why.unconfirmedYears.length === 0 ? [] : [t('why.unconfirmed', { years: why.unconfirmedYears.join(', ') })]),
    ...(why.rule.confirmed ? [] : [t('why.notSeen')]),
  ]
  return (
    <div className="reasoning">
      <p className="reasoning__title">{t('why.title', { date: formatDate(term.due) })}</p>
      <p className="reasoning__rule" lang="ru">
        {why.rule.words}
        <span className="soft"> — {why.rule.act}</span>
      </p>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  )
}
