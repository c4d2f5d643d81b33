import type { Db } from '#server/db/database.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import { journalAnswer, journalQuery } from '#shared/features/appeals/journal.ts'
import { structureAnswer, structureQuery } from '#shared/features/appeals/structure-report.ts'
import { readJournal } from './journal-query.ts'
import { readStructure } from './structure-query.ts'

export interface JournalRouteContext {
  readonly db: Db
  readonly audit: Auditor
  readonly authenticate: RouteStep
  readonly zoneOffsetMinutes: number
}

/** The journal as supervisors read it online. */
export function appealsRoutes(api: Api, context: JournalRouteContext): void {
  api.route({
    method: 'GET',
    url: '/api/journal',
    onRequest: [context.authenticate],
    preHandler: [authorise('journal.look')],
    schema: {
      tags: ['appeals'],
      summary: 'The electronic journal by filters, newest first',
      querystring: journalQuery,
      response: { 200: journalAnswer },
    },
    handler: (request) =>
      context.db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const answer = await readJournal(tx, actor.orgId, request.query, context.zoneOffsetMinutes)
        const details = { from: request.query.from, to: request.query.to, shown: answer.items.length }
        await context.audit(tx, actor, { action: 'journal.look', subject: null, details })
        return answer
      }),
  })
  api.route({
    method: 'GET',
    url: '/api/reports/structure',
    onRequest: [context.authenticate],
    preHandler: [authorise('report.look')],
    schema: {
      tags: ['reports'],
      summary: 'Appeals of a period by kind, theme, clinic and decision, against another period',
      querystring: structureQuery,
      response: { 200: structureAnswer },
    },
    handler: (request) =>
      context.db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const { from, to, against } = request.query
        const details = { report: 'structure', from, to, against }
        await context.audit(tx, actor, { action: 'report.look', subject: null, details })
        return readStructure(tx, actor.orgId, request.query, context.zoneOffsetMinutes)
      }),
  })
}
