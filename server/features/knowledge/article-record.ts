import type { RecordKindDefinition } from '#server/db/record-kind.ts'

/** Articles are reference data of an organisation, one record an article: whoever reads wants the newest. */
export const knowledgeArticleRecord: RecordKindDefinition<'knowledgeArticle'> = {
  kind: 'knowledgeArticle',
  table: 'knowledge_articles',
  columns: {},
  promote: () => ({}),
  scopesOf: async (_article, orgId) => [`reference:${orgId}`],
}
