import { z } from 'zod'
import { type LocalDate, localDate, type WorkingCalendar } from './calendar.ts'

/** Days off and transferred days of a year as reference data (`assets/reference/working-calendar.ru.json`; ТК РФ ст. 112 and the yearly decree). */
export const workingCalendarFile = z.array(
  z.object({
    year: z.number().int(),
    source: z.string(),
    /** False until the government's decree on the transfer of days off is entered. */
    confirmed: z.boolean(),
    holidays: z.array(localDate),
    workingWeekends: z.array(localDate),
  }),
)
export type WorkingCalendarFile = z.infer<typeof workingCalendarFile>

/** A calendar that also knows how far its own data can be believed. */
export interface DatedCalendar extends WorkingCalendar {
  /** Years whose decree is entered. In any other year only weekends and the days of the law are certain. */
  readonly confirmedYears: ReadonlySet<number>
}

export function workingCalendarOf(years: WorkingCalendarFile): DatedCalendar {
  return {
    holidays: new Set<LocalDate>(years.flatMap((year) => year.holidays)),
    workingWeekends: new Set<LocalDate>(years.flatMap((year) => year.workingWeekends)),
    confirmedYears: new Set(years.filter((year) => year.confirmed).map((year) => year.year)),
  }
}
