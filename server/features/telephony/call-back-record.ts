import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** A promise is seen by who is to keep it and who gave it; one for anyone by all desks of its clinic. */
export const callBackRecord: RecordKindDefinition<'callBack'> = {
  kind: 'callBack',
  table: 'call_backs',
  columns: { user_id: 'text', person_id: 'text', state: 'text', due_at: 'timestamptz' },
  promote: ({ forUserId, personId, state, dueAt }) => ({
    user_id: forUserId,
    person_id: personId,
    state,
    due_at: dueAt,
  }),
  scopesOf: async ({ forUserId, byUserId, clinicId }) => {
    const own = [...new Set([byUserId, forUserId ?? byUserId])].map((id) => `own:${id}` as const)
    // Also after somebody has taken it: the others' desks must learn that it is theirs no more.
    return clinicId === null ? own : [...own, `registry:${clinicId}`]
  },
}
