import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { bookingId, clinicId, informingId, personId, userId } from '../../kernel/ids.ts'
import { typedText } from '../../kernel/text.ts'
import { timeOfDay } from './slot-day.ts'

/** A place in a clinic's schedule. */
export const visitPlace = z.object({ on: localDate, time: timeOfDay })

export const bookingWhat = z.enum(['checkUp', 'preventiveExamination', 'stage2', 'examination', 'homeVisit'])

/**
 * `requested`: the clinic is asked for a time · `booked`: day and time are agreed · then `came`, `noShow` or `cancelled`.
 * The funnel of informing counts these states (REQUIREMENTS P6, P11, S6).
 */
export const bookingState = z.enum(['requested', 'booked', 'came', 'noShow', 'cancelled'])

/** Запись на приём: a visit of a person to a clinic that a representative arranged. */
export const booking = z.object({
  id: bookingId,
  personId,
  clinicId,
  unit: z.number().int().min(1),
  what: bookingWhat,
  state: bookingState,
  /** The place in the clinic's schedule; null while the clinic was only asked for one. */
  place: visitPlace.nullable(),
  /** What the person would like, when the clinic is asked. */
  wish: z.object({ from: localDate, part: z.enum(['any', 'morning', 'afternoon', 'evening', 'weekend']) }).nullable(),
  note: typedText(500),
  /** The talk from which the booking came; null when there was none. */
  informingId: informingId.nullable(),
  /** Code 1–20 of the reasons for not coming (DOMAIN §6). */
  reason: z.number().int().min(1).max(20).nullable(),
  bookedBy: userId,
  bookedAt: z.string(),
  /** Who recorded the end of it, and when. */
  settledBy: userId.nullable(),
  settledAt: z.string().nullable(),
})
export type Booking = Readonly<z.infer<typeof booking>>

/** Still to come: the clinic expects the person, or is asked for a time. */
export function isAhead(item: Pick<Booking, 'state'>): boolean {
  return item.state === 'requested' || item.state === 'booked'
}
