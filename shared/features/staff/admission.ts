import { z } from 'zod'
import { addDays, type LocalDate, localDate } from '../../kernel/calendar.ts'

/** Longest number of a document, in UTF-16 code units. */
export const DOCUMENT_NUMBER_MAX = 60
/** Within so many days before its end an admission is spoken of: time enough to renew it. */
export const ADMISSION_ENDS_SOON_DAYS = 30

/** допуск к работе or обучение: what a representative holds by a document with dates (REQUIREMENTS S9). */
export const staffDocumentKind = z.enum(['admission', 'training'])
export type StaffDocumentKind = z.infer<typeof staffDocumentKind>

/** From and until are days of the organisation, both counted in; null is without an end. */
export const admissionPeriod = z.object({ from: localDate, until: localDate.nullable() })
export type AdmissionPeriod = Readonly<z.infer<typeof admissionPeriod>>

/** How an admission stands on a day; `until` is the last day of those without a gap, null without an end or without an admission. */
export interface AdmissionStanding {
  readonly isAdmitted: boolean
  readonly until: LocalDate | null
}

/**
 * How somebody is admitted on a day. Of several periods the one that began last decides, of those that began on one day the one entered
 * last: so a renewal may be entered before the old admission ends, and a correction or an early end repeats the first day.
 * @param periods in the order in which they were entered
 */
export function admissionOn(periods: readonly AdmissionPeriod[], day: LocalDate): AdmissionStanding {
  const byStart = inForceByStart(periods)
  let last: LocalDate | null = null
  for (let at = day; ; ) {
    const deciding = byStart.filter(({ from }) => from <= at).at(-1)
    const covers = deciding !== undefined && (deciding.until === null || at <= deciding.until)
    if (!covers) return { isAdmitted: last !== null, until: last }
    const following = byStart.find(({ from }) => from > at)?.from
    if (deciding.until === null && following === undefined) return { isAdmitted: true, until: null }
    const over = deciding.until === null ? undefined : addDays(deciding.until, 1)
    at = [following, over].filter((it) => it !== undefined).sort()[0] ?? at
    last = addDays(at, -1)
  }
}

/** Whole days left of an admission that ends soon, 0 on its last day; null when it does not end within `ADMISSION_ENDS_SOON_DAYS`. */
export function admissionDaysLeft({ isAdmitted, until }: AdmissionStanding, day: LocalDate): number | null {
  if (!isAdmitted || until === null) return null
  const left = Math.round((Date.parse(until) - Date.parse(day)) / 86_400_000)
  return left <= ADMISSION_ENDS_SOON_DAYS ? left : null
}

/** Periods that decide on this day or later: all that a desk needs to know of a colleague. */
export function periodsFrom(periods: readonly AdmissionPeriod[], day: LocalDate): AdmissionPeriod[] {
  const byStart = inForceByStart(periods)
  const begun = byStart.filter(({ from }) => from <= day).length
  return byStart.slice(Math.max(0, begun - 1)).map(({ from, until }) => ({ from, until }))
}

/** By first day; of several with one first day the last entered. */
function inForceByStart(periods: readonly AdmissionPeriod[]): AdmissionPeriod[] {
  const byStart = new Map(periods.map((period) => [period.from, period]))
  return [...byStart.values()].sort((a, b) => (a.from < b.from ? -1 : 1))
}

/** Why somebody is offered no calls of the queue, whatever state she chooses. */
export type QueueBar = 'notActive' | 'notAdmitted'

/**
 * Whether somebody may be offered calls of the queue on a day; null when nothing stands against it.
 * @param colleague a record of before admissions were kept has no periods: nobody was barred then
 */
export function queueBarOn(
  colleague: { readonly active: boolean; readonly admissions?: readonly AdmissionPeriod[] | undefined },
  day: LocalDate,
): QueueBar | null {
  if (!colleague.active) return 'notActive'
  if (colleague.admissions === undefined) return null
  return admissionOn(colleague.admissions, day).isAdmitted ? null : 'notAdmitted'
}
