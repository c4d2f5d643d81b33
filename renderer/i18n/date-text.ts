import { isLocalDate, type LocalDate } from '#shared/kernel/calendar.ts'

const ISO = /^\d{4}-\d{2}-\d{2}$/
const PARTED = /^(\d{1,2})[.,/\- ]+(\d{1,2})(?:[.,/\- ]+(\d{4}|\d{2}))?[.,/\- ]*$/
const DIGITS = /^(\d{2})(\d{2})(\d{4}|\d{2})?$/

/** Two digits of a year mean this century up to so many years ahead, the last one beyond. */
const YEARS_AHEAD = 10

/**
 * Reads a date as people type it, day first in both languages of the desk: `26.11.2026`, `26/11/26`, `26112026`, `26.11` (this year),
 * and `2026-11-26` as other programs give it.
 * @returns null when there is no such day
 */
export function readDate(text: string, today: LocalDate): LocalDate | null {
  const typed = text.trim()
  if (ISO.test(typed)) return isLocalDate(typed) ? typed : null
  const [, day, month, year] = PARTED.exec(typed) ?? DIGITS.exec(typed) ?? []
  if (day === undefined || month === undefined) return null
  const date = `${fullYear(year, today)}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isLocalDate(date) ? date : null
}

/** Whether nothing more can belong to what is typed: a shorter date is taken only when the field is left. */
export function isWholeDate(text: string): boolean {
  const typed = text.trim()
  return ISO.test(typed) || ((PARTED.exec(typed) ?? DIGITS.exec(typed))?.[3]?.length ?? 0) === 4
}

function fullYear(year: string | undefined, today: LocalDate): string {
  if (year === undefined) return today.slice(0, 4)
  if (year.length === 4) return year
  const [century, last] = [Number(today.slice(0, 2)), Number(today.slice(2, 4))]
  return `${Number(year) <= last + YEARS_AHEAD ? century : century - 1}${year}`
}
