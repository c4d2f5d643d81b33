import { randomBytes } from 'node:crypto'
import type { Db, Tx } from '#server/db/database.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { ApiError, apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import {
  isListeningShown,
  isOwnCall,
  type ListeningAnswer,
  type ListeningRequest,
  type ListeningRule,
  listeningAnswer,
  listeningRequest,
} from '#shared/features/telephony/listening.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { dateOf } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { refuse } from '#shared/kernel/errors.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import type { ListeningGrants } from './listening-grants.ts'

export interface ListeningRouteContext {
  readonly db: Db
  readonly now: () => number
  readonly audit: Auditor
  readonly authenticate: RouteStep
  readonly grants: ListeningGrants
  readonly rules: readonly ListeningRule[]
  readonly zoneOffsetMinutes: number
  /** Conversations of somebody, as the desk last said; they belong to the floor, so server/app hands them in. */
  readonly talksOf: (tx: Tx, orgId: string, userId: string) => Promise<ReadonlySet<string>>
}

/**
 * Grants with which a supervisor's desk gets into a call (REQUIREMENTS S3). Each, also for a change of the mode, is entered into the audit before it is given.
 */
export function listeningRoutes(api: Api, context: ListeningRouteContext): void {
  api.route({
    method: 'POST',
    url: '/api/telephony/listening',
    onRequest: [context.authenticate],
    preHandler: [authorise('call.listenIn')],
    schema: {
      tags: ['telephony'],
      summary: 'Grant to listen to a call in progress, to whisper or to join; every one is audited',
      body: listeningRequest,
      response: { 200: listeningAnswer },
    },
    handler: (request) => context.db.transaction().execute((tx) => grant(tx, context, actorOf(request), request.body)),
  })
}

async function grant(
  tx: Tx,
  { now, audit, grants, rules, zoneOffsetMinutes, talksOf }: ListeningRouteContext,
  actor: Actor,
  asked: ListeningRequest,
): Promise<ListeningAnswer> {
  const { userId, callId, mode } = asked
  if (isOwnCall(actor.userId, asked)) throw new ApiError(409, refuse('telephony.listening.own'))
  const extensions = await extensionsOf(tx, actor, userId)
  if (!(await talksOf(tx, actor.orgId, userId)).has(callId))
    throw new ApiError(409, refuse('telephony.listening.notTalking'), true)
  const nowMs = now()
  const newId = (): string => newUuid(nowMs, (length) => randomBytes(length))
  const listeningId = asked.listeningId ?? newId()
  await (asked.listeningId === undefined ? begin : change)(tx, actor, { ...asked, listeningId }, toInstant(nowMs))
  const details = { listeningId, callId, userId, mode }
  await audit(tx, actor, {
    action: asked.listeningId === undefined ? 'call.listen' : 'call.listenAs',
    subject: null,
    details,
  })
  const shown = isListeningShown(rules, dateOf(nowMs, zoneOffsetMinutes), mode)
  const claims = { lid: listeningId, ext: extensions.own, agent: userId, call: callId, mode, shown }
  return { listeningId, grant: await grants.sign(claims, newId(), nowMs), extension: extensions.theirs }
}

/** @throws ApiError 409 when the supervisor has no telephone, 404 when the representative has none or is of another organisation */
async function extensionsOf(tx: Tx, actor: Actor, userId: string): Promise<{ own: string; theirs: string }> {
  const rows = await tx
    .selectFrom('users')
    .select(['id', 'extension'])
    .where('org_id', '=', actor.orgId)
    .where('active', '=', true)
    .where('id', 'in', [actor.userId, userId])
    .execute()
  const extensionOf = (id: string): string | null => rows.find((row) => row.id === id)?.extension ?? null
  const [own, theirs] = [extensionOf(actor.userId), extensionOf(userId)]
  if (own === null) throw apiErrors.noExtension()
  if (theirs === null) throw apiErrors.notFound()
  return { own, theirs }
}

type Begun = ListeningRequest & { readonly listeningId: string }

async function begin(tx: Tx, actor: Actor, { listeningId, userId, callId, mode }: Begun, at: string): Promise<void> {
  const row = { id: listeningId, org_id: actor.orgId, supervisor: actor.userId, user_id: userId, call_id: callId, mode }
  await tx
    .insertInto('call_listenings')
    .values({ ...row, started_at: at, changed_at: at })
    .execute()
}

/** @throws ApiError 404 unless this supervisor began it in this call */
async function change(tx: Tx, actor: Actor, { listeningId, userId, callId, mode }: Begun, at: string): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('call_listenings')
    .set({ mode, changed_at: at })
    .where('id', '=', listeningId)
    .where('org_id', '=', actor.orgId)
    .where('supervisor', '=', actor.userId)
    .where('user_id', '=', userId)
    .where('call_id', '=', callId)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw apiErrors.notFound()
}
