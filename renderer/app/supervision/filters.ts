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
  readonly reviewed: 'yes' | 'no' | null
  readonly number: string
  /** Answered within so many seconds; set where a number of the floor is opened. */
  readonly answeredWithin: number | null
  /** Inbound and answered by nobody. */
  readonly lost: 'yes' | null
}

/** Conditions of the journal of appeals; null is any. */
export interface JournalFilters {
  readonly period: Period
  readonly kind: AppealKind | null
  readonly state: Appeal['state'] | null
  readonly takenBy: string | null
  readonly text: string
  /** The rest is set where a number of the floor or of a report is opened, and can only be taken away. */
  readonly theme: string | null
  /** The theme itself, without what stands below it. */
  readonly exactTheme: 'yes' | null
  readonly place: string | null
  readonly open: 'yes' | null
  readonly unassigned: 'yes' | null
  readonly answerFrom: LocalDate | null
  readonly answerTo: LocalDate | null
  readonly justified: 'yes' | 'no' | 'undecided' | null
  readonly medicalCare: 'yes' | null
}

export const ANY_CALLS: CallFilters = {
  period: { days: 7 },
  userId: null,
  direction: null,
  result: null,
  outcome: null,
  hasAppeal: null,
  reviewed: null,
  number: '',
  answeredWithin: null,
  lost: null,
}
export const ANY_APPEALS: JournalFilters = {
  period: { days: 30 },
  kind: null,
  state: null,
  takenBy: null,
  text: '',
  theme: null,
  exactTheme: null,
  place: null,
  open: null,
  unassigned: null,
  answerFrom: null,
  answerTo: null,
  justified: null,
  medicalCare: null,
}

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
    reviewed: filters.reviewed,
    answeredWithin: filters.answeredWithin === null ? null : String(filters.answeredWithin),
    lost: filters.lost,
    number: digits === '' ? null : digits,
    after,
  })
}

/** Address of one page of the journal. */
export function journalAddress(filters: JournalFilters, today: LocalDate, after: string | null): string {
  const { period, text: typed, ...conditions } = filters
  const text = typed.trim().slice(0, 100)
  return addressOf('/api/journal', {
    ...daysOf(period, today),
    ...conditions,
    text: text === '' ? null : text,
    after,
  })
}

export function addressOf(path: string, values: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value !== null) query.set(name, value)
  return `${path}?${query}`
}
