import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { AppealKind } from '#shared/features/appeals/classifier.ts'
import type { Call, CallOutcome, CallResult } from '#shared/features/telephony/call.ts'
import { addDays, isLocalDate, type LocalDate } from '#shared/kernel/calendar.ts'

/** Days shown: a number of days up to today, or two dates. */
export type Period = { readonly days: 1 | 7 | 30 | 365 } | { readonly from: LocalDate; readonly to: LocalDate }

/** Conditions of the call log; null is any. */
export interface CallFilters {
  readonly period: Period
  readonly userId: string | null
  readonly direction: Call['direction'] | null
  readonly result: CallResult | null
  readonly outcome: CallOutcome | null
  readonly hasAppeal: 'yes' | 'no' | null
  readonly number: string
}

/** Conditions of the journal of appeals; null is any. */
export interface JournalFilters {
  readonly period: Period
  readonly kind: AppealKind | null
  readonly state: Appeal['state'] | null
  readonly takenBy: string | null
  readonly text: string
}

export const ANY_CALLS: CallFilters = {
  period: { days: 7 },
  userId: null,
  direction: null,
  result: null,
  outcome: null,
  hasAppeal: null,
  number: '',
}
export const ANY_APPEALS: JournalFilters = { period: { days: 30 }, kind: null, state: null, takenBy: null, text: '' }

/** First and last day of a period, both included. Dates that do not exist or stand the wrong way round fall back to one day. */
export function daysOf(period: Period, today: LocalDate): { readonly from: LocalDate; readonly to: LocalDate } {
  if ('days' in period) return { from: addDays(today, 1 - period.days), to: today }
  const to = isLocalDate(period.to) ? period.to : today
  const from = isLocalDate(period.from) && period.from <= to ? period.from : to
  return { from, to }
}

/** Address of one page of the call log. Only digits of a typed number are sent. */
export function callLogAddress(filters: CallFilters, today: LocalDate, after: string | null): string {
  const digits = filters.number.replace(/\D/g, '').slice(0, 15)
  return addressOf('/api/call-log', {
    ...daysOf(filters.period, today),
    userId: filters.userId,
    direction: filters.direction,
    result: filters.result,
    outcome: filters.outcome,
    hasAppeal: filters.hasAppeal,
    number: digits === '' ? null : digits,
    after,
  })
}

/** Address of one page of the journal. */
export function journalAddress(filters: JournalFilters, today: LocalDate, after: string | null): string {
  const text = filters.text.trim().slice(0, 100)
  return addressOf('/api/journal', {
    ...daysOf(filters.period, today),
    kind: filters.kind,
    state: filters.state,
    takenBy: filters.takenBy,
    text: text === '' ? null : text,
    after,
  })
}

function addressOf(path: string, values: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value !== null) query.set(name, value)
  return `${path}?${query}`
}
