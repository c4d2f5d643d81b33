import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { clinicId } from '../../kernel/ids.ts'

/** Local time of day, `HH:MM`. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'clinics.timeInvalid' })

/** From this hour on a visit counts as an evening one (DOMAIN §7, 003: share of evening visits). */
export const EVENING_FROM = '17:00'

/**
 * Places for stage 1 in one unit of a clinic on one day (REQUIREMENTS P10, P11). Who has them stands in the bookings; here are numbers only.
 * The id is `clinic/unit/day`, so that a desk without the network names the same record.
 */
export const slotDay = z.object({
  id: z.string(),
  clinicId,
  unit: z.number().int().min(1),
  on: localDate,
  slots: z.array(z.object({ time: timeOfDay, places: z.number().int().min(0), taken: z.number().int().min(0) })),
})
export type SlotDay = Readonly<z.infer<typeof slotDay>>

export function slotDayId(clinic: string, unit: number, on: string): string {
  return `${clinic}/${unit}/${on}`
}

/** Places still free at a time; zero also where the clinic does not see anybody then. */
export function freeAt(day: SlotDay, time: string): number {
  const slot = day.slots.find((it) => it.time === time)
  return slot === undefined ? 0 : Math.max(0, slot.places - slot.taken)
}

export function freePlaces(day: SlotDay): number {
  return day.slots.reduce((sum, slot) => sum + Math.max(0, slot.places - slot.taken), 0)
}

/** The day with `by` more places taken at a time (negative: given back). */
export function withTaken(day: SlotDay, time: string, by: number): SlotDay {
  const slots = day.slots.map((slot) => (slot.time === time ? { ...slot, taken: Math.max(0, slot.taken + by) } : slot))
  return { ...day, slots }
}
