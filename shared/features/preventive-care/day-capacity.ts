import { isWorkingDay, type LocalDate, type WorkingCalendar } from '../../kernel/calendar.ts'

/** People a clinic can take: in the daytime and the evening of a working day, and on a day off (DOMAIN §7, 003). */
export interface ClinicCapacity {
  readonly weekday: number
  readonly evening: number
  readonly weekend: number
}

/** Places of one day by part; on days off there is no separate evening. */
export interface DayCapacity {
  readonly daytime: number
  readonly evening: number
  readonly isDayOff: boolean
}

export function capacityOn(day: LocalDate, capacity: ClinicCapacity, calendar: WorkingCalendar): DayCapacity {
  return isWorkingDay(day, calendar)
    ? { daytime: capacity.weekday, evening: capacity.evening, isDayOff: false }
    : { daytime: capacity.weekend, evening: 0, isDayOff: true }
}

/** People still to be informed today, so that no more are invited than the clinic can take (REQUIREMENTS P4). Never below zero. */
export function portionLeft(capacity: DayCapacity, informedToday: number): number {
  return Math.max(0, capacity.daytime + capacity.evening - informedToday)
}
