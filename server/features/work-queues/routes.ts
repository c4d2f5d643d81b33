import type { Api } from '#server/platform/http-api.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import { claimAnswer, claimRequest, type WorkClaim } from '#shared/features/work-queues/claim.ts'
import { type ClaimContext, claimPeople } from './claims.ts'

/** Work that only one representative may have at a time (rule LEASE1). */
export function workQueuesRoutes(
  api: Api,
  contexts: Readonly<Record<WorkClaim['queue'], ClaimContext>>,
  authenticate: RouteStep,
): void {
  api.route({
    method: 'POST',
    url: '/api/work-queues/claims',
    onRequest: [authenticate],
    preHandler: [authorise('work.claim')],
    schema: {
      tags: ['work-queues'],
      summary: 'Takes free people of a queue for this representative (LEASE1)',
      body: claimRequest,
      response: { 200: claimAnswer },
    },
    handler: (request) => claimPeople(contexts[request.body.queue], actorOf(request), request.body),
  })
}
