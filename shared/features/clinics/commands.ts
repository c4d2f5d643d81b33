import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { ApplyContext } from '../../kernel/command.ts'
import { defineCommand } from '../../kernel/command.ts'
import { type Refusal, refuse } from '../../kernel/errors.ts'
import { bookingId } from '../../kernel/ids.ts'
import type { RecordChange, RecordRef } from '../../kernel/record.ts'
import { err, ok } from '../../kernel/result.ts'
import { type Assistance, assistance } from './assistance.ts'
import { type Booking, booking, isAhead, visitPlace } from './booking.ts'
import { freeAt, type SlotDay, slotDayId, withTaken } from './slot-day.ts'

const bookArgs = booking
  .pick({
    id: true,
    personId: true,
    clinicId: true,
    unit: true,
    what: true,
    place: true,
    wish: true,
    note: true,
    informingId: true,
  })
  .refine((args) => args.place !== null || args.wish !== null, { error: 'clinics.placeRequired', path: ['place'] })
export type BookArgs = z.infer<typeof bookArgs>

/**
 * Books a place in the clinic's schedule, or asks the clinic for one (REQUIREMENTS P11). A place that somebody else took meanwhile is refused
 * with `clinics.slotTaken`; the same command mended with another place or with a wish settles it.
 */
export const book = defineCommand<BookArgs>({
  name: 'clinics.book',
  version: 1,
  args: bookArgs,
  allow: speaksWithPeople,
  touches: (args) => [{ kind: 'booking', id: args.id }, ...slotRefs(args)],
  apply: (context, args) => {
    if (context.read('booking', args.id) !== undefined) return err(refuse('record.exists', 'id'))
    const booked: Booking = {
      ...args,
      // Words of a wish say nothing once there is a place.
      wish: args.place === null ? args.wish : null,
      state: args.place === null ? 'requested' : 'booked',
      reason: null,
      bookedBy: context.actor.userId,
      bookedAt: context.occurredAt,
      settledBy: null,
      settledAt: null,
    }
    const change: RecordChange = { kind: 'booking', id: args.id, data: booked }
    if (args.place === null) return ok([change])
    const day = slotDayOf(context, args)
    if (day === undefined) return err(refuse('clinics.noSchedule', 'place'))
    if (freeAt(day, args.place.time) === 0)
      return err(refuse('clinics.slotTaken', 'place', { time: args.place.time, date: args.place.on }))
    return ok([change, { kind: 'slotDay', id: day.id, data: withTaken(day, args.place.time, 1) }])
  },
})

const giveTimeArgs = booking.pick({ id: true, clinicId: true, unit: true }).extend({ place: visitPlace })
export type GiveTimeArgs = z.infer<typeof giveTimeArgs>

/** Gives a booking a time: the clinic has answered a request, or another time is better. The old place is free again. */
export const giveTime = defineCommand<GiveTimeArgs>({
  name: 'clinics.giveTime',
  version: 1,
  args: giveTimeArgs,
  allow: speaksWithPeople,
  touches: (args) => [{ kind: 'booking', id: args.id }, ...slotRefs(args)],
  dependsOn: (args) => [{ kind: 'booking', id: args.id }],
  apply: (context, args) => {
    const present = context.read('booking', args.id) as Booking | undefined
    if (present === undefined) return err(refuse('record.notFound', 'id'))
    if (present.state !== 'requested') return err(refuse('clinics.notWaiting', 'id'))
    const day = slotDayOf(context, args)
    if (day === undefined) return err(refuse('clinics.noSchedule', 'place'))
    if (freeAt(day, args.place.time) === 0)
      return err(refuse('clinics.slotTaken', 'place', { time: args.place.time, date: args.place.on }))
    const given: Booking = { ...present, unit: args.unit, place: args.place, state: 'booked' }
    return ok([
      { kind: 'booking', id: args.id, data: given },
      { kind: 'slotDay', id: day.id, data: withTaken(day, args.place.time, 1) },
    ])
  },
})

const settleBookingArgs = z
  .object({
    id: bookingId,
    outcome: z.enum(['came', 'noShow', 'cancelled']),
    reason: booking.shape.reason,
    /** The place of the booking as the desk sees it, so that its record is loaded: it is given back when nobody comes beforehand. */
    clinicId: booking.shape.clinicId,
    unit: booking.shape.unit,
    place: booking.shape.place,
  })
  .refine((args) => args.outcome !== 'noShow' || args.reason !== null, {
    error: 'clinics.noShowReasonRequired',
    path: ['reason'],
  })
export type SettleBookingArgs = z.infer<typeof settleBookingArgs>

/** Records that the person came, did not come and why, or will not come (REQUIREMENTS P11). A cancelled place is free again. */
export const settleBooking = defineCommand<SettleBookingArgs>({
  name: 'clinics.settleBooking',
  version: 1,
  args: settleBookingArgs,
  allow: speaksWithPeople,
  touches: (args) => [{ kind: 'booking', id: args.id }, ...slotRefs(args)],
  dependsOn: (args) => [{ kind: 'booking', id: args.id }],
  apply: (context, args) => {
    const present = context.read('booking', args.id) as Booking | undefined
    if (present === undefined) return err(refuse('record.notFound', 'id'))
    if (!isAhead(present)) return err(refuse('clinics.alreadySettled', 'id'))
    if (args.outcome === 'came' && present.state === 'requested') return err(refuse('clinics.notBooked', 'outcome'))
    const settled: Booking = {
      ...present,
      state: args.outcome,
      reason: args.outcome === 'came' ? null : args.reason,
      settledBy: context.actor.userId,
      settledAt: context.occurredAt,
    }
    const changes: RecordChange[] = [{ kind: 'booking', id: args.id, data: settled }]
    const isSamePlace = present.place?.on === args.place?.on && present.unit === args.unit
    const day = args.outcome === 'cancelled' && isSamePlace ? slotDayOf(context, args) : undefined
    if (day !== undefined && present.place !== null)
      changes.push({ kind: 'slotDay', id: day.id, data: withTaken(day, present.place.time, -1) })
    return ok(changes)
  },
})

const assistArgs = assistance.omit({ userId: true, at: true })
export type AssistArgs = z.infer<typeof assistArgs>

/** Registers an assistance by its kind (REQUIREMENTS E9). */
export const assist = defineCommand<AssistArgs>({
  name: 'clinics.assist',
  version: 1,
  args: assistArgs,
  allow: speaksWithPeople,
  touches: (args) => [{ kind: 'assistance', id: args.id }],
  apply: (context, args) => {
    if (context.read('assistance', args.id) !== undefined) return err(refuse('record.exists', 'id'))
    const given: Assistance = { ...args, userId: context.actor.userId, at: context.occurredAt }
    return ok([{ kind: 'assistance', id: args.id, data: given }])
  },
})

export const clinicsCommands = [book, giveTime, settleBooking, assist] as const

function speaksWithPeople(actor: Actor): Refusal | null {
  return actor.role === 'AD' ? refuse('rights.notAllowed') : null
}

interface Placed {
  readonly clinicId: string
  readonly unit: number
  readonly place: { readonly on: string; readonly time: string } | null
}

function slotRefs({ clinicId, unit, place }: Placed): RecordRef[] {
  return place === null ? [] : [{ kind: 'slotDay', id: slotDayId(clinicId, unit, place.on) }]
}

function slotDayOf(context: ApplyContext, { clinicId, unit, place }: Placed): SlotDay | undefined {
  if (place === null) return undefined
  return context.read('slotDay', slotDayId(clinicId, unit, place.on)) as SlotDay | undefined
}
