import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** A vote is held by whoever gave it; the methodologist reads them all from the server. */
export const articleVoteRecord: RecordKindDefinition<'articleVote'> = {
  kind: 'articleVote',
  table: 'article_votes',
  columns: { article_id: 'text', article_version: 'integer' },
  promote: (vote) => ({ article_id: vote.articleId, article_version: vote.articleVersion }),
  scopesOf: async (vote) => [`own:${vote.userId}`],
}
