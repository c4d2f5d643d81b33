import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import type { ArticleVersionsAnswer } from '#shared/features/knowledge/article-draft.ts'
import { type KnowledgeTerms, queueReasons } from '#shared/features/knowledge/article-state.ts'
import type { QueueItem } from '#shared/features/knowledge/queue.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'

/** Remarks shown with an article; older ones are counted among its reasons all the same. */
const REMARKS_MAX = 20

interface Opinions {
  readonly data: KnowledgeArticle
  readonly useful: number
  readonly not_useful: number
  readonly remarks: QueueItem['remarks'] | null
}

/**
 * Articles that wait for the methodologist, those with the gravest reasons first. Votes and remarks are counted on the present
 * version only: a new version answers what was said about the one before.
 */
export async function readQueue(tx: Tx, orgId: string, terms: KnowledgeTerms, today: LocalDate): Promise<QueueItem[]> {
  const { rows } = await sql<Opinions>`
    select article.data,
      count(vote.id) filter (where (vote.data->>'isUseful')::boolean)::int as useful,
      count(vote.id) filter (where not (vote.data->>'isUseful')::boolean)::int as not_useful,
      json_agg(json_build_object('text', vote.data->>'remark', 'isUseful', (vote.data->>'isUseful')::boolean,
        'at', vote.data->>'at', 'by', coalesce(users.name, '')) order by vote.data->>'at' desc)
        filter (where vote.data->>'remark' <> '') as remarks
    from knowledge_articles article
      left join article_votes vote on vote.org_id = article.org_id and vote.article_id = article.id
        and vote.article_version = (article.data->>'version')::int and vote.data is not null
      left join users on users.id = vote.data->>'userId'
    where article.org_id = ${orgId} and article.data is not null
    group by article.id, article.data order by article.id`.execute(tx)
  return rows
    .map(({ data, useful, not_useful, remarks }): QueueItem => {
      const opinion = { useful, notUseful: not_useful, remarks: remarks?.length ?? 0 }
      return {
        articleId: data.id,
        version: data.version,
        reasons: queueReasons(data, opinion, terms, today),
        useful,
        notUseful: not_useful,
        remarks: (remarks ?? []).slice(0, REMARKS_MAX),
      }
    })
    .filter(({ reasons }) => reasons.length > 0)
    .sort((a, b) => gravityOf(a) - gravityOf(b))
}

function gravityOf({ reasons }: QueueItem): number {
  return Math.min(...reasons.map((reason) => ['obsolete', 'poorVotes', 'remarks', 'reviewDue'].indexOf(reason)))
}

/** Kept versions of an article, newest first; none for an article that was never changed here. */
export async function readVersions(
  tx: Tx,
  orgId: string,
  articleId: string,
): Promise<ArticleVersionsAnswer['versions']> {
  const { rows } = await sql<{ data: KnowledgeArticle; saved_at: Date; saved_by: string }>`
    select data, saved_at, saved_by from knowledge_article_versions
    where org_id = ${orgId} and article_id = ${articleId} order by version desc`.execute(tx)
  return rows.map(({ data, saved_at, saved_by }) => ({
    article: data,
    savedAt: new Date(saved_at).toISOString(),
    savedBy: saved_by,
  }))
}
