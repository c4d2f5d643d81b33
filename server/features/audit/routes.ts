import type { Db } from '#server/db/database.ts'
import type { Api } from '#server/platform/http-api.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import { looksRequest } from '#shared/features/audit/look.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { appendAudit } from './audit-log.ts'

/** Looks at persons, also those at the offline copy, delivered by desks when they can (REQUIREMENTS X3). */
export function auditRoutes(api: Api, db: Db, now: () => number, authenticate: RouteStep): void {
  api.route({
    method: 'POST',
    url: '/api/audit/looks',
    onRequest: [authenticate],
    preHandler: [authorise('person.look')],
    schema: { tags: ['audit'], summary: 'Delivers looks at persons', body: looksRequest },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      const entries = request.body.looks.map((look) => ({
        at: look.at,
        userId: actor.userId,
        deviceId: actor.deviceId,
        action: 'person.look',
        subject: look.personId,
        details: { why: look.why, callId: look.callId, receivedAt: toInstant(now()) },
        sourceId: look.id,
      }))
      await db.transaction().execute((tx) => appendAudit(tx, actor.orgId, entries))
      return reply.code(204).send()
    },
  })
}
