import { z } from 'zod'
import type { Db, Tx } from '#server/db/database.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { ApiError, apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import { type AgentOrderHeard, agentOrder, agentOrderAnswer } from '#shared/features/supervision/agent-order.ts'
import type { DeskPresence } from '#shared/features/supervision/floor.ts'
import { PRESENCE_TTL_MS } from '#shared/features/supervision/presence.ts'
import { refuse } from '#shared/kernel/errors.ts'
import { userId } from '#shared/kernel/ids.ts'

export interface OrderRouteContext {
  readonly db: Db
  readonly now: () => number
  readonly audit: Auditor
  readonly authenticate: RouteStep
  readonly presencesOf: (tx: Tx, orgId: string) => Promise<ReadonlyMap<string, readonly DeskPresence[]>>
  /** Tells the desks of a user once the transaction has committed. */
  readonly sendOrder: (tx: Tx, userId: string, order: AgentOrderHeard) => Promise<void>
}

/**
 * A supervisor changes the state of a representative (ANCHORS-PRODUCT §1, 89). It goes to her desks, which do it and show whose word it was; what became of it
 * is seen on the floor.
 */
export function orderRoute(api: Api, context: OrderRouteContext): void {
  api.route({
    method: 'POST',
    url: '/api/floor/people/:userId/state',
    onRequest: [context.authenticate],
    preHandler: [authorise('floor.order')],
    schema: {
      tags: ['supervision'],
      summary: 'Changes the state of a representative who has a desk open; audited, and shown there with the name',
      params: z.object({ userId }),
      body: agentOrder,
      response: { 200: agentOrderAnswer },
    },
    handler: (request) =>
      context.db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const people = await tx
          .selectFrom('users')
          .select(['id', 'name'])
          .where('org_id', '=', actor.orgId)
          .where('id', 'in', [actor.userId, request.params.userId])
          .execute()
        const nameOf = (id: string): string | undefined => people.find((person) => person.id === id)?.name
        if (nameOf(request.params.userId) === undefined) throw apiErrors.notFound()
        const nowMs = context.now()
        const desks = ((await context.presencesOf(tx, actor.orgId)).get(request.params.userId) ?? []).filter(
          ({ report, heardAtMs }) => report.phone !== null && nowMs - heardAtMs < PRESENCE_TTL_MS,
        )
        if (desks.length === 0) throw new ApiError(409, refuse('supervision.noDesk'), true)
        const { state, reason, note } = request.body
        const details = { userId: request.params.userId, state, reason }
        await context.audit(tx, actor, { action: 'agent.order', subject: null, details })
        await context.sendOrder(tx, request.params.userId, { state, reason, note, by: nameOf(actor.userId) ?? '' })
        return { desks: desks.length }
      }),
  })
}
