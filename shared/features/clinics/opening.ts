import type { LocalDate } from '../../kernel/calendar.ts'
import type { Clinic, ClinicUnit } from './clinic.ts'

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(day: LocalDate): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}

export interface OpenNow {
  readonly isOpen: boolean
  /** Hours of that day; null when the unit is closed all day. */
  readonly hours: { readonly from: string; readonly to: string } | null
}

/** Whether a unit is open on a local day at a local time `HH:MM`. */
export function openAt(unit: Pick<ClinicUnit, 'hours'>, day: LocalDate, time: string): OpenNow {
  const hours = unit.hours.find(({ weekday }) => weekday === weekdayOf(day)) ?? null
  return { isOpen: hours !== null && time >= hours.from && time < hours.to, hours }
}

/** Weekly hours with equal neighbouring days together: Monday to Friday, Saturday. */
export function weekOf(
  unit: Pick<ClinicUnit, 'hours'>,
): readonly { readonly fromDay: number; readonly toDay: number; readonly from: string; readonly to: string }[] {
  const runs: { fromDay: number; toDay: number; from: string; to: string }[] = []
  for (const { weekday, from, to } of [...unit.hours].sort((a, b) => a.weekday - b.weekday)) {
    const last = runs[runs.length - 1]
    if (last && last.toDay === weekday - 1 && last.from === from && last.to === to) last.toDay = weekday
    else runs.push({ fromDay: weekday, toDay: weekday, from, to })
  }
  return runs
}

/** Trips of the mobile team and special days that still lie ahead, soonest first. */
export function daysAhead(clinic: Pick<Clinic, 'specialDays' | 'mobileTrips'>, today: LocalDate) {
  const byDay = <T extends { readonly on: LocalDate }>(days: readonly T[]): T[] =>
    days.filter(({ on }) => on >= today).sort((a, b) => (a.on < b.on ? -1 : 1))
  return { special: byDay(clinic.specialDays), trips: byDay(clinic.mobileTrips ?? []) }
}
