import type { Db, Tx } from '#server/db/database.ts'
import type { Api } from '#server/platform/http-api.ts'
import { actorOf, authorise, type RouteStep } from '#server/platform/request-actor.ts'
import {
  type DeskPresence,
  type FloorAnswer,
  type FloorToday,
  floorAnswer,
  type ServiceTarget,
  standingOf,
} from '#shared/features/supervision/floor.ts'
import { dateOf, type LocalDate } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { floorStaffOf } from './floor-staff.ts'

export interface FloorRouteContext {
  readonly db: Db
  readonly now: () => number
  readonly authenticate: RouteStep
  readonly zoneOffsetMinutes: number
  readonly targets: readonly ServiceTarget[]
  /** Numbers of the day; they belong to the slices of calls and appeals, so server/app hands them in. */
  readonly readDay: (tx: Tx, orgId: string, day: LocalDate, withinSeconds: number) => Promise<FloorToday>
  readonly presencesOf: (tx: Tx, orgId: string) => Promise<ReadonlyMap<string, readonly DeskPresence[]>>
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
}

async function readFloor(tx: Tx, context: FloorRouteContext, orgId: string): Promise<FloorAnswer> {
  const nowMs = context.now()
  const day = dateOf(nowMs, context.zoneOffsetMinutes)
  const { share, seconds } = targetOn(context.targets, day)
  const presences = await context.presencesOf(tx, orgId)
  const staff = await floorStaffOf(tx, orgId)
  return {
    serverTime: toInstant(nowMs),
    date: day,
    people: staff.map((person) => ({ ...person, ...standingOf(presences.get(person.userId) ?? [], nowMs) })),
    today: await context.readDay(tx, orgId, day, seconds),
    target: { share, seconds },
  }
}

/** The target in force on a day; the newest for a day that none covers. */
function targetOn(targets: readonly ServiceTarget[], day: LocalDate): ServiceTarget {
  const inForce = targets.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo))
  const target = inForce ?? targets.at(-1)
  if (target === undefined) throw new Error('Invariant broken: there is no service target')
  return target
}
