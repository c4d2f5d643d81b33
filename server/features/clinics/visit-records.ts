import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** A booking stands in the registry of the person's own clinic, whichever clinic the visit is to. */
export const bookingRecord: RecordKindDefinition<'booking'> = {
  kind: 'booking',
  table: 'bookings',
  columns: { person_id: 'text', clinic_id: 'text', state: 'text', booked_at: 'timestamptz', visit_on: 'date' },
  promote: (booking) => ({
    person_id: booking.personId,
    clinic_id: booking.clinicId,
    state: booking.state,
    booked_at: booking.bookedAt,
    visit_on: booking.place?.on ?? null,
  }),
  scopesOf: async (booking, _orgId, lookups) => {
    const clinicId = await lookups.clinicOfPerson(booking.personId)
    return [clinicId === null ? `own:${booking.bookedBy}` : `registry:${clinicId}`]
  },
}

/** Free places of a clinic are known to whoever serves it. */
export const slotDayRecord: RecordKindDefinition<'slotDay'> = {
  kind: 'slotDay',
  table: 'slot_days',
  columns: { clinic_id: 'text', visit_on: 'date' },
  promote: (day) => ({ clinic_id: day.clinicId, visit_on: day.on }),
  scopesOf: async (day) => [`registry:${day.clinicId}`],
}

export const assistanceRecord: RecordKindDefinition<'assistance'> = {
  kind: 'assistance',
  table: 'assistances',
  columns: { person_id: 'text', clinic_id: 'text', kind: 'text', at: 'timestamptz' },
  promote: ({ personId, clinicId, kind, at }) => ({ person_id: personId, clinic_id: clinicId, kind, at }),
  scopesOf: async (assistance, _orgId, lookups) => {
    const clinicId = await lookups.clinicOfPerson(assistance.personId)
    return [clinicId === null ? `own:${assistance.userId}` : `registry:${clinicId}`]
  },
}
