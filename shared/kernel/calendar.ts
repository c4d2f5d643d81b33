import { z } from 'zod'

/** Calendar date without time or zone, `YYYY-MM-DD`; checked to exist (no 30 February). */
export const localDate = z.string().refine(isLocalDate, { error: 'date.invalid' })
export type LocalDate = string

/** Instant in UTC, `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export const instant = z.iso.datetime({ error: 'instant.invalid' })

/** True for an existing calendar date between the years 1850 and 2200. */
export function isLocalDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1850 && year <= 2200 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** The date `days` later (negative: earlier). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Calendar date of an instant in a zone with a fixed offset; `offsetMinutes` is minutes east of UTC (Moscow 180). */
export function dateOf(instantMs: number, offsetMinutes: number): LocalDate {
  return new Date(instantMs + offsetMinutes * 60_000).toISOString().slice(0, 10)
}

/** Full years on a day. */
export function ageOn(birthDate: LocalDate, day: LocalDate): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** Age reached in the calendar year, the age that preventive care counts by (DOMAIN §1.3). */
export function ageReachedIn(year: number, birthDate: LocalDate): number {
  return year - Number(birthDate.slice(0, 4))
}

/** Days that differ from the weekly pattern, as data by year: holidays, and Saturdays made working by decree (ТК РФ ст. 112). */
export interface WorkingCalendar {
  readonly holidays: ReadonlySet<LocalDate>
  readonly workingWeekends: ReadonlySet<LocalDate>
}

export function isWorkingDay(date: LocalDate, calendar: WorkingCalendar): boolean {
  if (calendar.workingWeekends.has(date)) return true
  if (calendar.holidays.has(date)) return false
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/** The `count`-th working day after `date` (1 = next working day). */
export function addWorkingDays(date: LocalDate, count: number, calendar: WorkingCalendar): LocalDate {
  let day = date
  for (let left = count; left > 0; ) {
    day = addDays(day, 1)
    if (isWorkingDay(day, calendar)) left -= 1
  }
  return day
}
