import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#server/db/database.ts'
import { caseWithinReach } from '#server/features/complaints/case-reach.ts'
import { readCall } from '#server/features/telephony/call-log-query.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import { callLogDetail } from '#shared/features/telephony/call-log.ts'
import { appealId } from '#shared/kernel/ids.ts'

/**
 * The call out of which an appeal was handed over, with the answers to the script: the expert of the case sees what the operator saw
 * (REQUIREMENTS C7). It joins two slices, so it stands here.
 */
export function caseCallRoute(api: Api, db: Db, audit: Auditor, authenticate: RouteStep): void {
  api.route({
    method: 'GET',
    url: '/api/complaint-cases/:caseId/call',
    onRequest: [authenticate],
    preHandler: [authorise('complaint.work')],
    schema: {
      tags: ['complaints'],
      summary: 'The call of a case with its script answers',
      params: z.object({ caseId: appealId }),
      response: { 200: callLogDetail },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const theCase = await caseWithinReach(tx, actor, request.params.caseId)
        const { rows } = await sql<{ call_id: string | null }>`
          select call_id from appeals where id = ${theCase.id} and org_id = ${actor.orgId}`.execute(tx)
        const callId = rows[0]?.call_id ?? null
        const detail = callId === null ? null : await readCall(tx, { orgId: actor.orgId, onlyUserId: null }, callId)
        if (detail === null) throw apiErrors.notFound()
        const details = { why: 'appeal', callId: detail.call.id }
        await audit(tx, actor, { action: 'person.look', subject: detail.call.personId, details })
        return detail
      }),
  })
}
