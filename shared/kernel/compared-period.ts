import { z } from 'zod'
import { addDays, type LocalDate, localDate } from './calendar.ts'

/** With what a period is compared: the one before it, or the same a year earlier. */
export const comparison = z.enum(['previous', 'yearBefore'])
export type Comparison = z.infer<typeof comparison>

/** Days of a report; both are included. */
export const days = z.object({ from: localDate, to: localDate })
export type Days = z.infer<typeof days>

/** A number of the chosen period and of the one it is compared with. */
export interface Pair {
  readonly now: number
  readonly before: number
}

/**
 * The period to compare with. Whole months are moved by months, so that a quarter meets a quarter; other periods by their number of days. A year
 * earlier, 29 February becomes 28 February.
 */
export function comparedDays({ from, to }: Days, against: Comparison): Days {
  if (against === 'yearBefore') return { from: monthsBefore(from, 12), to: monthsBefore(to, 12) }
  const wholeMonths = from.endsWith('-01') && addDays(to, 1).endsWith('-01')
  if (!wholeMonths) {
    const length = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1
    return { from: addDays(from, -length), to: addDays(from, -1) }
  }
  const months = monthNumber(addDays(to, 1)) - monthNumber(from)
  return { from: monthsBefore(from, months), to: addDays(from, -1) }
}

function monthNumber(date: LocalDate): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1
}

function monthsBefore(date: LocalDate, months: number): LocalDate {
  const month = monthNumber(date) - months
  const [year, index] = [Math.floor(month / 12), month % 12]
  const last = new Date(Date.UTC(year, index + 1, 0)).getUTCDate()
  const day = Math.min(Number(date.slice(8)), last)
  return `${year}-${String(index + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Change in whole percent, as in the source's «17 % → 30 %» and «711 → 1 389»; null when there was nothing before. */
export function changePercent({ now, before }: Pair): number | null {
  return before === 0 ? null : Math.round((100 * (now - before)) / before)
}
