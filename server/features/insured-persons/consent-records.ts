import type { RecordKindDefinition, ScopeLookups } from '#server/db/record-kind.ts'
import type { ScopeName } from '#shared/protocol/pull.ts'

/** Consents and corrections stand beside their person. */
export const consentRecord: RecordKindDefinition<'consent'> = {
  kind: 'consent',
  table: 'consents',
  columns: { person_id: 'text', kind: 'text', given_on: 'date' },
  promote: (consent) => ({ person_id: consent.personId, kind: consent.kind, given_on: consent.givenOn }),
  scopesOf: (consent, _orgId, lookups) => besidePerson(lookups, consent.personId),
}

export const contactChangeRecord: RecordKindDefinition<'contactChange'> = {
  kind: 'contactChange',
  table: 'contact_changes',
  columns: { person_id: 'text', at: 'timestamptz' },
  promote: (change) => ({ person_id: change.personId, at: change.at }),
  scopesOf: (change, _orgId, lookups) => besidePerson(lookups, change.personId),
}

async function besidePerson(lookups: ScopeLookups, personId: string): Promise<readonly ScopeName[]> {
  const clinicId = await lookups.clinicOfPerson(personId)
  return clinicId === null ? [] : [`registry:${clinicId}`]
}
