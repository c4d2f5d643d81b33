import { dateOf, type LocalDate } from '#shared/kernel/calendar.ts'

/** Minutes east of UTC by which days and times of day are told; null until somebody has signed in: then the zone of this computer. */
let organisationMinutes: number | null = null

/**
 * Sets the zone of the organisation whose desk was opened. The server counts filters and legal terms by its days (OPORA_ZONE_OFFSET_MINUTES):
 * a computer that stands in another zone would otherwise ask for yesterday's calls all night long, and date a letter a day too early.
 * @param minutes east of UTC, or null for the zone of this computer
 */
export function tellDaysIn(minutes: number | null): void {
  organisationMinutes = minutes
}

/** The instant moved so that its UTC fields read as the organisation's calendar and clock. */
export function wallClock(instantMs: number): Date {
  return new Date(instantMs + (organisationMinutes ?? -new Date(instantMs).getTimezoneOffset()) * 60_000)
}

/** The organisation's calendar day of an instant. */
export function todayHere(nowMs: number): LocalDate {
  return dateOf(wallClock(nowMs).getTime(), 0)
}

/** The organisation's time of day of an instant, `14:32`. */
export function timeHere(nowMs: number): string {
  return wallClock(nowMs).toISOString().slice(11, 16)
}
