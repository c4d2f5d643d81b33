import { useState } from 'react'
import { isLocalDate, type LocalDate } from '#shared/kernel/calendar.ts'
import { DateField } from './date-field.tsx'

interface DaySpan {
  readonly from: LocalDate
  readonly to: LocalDate
}

interface DaySpanFieldProps {
  readonly value: DaySpan
  /** Called with two real dates in order only: half a span is not asked for, and what is shown stays what it was. */
  readonly onDays: (days: DaySpan) => void
  readonly fromLabel: string
  readonly toLabel: string
}

/** First and last day of a filter or a report, both included. */
export function DaySpanField({ value, onDays, fromLabel, toLabel }: DaySpanFieldProps) {
  const [draft, setDraft] = useState<DaySpan>(value)
  const [before, setBefore] = useState<DaySpan>(value)
  if (value.from !== before.from || value.to !== before.to) {
    setBefore(value)
    setDraft(value)
  }
  const set = (part: Partial<DaySpan>): void => {
    // A field that was emptied goes back to the day in force: a filter always has two.
    if (part.from === '' || part.to === '') return
    const days = { ...draft, ...part }
    setDraft(days)
    if (isLocalDate(days.from) && isLocalDate(days.to) && days.from <= days.to) onDays(days)
  }
  return (
    <div className="day-span">
      <DateField size="xs" label={fromLabel} value={draft.from} max={draft.to} onDate={(from) => set({ from })} />
      <DateField size="xs" label={toLabel} value={draft.to} onDate={(to) => set({ to })} />
    </div>
  )
}
