import { dateOf, type LocalDate } from '#shared/kernel/calendar.ts'

/** Today by the clock and zone of this computer. */
export function todayHere(nowMs: number): LocalDate {
  return dateOf(nowMs, -new Date(nowMs).getTimezoneOffset())
}
