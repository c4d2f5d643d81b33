import { addDays, isWorkingDay, type LocalDate, type WorkingCalendar } from '#shared/kernel/calendar.ts'
import { type Draws, lotteryOf } from './draws.ts'

/** Minutes that the clinic's city is ahead of UTC. Moscow time has had no summer time since 2014. */
const MOSCOW_MINUTES = 180
const MINUTE_MS = 60_000

/** Calls by hour of the day: most people ring before noon (made up). */
const HOURS = lotteryOf([
  [9, 11],
  [10, 15],
  [11, 14],
  [12, 11],
  [13, 9],
  [14, 11],
  [15, 11],
  [16, 10],
  [17, 8],
] as const)

/** Working days of the `days` before `today`, in order. */
export function workingDaysBefore(today: LocalDate, days: number, calendar: WorkingCalendar): LocalDate[] {
  const list: LocalDate[] = []
  for (let back = days; back >= 1; back -= 1) {
    const day = addDays(today, -back)
    if (isWorkingDay(day, calendar)) list.push(day)
  }
  return list
}

/** A moment in working hours (9:00–18:00 in Moscow) of a day, in milliseconds since the epoch. */
export function drawWorkingMoment(draws: Draws, day: LocalDate): number {
  return momentOf(day, HOURS.draw(draws) * 60 + draws.unit() * 60)
}

/** A moment between 18:00 and 23:00, when only post, the site and the electronic secretary take appeals. */
export function drawEvening(draws: Draws, day: LocalDate): number {
  return momentOf(day, (18 + draws.unit() * 5) * 60)
}

function momentOf(day: LocalDate, minutes: number): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) + (minutes - MOSCOW_MINUTES) * MINUTE_MS)
}

/** Calendar date in Moscow. */
export function moscowDate(ms: number): LocalDate {
  return new Date(ms + MOSCOW_MINUTES * MINUTE_MS).toISOString().slice(0, 10)
}
