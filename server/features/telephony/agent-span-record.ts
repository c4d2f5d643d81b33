import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** A stretch of a shift is seen by whose shift it is. */
export const agentSpanRecord: RecordKindDefinition<'agentSpan'> = {
  kind: 'agentSpan',
  table: 'agent_spans',
  columns: { user_id: 'text', activity: 'text', reason: 'text', ended_at: 'timestamptz', seconds: 'integer' },
  promote: ({ userId, activity, reason, to, seconds, receivedAt }) => ({
    user_id: userId,
    activity,
    reason,
    // A desk whose clock is ahead must not have worked in the future (rule TIME1).
    ended_at: receivedAt !== null && receivedAt < to ? receivedAt : to,
    seconds,
  }),
  scopesOf: async (span) => [`own:${span.userId}`],
}
