import { sql } from 'kysely'
import { z } from 'zod'
import type { Db, Tx } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { loadRecords } from '#server/db/record-store.ts'
import { scopeLookups } from '#server/db/scope-lookups.ts'
import type { Auditor } from '#server/platform/auditor.ts'
import type { Api } from '#server/platform/http-api.ts'
import { ApiError, apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import { writeScopedRecords } from '#server/sync/scoped-records.ts'
import { type Appeal, isOpen } from '#shared/features/appeals/appeal.ts'
import { fullName, type InsuredPerson } from '#shared/features/insured-persons/person.ts'
import {
  type FloorWork,
  floorWork,
  type TakeWork,
  takeWork,
  takeWorkAnswer,
} from '#shared/features/supervision/floor-work.ts'
import { isHeld, type WorkClaim } from '#shared/features/work-queues/claim.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { refuse } from '#shared/kernel/errors.ts'
import { userId } from '#shared/kernel/ids.ts'

export interface FloorWorkContext {
  readonly db: Db
  readonly now: () => number
  readonly kinds: RecordKinds
  readonly audit: Auditor
  readonly authenticate: RouteStep
  /** How long somebody is held who is taken for one. */
  readonly claimMs: (nowMs: number) => number
}

/** More would be a list of everything; the journal has that. */
const SHOWN_MAX = 100

/**
 * What a colleague holds, and taking it over when it is stuck (ANCHORS-PRODUCT §1, 89). It joins queues and journal, so it stands here. Desks learn of it as of any other change; a result that the former
 * holder sends later is kept and shown as such (rule LEASE1).
 */
export function floorWorkRoutes(api: Api, context: FloorWorkContext): void {
  const { db, now, audit, authenticate } = context
  const steps = { onRequest: [authenticate], preHandler: [authorise('floor.order')] }
  const params = z.object({ userId })
  api.route({
    method: 'GET',
    url: '/api/floor/people/:userId/work',
    ...steps,
    schema: {
      tags: ['supervision'],
      summary: 'People and open appeals that a representative holds; the look is audited',
      params,
      response: { 200: floorWork },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        await knownColleague(tx, actor, request.params.userId)
        const work = await readWork(tx, actor.orgId, request.params.userId, toInstant(now()))
        const details = { userId: request.params.userId, shown: work.claims.length + work.appeals.length }
        await audit(tx, actor, { action: 'floor.workLook', subject: null, details })
        return work
      }),
  })
  api.route({
    method: 'POST',
    url: '/api/floor/people/:userId/work/take',
    ...steps,
    schema: {
      tags: ['supervision'],
      summary: 'Takes a stuck item of a representative over; audited',
      params,
      body: takeWork,
      response: { 200: takeWorkAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        await knownColleague(tx, actor, request.params.userId)
        return { takenAt: await take(tx, context, actor, request.params.userId, request.body) }
      }),
  })
}

/** @throws ApiError 404 for people of other organisations */
async function knownColleague(tx: Tx, { orgId }: Actor, id: string): Promise<void> {
  const found = await tx
    .selectFrom('users')
    .select('id')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (found === undefined) throw apiErrors.notFound()
}

async function readWork(tx: Tx, orgId: string, holder: string, at: string): Promise<FloorWork> {
  const claims = await sql<{ data: WorkClaim; person: InsuredPerson | null }>`
    select claim.data, person.data as person
    from work_claims claim left join insured_persons person on person.id = claim.person_id and person.org_id = claim.org_id
    where claim.org_id = ${orgId} and claim.user_id = ${holder} and claim.until > ${at}::timestamptz and claim.data is not null
    order by claim.until limit ${SHOWN_MAX}`.execute(tx)
  const appeals = await sql<{ data: Appeal }>`
    select appeal.data from appeals appeal
    where appeal.org_id = ${orgId} and appeal.assigned_to = ${holder} and appeal.state in ('registered', 'inWork', 'waiting')
      and appeal.data is not null
      and not exists (select 1 from complaint_cases complaint where complaint.id = appeal.id and complaint.data is not null)
    order by appeal.registered_at limit ${SHOWN_MAX}`.execute(tx)
  return {
    claims: claims.rows
      .filter(({ data }) => isHeld(data, at))
      .map(({ data: { id, personId, until, isBlock }, person }) => ({
        id,
        personId,
        personName: person === null ? '' : fullName(person),
        until,
        isBlock,
      })),
    appeals: appeals.rows.map(({ data: { id, number, registeredAt, answerBy } }) => ({
      id,
      number,
      registeredAt,
      answerBy,
    })),
  }
}

/** @throws ApiError 409 when it is not this colleague's any more: done, given back, expired, or taken meanwhile */
async function take(
  tx: Tx,
  { kinds, now, audit, claimMs }: FloorWorkContext,
  actor: Actor,
  holder: string,
  { kind, id }: TakeWork,
): Promise<string> {
  const nowMs = now()
  const at = toInstant(nowMs)
  const record = kind === 'claim' ? 'workClaim' : 'appeal'
  const refs = [
    { kind: record, id },
    { kind: 'complaintCase', id },
  ]
  const stored = await loadRecords(tx, kinds, actor.orgId, kind === 'claim' ? refs.slice(0, 1) : refs, true)
  const found = stored.get(`${record}:${id}`)
  const isCase = (stored.get(`complaintCase:${id}`)?.data ?? null) !== null
  const next =
    kind === 'claim'
      ? takenClaim((found?.data ?? null) as WorkClaim | null, actor, holder, at, toInstant(nowMs + claimMs(nowMs)))
      : takenAppeal((found?.data ?? null) as Appeal | null, actor, holder)
  if (found === undefined || next === null || isCase)
    throw new ApiError(409, refuse('supervision.notHeldAnyMore', undefined))
  const data = { kind: record, id, version: found.version + 1, orgId: actor.orgId, data: next }
  if (!(await writeScopedRecords(tx, kinds, scopeLookups(tx, actor.orgId), [data])))
    throw new Error('Invariant broken: an item changed while it was locked')
  const subject = kind === 'claim' ? (next as WorkClaim).personId : null
  await audit(tx, actor, { action: 'work.take', subject, details: { kind, id, from: holder } })
  return at
}

function takenClaim(
  claim: WorkClaim | null,
  actor: Actor,
  holder: string,
  from: string,
  until: string,
): WorkClaim | null {
  if (claim === null || claim.userId !== holder || !isHeld(claim, from)) return null
  return { ...claim, userId: actor.userId, deviceId: actor.deviceId, from, until, isBlock: false }
}

function takenAppeal(appeal: Appeal | null, actor: Actor, holder: string): Appeal | null {
  if (appeal === null || appeal.assignedTo !== holder || !isOpen(appeal)) return null
  return { ...appeal, assignedTo: actor.userId }
}
