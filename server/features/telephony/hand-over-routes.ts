import { z } from 'zod'
import type { Db, Tx } from '#server/db/database.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import { type Colleague, type ColleagueState, colleaguesAnswer } from '#shared/features/telephony/colleagues.ts'
import { HAND_OVER_KEPT_MS, handOver, handOverAnswer, handOverTaken } from '#shared/features/telephony/hand-over.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { callId, type PersonId, personId, type UserId } from '#shared/kernel/ids.ts'

export interface HandOverRouteContext {
  readonly db: Db
  readonly now: () => number
  readonly audit: Auditor
  readonly authenticate: RouteStep
  /** Where everybody stands; it belongs to the floor, so server/app hands it in. */
  readonly statesOf: (tx: Tx, orgId: string) => Promise<ReadonlyMap<string, ColleagueState>>
  /** Who works open appeals of a person or spoke to them last; it belongs to other slices too. */
  readonly carersOf: (tx: Tx, orgId: string, person: PersonId) => Promise<ReadonlySet<string>>
}

/** Handing a call over (REQUIREMENTS C7): to whom, and what goes along. */
export function handOverRoutes(api: Api, context: HandOverRouteContext): void {
  const { db, now, audit, authenticate } = context
  api.route({
    method: 'GET',
    url: '/api/telephony/colleagues',
    onRequest: [authenticate],
    preHandler: [authorise('call.make')],
    schema: {
      tags: ['telephony'],
      summary: 'Colleagues with a telephone and where they stand; who looks after the person is marked',
      querystring: z.object({ personId: personId.optional() }),
      response: { 200: colleaguesAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => ({
        items: await readColleagues(tx, context, actorOf(request), request.query.personId),
      })),
  })
  api.route({
    method: 'PUT',
    url: '/api/telephony/hand-overs/:callId',
    onRequest: [authenticate],
    preHandler: [authorise('call.make')],
    schema: {
      tags: ['telephony'],
      summary: 'What goes to the receiver with a call that is handed over; saying it again replaces it',
      params: z.object({ callId }),
      body: handOver,
      response: { 200: handOverTaken },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const handedAt = toInstant(now())
        await tx
          .deleteFrom('call_hand_overs')
          .where('handed_at', '<', new Date(now() - HAND_OVER_KEPT_MS))
          .execute()
        const row = {
          to_extension: request.body.toExtension,
          content: JSON.stringify(request.body),
          handed_at: handedAt,
        }
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('call_hand_overs')
          .values({ call_id: request.params.callId, org_id: actor.orgId, from_user: actor.userId, ...row })
          // Only who has the call hands it over: an id that somebody else has used is not overwritten.
          .onConflict((conflict) =>
            conflict.column('call_id').doUpdateSet(row).where('call_hand_overs.from_user', '=', actor.userId),
          )
          .executeTakeFirst()
        if (numInsertedOrUpdatedRows !== 1n) throw apiErrors.notFound()
        return { handedAt }
      }),
  })
  api.route({
    method: 'GET',
    url: '/api/telephony/hand-overs/:callId',
    onRequest: [authenticate],
    preHandler: [authorise('call.make')],
    schema: {
      tags: ['telephony'],
      summary: 'What came with a call that was handed over to the asker’s telephone',
      params: z.object({ callId }),
      response: { 200: handOverAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const handed = await tx
          .selectFrom('call_hand_overs')
          .innerJoin('users as receiver', 'receiver.extension', 'call_hand_overs.to_extension')
          .innerJoin('users as sender', 'sender.id', 'call_hand_overs.from_user')
          .select(['call_hand_overs.content', 'call_hand_overs.handed_at', 'sender.name'])
          .where('call_id', '=', request.params.callId)
          .where('call_hand_overs.org_id', '=', actor.orgId)
          .where('receiver.org_id', '=', actor.orgId)
          .where('receiver.id', '=', actor.userId)
          .where('handed_at', '>=', new Date(now() - HAND_OVER_KEPT_MS))
          .executeTakeFirst()
        if (handed === undefined) throw apiErrors.notFound()
        const content = handOver.parse(handed.content)
        const details = { why: 'handOver', callId: request.params.callId }
        await audit(tx, actor, { action: 'person.look', subject: content.personId, details })
        return { ...content, fromName: handed.name, handedAt: handed.handed_at.toISOString() }
      }),
  })
}

async function readColleagues(
  tx: Tx,
  { statesOf, carersOf }: HandOverRouteContext,
  actor: Actor,
  person: PersonId | undefined,
): Promise<Colleague[]> {
  const rows = await tx
    .selectFrom('users')
    .select(['id', 'name', 'role', 'extension'])
    .where('org_id', '=', actor.orgId)
    .where('active', '=', true)
    .where('id', '<>', actor.userId)
    .where('extension', 'is not', null)
    .orderBy('name')
    .execute()
  const states = await statesOf(tx, actor.orgId)
  const carers = person === undefined ? new Set<string>() : await carersOf(tx, actor.orgId, person)
  return rows.map(({ id, name, role, extension }) => ({
    userId: id as UserId,
    name,
    role,
    extension: extension ?? '',
    state: states.get(id) ?? 'away',
    isOwn: carers.has(id),
  }))
}
