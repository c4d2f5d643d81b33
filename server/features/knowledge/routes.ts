import { z } from 'zod'
import type { Db } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import { knowledgeArticle } from '#shared/features/knowledge/article.ts'
import { articleChange, articleVersionsAnswer } from '#shared/features/knowledge/article-draft.ts'
import type { KnowledgeTerms } from '#shared/features/knowledge/article-state.ts'
import { queueAnswer } from '#shared/features/knowledge/queue.ts'
import { dateOf, type LocalDate } from '#shared/kernel/calendar.ts'
import { readQueue, readVersions } from './read-queue.ts'
import { saveArticle } from './save-article.ts'

export interface KnowledgeRouteContext {
  readonly db: Db
  readonly kinds: RecordKinds
  readonly now: () => number
  readonly audit: Auditor
  readonly authenticate: RouteStep
  readonly zoneOffsetMinutes: number
  readonly termsOn: (day: LocalDate) => KnowledgeTerms
}

/** Answers of the knowledge base: what waits for the methodologist, their versions, a new version (REQUIREMENTS S10). */
export function knowledgeRoutes(api: Api, context: KnowledgeRouteContext): void {
  const { db, kinds, audit, now } = context
  const common = { onRequest: [context.authenticate], preHandler: [authorise('knowledge.keep')] }
  const params = z.object({ id: z.string().min(1).max(60) })
  const today = (): LocalDate => dateOf(now(), context.zoneOffsetMinutes)
  api.route({
    ...common,
    method: 'GET',
    url: '/api/knowledge/queue',
    schema: {
      tags: ['knowledge'],
      summary: 'Articles that wait for the methodologist: obsolete, poorly voted, with remarks, due for review',
      response: { 200: queueAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const day = today()
        const items = await readQueue(tx, actor.orgId, context.termsOn(day), day)
        await audit(tx, actor, { action: 'knowledge.queue.look', subject: null, details: { items: items.length } })
        return { today: day, items }
      }),
  })
  api.route({
    ...common,
    method: 'GET',
    url: '/api/knowledge/articles/:id/versions',
    schema: {
      tags: ['knowledge'],
      summary: 'Kept versions of an article, newest first',
      params,
      response: { 200: articleVersionsAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => ({
        versions: await readVersions(tx, actorOf(request).orgId, request.params.id),
      })),
  })
  api.route({
    ...common,
    method: 'PUT',
    url: '/api/knowledge/articles/:id',
    schema: {
      tags: ['knowledge'],
      summary: 'Saves a new version of an article; 409 when somebody was quicker',
      params,
      body: articleChange,
      response: { 200: knowledgeArticle },
    },
    handler: (request) =>
      db.transaction().execute((tx) => {
        const site = { tx, actor: actorOf(request), kinds, audit, nowMs: now(), day: today() }
        return saveArticle(site, request.params.id, request.body)
      }),
  })
}
