import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** Everybody who serves the clinic sees whose work a person is. */
export const workClaimRecord: RecordKindDefinition<'workClaim'> = {
  kind: 'workClaim',
  table: 'work_claims',
  columns: { person_id: 'text', user_id: 'text', until: 'timestamptz' },
  promote: (claim) => ({ person_id: claim.personId, user_id: claim.userId, until: claim.until }),
  scopesOf: async (claim, _orgId, lookups) => {
    const clinicId = await lookups.clinicOfPerson(claim.personId)
    return [clinicId === null ? `own:${claim.userId}` : `registry:${clinicId}`]
  },
}
