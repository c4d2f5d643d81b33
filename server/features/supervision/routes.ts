import type { Tx } from '#server/db/database.ts'
import type { Api } from '#server/platform/http-api.ts'
import { actorOf, authorise } from '#server/platform/request-actor.ts'
import {
  type FloorAnswer,
  type FloorLimit,
  type FloorQueue,
  type FloorToday,
  floorAnswer,
  type ServiceTarget,
  standingOf,
} from '#shared/features/supervision/floor.ts'
import { dateOf, type LocalDate } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { must } from '#shared/kernel/result.ts'
import { floorStaffOf } from './floor-staff.ts'
import { type OrderRouteContext, orderRoute } from './order-route.ts'

type FloorLimitsOfTime = Pick<ServiceTarget, 'validFrom' | 'validTo'> & { readonly limits: FloorLimit[] }

export interface FloorRouteContext extends OrderRouteContext {
  readonly zoneOffsetMinutes: number
  readonly targets: readonly ServiceTarget[]
  readonly limits: readonly FloorLimitsOfTime[]
  /** Calls that wait; they belong to the queue, so server/app hands them in. */
  readonly queuesOf: (tx: Tx, orgId: string, nowMs: number) => Promise<readonly FloorQueue[]>
  /** Numbers of the day; they belong to the slices of calls and appeals, so server/app hands them in. */
  readonly readDay: (tx: Tx, orgId: string, day: LocalDate, withinSeconds: number) => Promise<FloorToday>
}

/** The live floor (REQUIREMENTS S1). It names colleagues and counts; nobody insured is in it, so looking at it is no look at a person. */
export function supervisionRoutes(api: Api, context: FloorRouteContext): void {
  api.route({
    method: 'GET',
    url: '/api/floor',
    onRequest: [context.authenticate],
    preHandler: [authorise('floor.look')],
    schema: {
      tags: ['supervision'],
      summary: 'Who is in which state, calls in progress, numbers of the day',
      response: { 200: floorAnswer },
    },
    handler: (request) => context.db.transaction().execute((tx) => readFloor(tx, context, actorOf(request).orgId)),
  })
  orderRoute(api, context)
}

async function readFloor(tx: Tx, context: FloorRouteContext, orgId: string): Promise<FloorAnswer> {
  const nowMs = context.now()
  const day = dateOf(nowMs, context.zoneOffsetMinutes)
  const { share, seconds } = inForceOn(context.targets, day)
  const presences = await context.presencesOf(tx, orgId)
  const staff = await floorStaffOf(tx, orgId)
  return {
    serverTime: toInstant(nowMs),
    date: day,
    people: staff.map((person) => ({ ...person, ...standingOf(presences.get(person.userId) ?? [], nowMs) })),
    today: await context.readDay(tx, orgId, day, seconds),
    target: { share, seconds },
    queues: [...(await context.queuesOf(tx, orgId, nowMs))],
    limits: inForceOn(context.limits, day).limits,
  }
}

/** What is in force on a day; the newest for a day that nothing covers. */
function inForceOn<T extends Pick<ServiceTarget, 'validFrom' | 'validTo'>>(dated: readonly T[], day: LocalDate): T {
  const inForce = dated.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo))
  return must(inForce ?? dated.at(-1), 'reference data of the floor')
}
