import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { loadRecords } from '#server/db/record-store.ts'
import { scopeLookups } from '#server/db/scope-lookups.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import { ApiError, apiErrors } from '#server/platform/http-errors.ts'
import { writeScopedRecords } from '#server/sync/scoped-records.ts'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import { type ArticleChange, draftFaults } from '#shared/features/knowledge/article-draft.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'

export interface ArticleSite {
  readonly tx: Tx
  readonly actor: Actor
  readonly kinds: RecordKinds
  readonly audit: Auditor
  readonly nowMs: number
  /** Today of the organisation. */
  readonly day: LocalDate
}

/**
 * Saves a new version of an article: the record that desks hold, the kept version and the audit entry in one transaction (REQUIREMENTS S10).
 * @throws ApiError 409 `knowledge.changedMeanwhile` for an older version, 400 for what cannot stand
 */
export async function saveArticle(site: ArticleSite, id: string, change: ArticleChange): Promise<KnowledgeArticle> {
  const { tx, actor, kinds } = site
  const ref = { kind: 'knowledgeArticle', id }
  const present = (await loadRecords(tx, kinds, actor.orgId, [ref], true)).get(`knowledgeArticle:${id}`)
  const before = (present?.data ?? null) as KnowledgeArticle | null
  const version = before?.version ?? 0
  if (version !== change.version) throw changedMeanwhile(version)
  const faults = [
    ...draftFaults(change.draft, site.day),
    ...(await themeFault(tx, actor.orgId, change.draft.themeCode)),
  ]
  if (faults.length > 0) throw apiErrors.invalid(faults)

  const article: KnowledgeArticle = {
    ...change.draft,
    id,
    version: version + 1,
    author: await nameOf(tx, actor),
  }
  if (before !== null) await keepVersion(site, before, true)
  await keepVersion(site, article, false)
  const record = { ...ref, version: (present?.version ?? 0) + 1, orgId: actor.orgId, data: article }
  // Somebody created the same id between the look and the write, or it belongs to another organisation.
  if (!(await writeScopedRecords(tx, kinds, scopeLookups(tx, actor.orgId), [record]))) throw changedMeanwhile(version)
  await site.audit(tx, actor, {
    action: 'knowledge.article.save',
    subject: null,
    details: { article: id, version: article.version },
  })
  return article
}

function changedMeanwhile(version: number): ApiError {
  return new ApiError(409, refuse('knowledge.changedMeanwhile', undefined, { version }))
}

/** Keeps a version; the one that came with the reference data is kept when it is replaced, without an author. */
async function keepVersion(site: ArticleSite, article: KnowledgeArticle, isFirstFilling: boolean): Promise<void> {
  const { tx, actor, nowMs } = site
  const savedBy = isFirstFilling ? article.approvedBy : (article.author ?? '')
  await sql`insert into knowledge_article_versions (org_id, article_id, version, data, saved_at, saved_by)
    values (${actor.orgId}, ${article.id}, ${article.version}, ${JSON.stringify(article)}::jsonb, ${toInstant(nowMs)}, ${savedBy})
    on conflict do nothing`.execute(tx)
}

async function nameOf(tx: Tx, actor: Actor): Promise<string> {
  const row = await tx.selectFrom('users').select('name').where('id', '=', actor.userId).executeTakeFirstOrThrow()
  return row.name
}

/** A theme outside the organisation's classifier could not be registered from the answer. */
async function themeFault(tx: Tx, orgId: string, themeCode: string): Promise<Refusal[]> {
  const { rows } = await sql<{ known: boolean }>`
    select data->'rows' @> ${JSON.stringify([{ code: themeCode }])}::jsonb as known
    from appeal_classifiers where org_id = ${orgId} and data is not null`.execute(tx)
  const isUnknown = rows.length > 0 && rows.every(({ known }) => !known)
  return isUnknown ? [refuse('knowledge.unknownTheme', 'draft.themeCode')] : []
}
