import { z } from 'zod'
import type { Db, Tx } from '#server/db/database.ts'
import type { Api } from '#server/platform/http-api.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import { memberChange } from '#shared/features/staff/member-change.ts'
import { type MemberDetail, memberDetail, teamAnswer } from '#shared/features/staff/team.ts'
import { dateOf, type LocalDate } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { userId } from '#shared/kernel/ids.ts'
import { changeMember, type MemberChangeContext } from './change-member.ts'
import { readDocuments, readTeam } from './read-team.ts'

export interface StaffRouteContext extends MemberChangeContext {
  readonly db: Db
  readonly now: () => number
  readonly authenticate: RouteStep
  readonly zoneOffsetMinutes: number
  /** What connected devices say waits on them, by device. */
  readonly unsentOf: (tx: Tx, orgId: string, nowMs: number) => Promise<ReadonlyMap<string, number>>
}

/** The people of the team, their devices, levels, training and admission (REQUIREMENTS S9). */
export function staffRoutes(api: Api, context: StaffRouteContext): void {
  const { db, now, audit, unsentOf } = context
  const common = { onRequest: [context.authenticate], preHandler: [authorise('staff.keep')] }
  const params = z.object({ id: userId })
  const today = (): LocalDate => dateOf(now(), context.zoneOffsetMinutes)
  async function readMember(tx: Tx, orgId: string, id: string): Promise<MemberDetail> {
    const query = { orgId, userId: id, day: today(), unsent: await unsentOf(tx, orgId, now()) }
    const [member] = await readTeam(tx, query)
    if (member === undefined) throw apiErrors.notFound()
    const documents = await readDocuments(tx, orgId, id)
    return { member, documents, abilities: context.abilitiesOn(query.day) }
  }

  api.route({
    ...common,
    method: 'GET',
    url: '/api/staff',
    schema: {
      tags: ['staff'],
      summary: 'Colleagues with level, admission and devices',
      response: { 200: teamAnswer },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const nowMs = now()
        await audit(tx, actor, { action: 'staff.look', subject: null, details: {} })
        const unsent = await unsentOf(tx, actor.orgId, nowMs)
        const members = await readTeam(tx, { orgId: actor.orgId, userId: null, day: today(), unsent })
        return { serverTime: toInstant(nowMs), members }
      }),
  })
  api.route({
    ...common,
    method: 'GET',
    url: '/api/staff/:id',
    schema: {
      tags: ['staff'],
      summary: 'One colleague with training and admission by document',
      params,
      response: { 200: memberDetail },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const details = { userId: request.params.id }
        await audit(tx, actor, { action: 'staff.look', subject: null, details })
        return readMember(tx, actor.orgId, request.params.id)
      }),
  })
  api.route({
    ...common,
    method: 'PUT',
    url: '/api/staff/:id',
    schema: {
      tags: ['staff'],
      summary:
        'Changes level, clinics and activity and adds documents; changed rights end the sessions of the colleague',
      params,
      body: memberChange,
      response: { 200: memberDetail },
    },
    handler: (request) =>
      db.transaction().execute(async (tx) => {
        const actor = actorOf(request)
        const { id } = request.params
        await changeMember(context, { tx, actor, nowMs: now(), day: today() }, id, request.body)
        return readMember(tx, actor.orgId, id)
      }),
  })
}
