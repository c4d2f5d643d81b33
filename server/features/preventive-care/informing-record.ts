import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** An attempt to inform stands in the registry of the person's clinic. */
export const informingRecord: RecordKindDefinition<'informing'> = {
  kind: 'informing',
  table: 'informings',
  columns: { person_id: 'text', at: 'timestamptz' },
  promote: (informing) => ({ person_id: informing.personId, at: informing.at }),
  scopesOf: async (informing, _orgId, lookups) => {
    const clinicId = await lookups.clinicOfPerson(informing.personId)
    return [clinicId === null ? `own:${informing.userId}` : `registry:${clinicId}`]
  },
}
