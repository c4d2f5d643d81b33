import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** A review is for who had the call and for the supervisors. */
export const callReviewRecord: RecordKindDefinition<'callReview'> = {
  kind: 'callReview',
  table: 'call_reviews',
  columns: { user_id: 'text', score: 'integer', reviewed_at: 'timestamptz', read_at: 'timestamptz' },
  promote: (review) => ({
    user_id: review.userId,
    score: review.score,
    reviewed_at: review.reviewedAt,
    read_at: review.readAt,
  }),
  scopesOf: async (review, orgId) => [`own:${review.userId}`, `team:${orgId}`],
}
