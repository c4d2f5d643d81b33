import { z } from 'zod'
import { addDays, isWorkingDay, type LocalDate, localDate } from './calendar.ts'
import type { DatedCalendar } from './working-calendar.ts'

/**
 * How long something may take by law, as dated reference data (`assets/reference/legal-terms.ru.json`): a new order is a new row with its
 * dates, never an edit of the code (DOMAIN §2.3, §3).
 */
export const legalTermRule = z.object({
  /** What the term is about; several rows of one code follow each other in time. */
  code: z.string().regex(/^[a-z][A-Za-z]*$/),
  validFrom: localDate,
  validTo: localDate.nullable(),
  /** Act, article and part. */
  act: z.string(),
  /** The rule in words, for *why this date*. */
  words: z.string(),
  length: z.number().int().min(1),
  unit: z.enum(['calendarDays', 'workingDays']),
  /** Where a term of calendar days ends that falls on a day off. The law on appeals is silent, so the date is kept. */
  onDayOff: z.enum(['keep', 'next', 'previous']),
  /** Whether days of waiting are left out of the term. */
  pausable: z.boolean(),
  /** Most calendar days by which the term may be extended once; null when never. */
  extendableBy: z.number().int().min(1).nullable(),
  /** False while the text of the act has not been seen and the length is the common reading. */
  confirmed: z.boolean(),
})
export type LegalTermRule = Readonly<z.infer<typeof legalTermRule>>
export const legalTermRules = z.array(legalTermRule)

/** Days that do not count, both included. */
export interface Pause {
  readonly from: LocalDate
  readonly to: LocalDate
}

/** The reasoning behind a date: everything that moved it, so that it can be read and checked by hand. */
export interface TermReasoning {
  readonly rule: LegalTermRule
  /** The day from which is counted; the first counted day is the next one. */
  readonly start: LocalDate
  /** Days left out of a term of working days. */
  readonly skipped: readonly { readonly on: LocalDate; readonly because: 'weekend' | 'holiday' }[]
  /** Saturdays and Sundays that counted because a decree made them working. */
  readonly workedWeekends: readonly LocalDate[]
  /** Days of waiting that were left out. */
  readonly pausedDays: number
  /** Whether there was waiting that does not stop this term. */
  readonly isPauseIgnored: boolean
  /** Calendar days added by an extension; null without one. */
  readonly extendedBy: number | null
  /** Where the term would have ended, had it not fallen on a day off; null when it did not or is kept. */
  readonly movedFrom: LocalDate | null
  /** Years whose transferred days are not entered, or were not when the term was counted. */
  readonly unconfirmedYears: readonly number[]
}

export interface LegalTerm {
  readonly code: string
  /** Last day of the term. */
  readonly due: LocalDate
  /** Last working day not after `due`: whoever waits for the last day off is late. */
  readonly actBy: LocalDate
  readonly why: TermReasoning
}

export interface TermChanges {
  readonly pauses?: readonly Pause[]
  readonly extendedBy?: number | null
}

/** The row of a code that was in force on a day, or null. */
export function ruleInForce(rules: readonly LegalTermRule[], code: string, on: LocalDate): LegalTermRule | null {
  return (
    rules.find((rule) => rule.code === code && rule.validFrom <= on && (rule.validTo === null || rule.validTo >= on)) ??
    null
  )
}

/** Counts a term from the day after `start`, the day of the event not included (ГК РФ ст. 191, 59-ФЗ ст. 12). */
export function countTerm(
  rule: LegalTermRule,
  start: LocalDate,
  calendar: DatedCalendar,
  { pauses = [], extendedBy = null }: TermChanges = {},
): LegalTerm {
  const skipped: TermReasoning['skipped'][number][] = []
  const workedWeekends: LocalDate[] = []
  let pausedDays = 0
  let day = start
  for (let left = rule.length; left > 0; ) {
    day = addDays(day, 1)
    const isOff = rule.unit === 'workingDays' && !isWorkingDay(day, calendar)
    const isPaused = rule.pausable && pauses.some((pause) => pause.from <= day && day <= pause.to)
    if (isOff) skipped.push({ on: day, because: isWeekend(day) && !calendar.holidays.has(day) ? 'weekend' : 'holiday' })
    else if (isPaused) pausedDays += 1
    else {
      left -= 1
      if (rule.unit === 'workingDays' && isWeekend(day)) workedWeekends.push(day)
    }
  }
  const counted = extendedBy === null ? day : addDays(day, extendedBy)
  const due = settleDayOff(rule, counted, calendar)
  return {
    code: rule.code,
    due,
    actBy: previousWorkingDay(due, calendar),
    why: {
      rule,
      start,
      skipped,
      workedWeekends,
      pausedDays,
      isPauseIgnored: !rule.pausable && pauses.some((pause) => pause.from <= due && pause.to > start),
      extendedBy,
      movedFrom: due === counted ? null : counted,
      unconfirmedYears: yearsBetween(start, due).filter((year) => !calendar.confirmedYears.has(year)),
    },
  }
}

/** Why a term may not be extended by so many calendar days on a day: it may be once, up to its last day, and not beyond the limit. */
export function extensionProblem(
  term: LegalTerm,
  days: number,
  decidedOn: LocalDate,
): 'notExtendable' | 'alreadyExtended' | 'tooLong' | 'tooLate' | null {
  const most = term.why.rule.extendableBy
  if (most === null) return 'notExtendable'
  if (term.why.extendedBy !== null) return 'alreadyExtended'
  if (days < 1 || days > most) return 'tooLong'
  return decidedOn > term.due ? 'tooLate' : null
}

/** Calendar days from `today` to a date; negative when it has passed. */
export function daysLeft(due: LocalDate, today: LocalDate): number {
  return Math.round((Date.parse(due) - Date.parse(today)) / 86_400_000)
}

/** How near a date is (DOMAIN §2.3): over ten days calm, then soon, from three days burning, and past. */
export function urgencyOf(due: LocalDate, today: LocalDate): 'calm' | 'soon' | 'burning' | 'overdue' {
  const left = daysLeft(due, today)
  return left < 0 ? 'overdue' : left <= 3 ? 'burning' : left <= 10 ? 'soon' : 'calm'
}

function isWeekend(day: LocalDate): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6
}

function settleDayOff(rule: LegalTermRule, day: LocalDate, calendar: DatedCalendar): LocalDate {
  if (rule.unit === 'workingDays' && isWorkingDay(day, calendar)) return day
  if (rule.onDayOff === 'keep') return day
  return rule.onDayOff === 'next' ? nextWorkingDay(day, calendar) : previousWorkingDay(day, calendar)
}

function nextWorkingDay(day: LocalDate, calendar: DatedCalendar): LocalDate {
  let found = day
  while (!isWorkingDay(found, calendar)) found = addDays(found, 1)
  return found
}

function previousWorkingDay(day: LocalDate, calendar: DatedCalendar): LocalDate {
  let found = day
  while (!isWorkingDay(found, calendar)) found = addDays(found, -1)
  return found
}

function yearsBetween(from: LocalDate, to: LocalDate): number[] {
  const first = Number(from.slice(0, 4))
  const last = Number(to.slice(0, 4))
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
