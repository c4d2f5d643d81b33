import type { Clinic } from '#shared/features/clinics/clinic.ts'
import { openAt, weekdayOf } from '#shared/features/clinics/opening.ts'
import { type SlotDay, slotDayId } from '#shared/features/clinics/slot-day.ts'
import { addDays, type LocalDate } from '#shared/kernel/calendar.ts'
import type { Draws } from './draws.ts'

/** Days of the schedule that are open for booking. */
const DAYS_AHEAD = 21
/** Minutes between two arrivals. */
const STEP = 20
/** The last arrival is this long before closing, minutes: stage 1 takes about 90. */
const BEFORE_CLOSING = 90
/** Places at one time: a pair of teams in the department of prevention, one elsewhere. */
const PLACES = { first: 4, others: 2 } as const

/** The places for stage 1 of the coming weeks. Near days are fuller than far ones; some times are full. */
export function scheduleOf(draws: Draws, clinic: Clinic, today: LocalDate): SlotDay[] {
  const days: SlotDay[] = []
  for (const unit of clinic.units)
    for (let ahead = 0; ahead < DAYS_AHEAD; ahead += 1) {
      const on = addDays(today, ahead)
      const { hours } = openAt(unit, on, '00:00')
      if (hours === null || weekdayOf(on) === 7) continue
      const places = unit.number === 1 ? PLACES.first : PLACES.others
      const fullness = 0.75 - ahead * 0.03
      const slots = []
      for (let at = minutesOf(hours.from); at <= minutesOf(hours.to) - BEFORE_CLOSING; at += STEP) {
        const taken = Array.from({ length: places }, () => draws.chance(fullness)).filter(Boolean).length
        slots.push({ time: timeOf(at), places, taken })
      }
      days.push({ id: slotDayId(clinic.id, unit.number, on), clinicId: clinic.id, unit: unit.number, on, slots })
    }
  return days
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
