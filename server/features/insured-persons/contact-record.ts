import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** A contact belongs to the clinic it was made for, or to who made it. */
export const contactRecord: RecordKindDefinition<'contact'> = {
  kind: 'contact',
  table: 'contacts',
  columns: { clinic_id: 'text', phone: 'text' },
  promote: (contact) => ({ clinic_id: contact.clinicId, phone: contact.phone }),
  scopesOf: async (contact) => [
    contact.clinicId === null ? `own:${contact.createdBy}` : `registry:${contact.clinicId}`,
  ],
}
