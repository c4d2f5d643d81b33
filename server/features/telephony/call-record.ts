import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** A call is the work of who had it; supervisors see the calls of the whole team. */
export const callRecord: RecordKindDefinition<'call'> = {
  kind: 'call',
  table: 'calls',
  columns: {
    user_id: 'text',
    person_id: 'text',
    direction: 'text',
    result: 'text',
    outcome: 'text',
    remote_number: 'text',
    offered_at: 'timestamptz',
  },
  promote: (call) => ({
    user_id: call.userId,
    person_id: call.personId,
    direction: call.direction,
    result: call.result,
    outcome: call.outcome,
    remote_number: call.remoteNumber,
    offered_at: call.offeredAt,
  }),
  scopesOf: async (call, orgId) => [`own:${call.userId}`, `team:${orgId}`],
}
