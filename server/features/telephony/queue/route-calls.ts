import type { Db, Tx } from '#server/db/database.ts'
import {
  decideAll,
  decideClosed,
  isServed,
  type RoutingDecision,
} from '#shared/features/telephony/distribution/decide.ts'
import { distribute, type WaitingCall } from '#shared/features/telephony/distribution/distribute.ts'
import {
  type DistributionPlan,
  distributionPlanOn,
  isOpen,
  localMomentOf,
  queueOf,
  sourceOf,
} from '#shared/features/telephony/distribution/distribution-plan.ts'
import type { WorkingCalendar } from '#shared/kernel/calendar.ts'
import { toPhoneNumber } from '#shared/kernel/phone.ts'
import { must } from '#shared/kernel/result.ts'
import { type AgentSources, queueAgents } from './queue-agents.ts'
import {
  callerFacts,
  dropStale,
  forget,
  keepWaiting,
  lockQueue,
  markAnswered,
  offer,
  type QueuedCall,
  queuedCalls,
  SILENT_MS,
} from './queue-store.ts'

/** A call that the exchange names because nobody has been found for it yet. */
export interface NamedCall {
  readonly call: string
  readonly waitedMs: number
  readonly from: string
  readonly called: string
  /** What the trunk says of its source; empty when nothing. */
  readonly source: string
  readonly divertedFrom: string
  /** Extension that has just let it pass; empty when none. */
  readonly missedBy: string
}

export interface ToldEvent {
  readonly what: 'answered' | 'ended'
  readonly call: string
}

export interface QueueContext {
  readonly db: Db
  readonly now: () => number
  readonly zoneOffsetMinutes: number
  readonly plans: readonly DistributionPlan[]
  readonly calendar: WorkingCalendar
  readonly sourcesOf: (tx: Tx, orgId: string, nowMs: number) => Promise<AgentSources>
}

/** What an offer holds beyond the time of ringing: the exchange may tell a little late. */
const OFFER_GRACE_MS = 3_000
/** By then the desk has told that it talks. */
const ANSWERED_MS = 15_000

const DAY_MS = 86_400_000

/**
 * Decides about all calls that an exchange names, in one transaction under a lock of the organisation: two API nodes asked by two exchanges never give
 * one representative to two callers. Calls of other exchanges take part in the order, but only those named here are decided.
 */
export async function routeCalls(
  context: QueueContext,
  orgId: string,
  named: readonly NamedCall[],
  told: readonly ToldEvent[],
): Promise<ReadonlyMap<string, RoutingDecision>> {
  return context.db.transaction().execute(async (tx) => {
    await lockQueue(tx, orgId)
    const nowMs = context.now()
    for (const { what, call } of told)
      if (what === 'answered') await markAnswered(tx, call, nowMs + ANSWERED_MS)
      else await forget(tx, [call])
    await dropStale(tx, orgId, nowMs, SILENT_MS)
    const moment = localMomentOf(nowMs, context.zoneOffsetMinutes)
    const plan = must(distributionPlanOn(moment.day, context.plans), 'plan of distribution in force')
    const open = isOpen(plan, context.calendar, moment)
    const known = new Map((await queuedCalls(tx, orgId)).map((call) => [call.call, call]))
    const extensions = await extensionsOf(tx, orgId)
    const decisions = new Map<string, RoutingDecision>()
    for (const call of named) {
      const queue = queueOf(plan, call.called)
      if (queue === undefined) {
        decisions.set(call.call, { kind: 'refuse', status: 404, why: 'unknownNumber' })
        continue
      }
      const before = known.get(call.call) ?? (await admit(tx, orgId, call, queue.code, open, plan, nowMs))
      const missedBy = extensions.get(call.missedBy)
      // The exchange repeats the last desk that let it pass; an answer of ours that was lost on the way is nobody's miss.
      const isMissed = missedBy !== undefined && (before.offeredUserId === missedBy || !known.has(call.call))
      const waiting: QueuedCall = {
        ...before,
        // A question on its way makes its callers look as if they had come later: the earliest instant is the nearest to the truth.
        arrivedAtMs: Math.min(before.arrivedAtMs, nowMs - call.waitedMs),
        missed: isMissed ? [...before.missed, { userId: missedBy, atMs: nowMs }] : before.missed,
        offeredUserId: null,
        offeredUntilMs: null,
      }
      await keepWaiting(tx, orgId, waiting, nowMs)
      known.set(call.call, waiting)
    }
    const queued = [...known.values()]
    const agents = await queueAgents(tx, orgId, await context.sourcesOf(tx, orgId, nowMs), queued, nowMs)
    const waiting = queued.flatMap((call) => waitingCall(call, plan))
    const served = waiting.filter((call) => isServed(call, known.get(call.call)?.wasOpen ?? open, plan))
    const decided = decideAll(served, distribute(served, agents, plan, nowMs), { plan, isOpen: open, nowMs })
    for (const { call } of named) {
      if (decisions.has(call)) continue
      const closed = waiting.find((one) => one.call === call)
      const decision = decided.get(call) ?? (closed ? decideClosed(closed, plan) : { kind: 'wait' as const, place: 1 })
      if (decision.kind === 'ring') await offer(tx, call, decision.userId, nowMs + decision.ringMs + OFFER_GRACE_MS)
      else if (decision.kind !== 'wait') await forget(tx, [call])
      decisions.set(call, decision)
    }
    return decisions
  })
}

/** First word of a call: what is known of its caller is looked up once. */
async function admit(
  tx: Tx,
  orgId: string,
  named: NamedCall,
  queue: string,
  open: boolean,
  plan: DistributionPlan,
  nowMs: number,
): Promise<QueuedCall> {
  const since = nowMs - plan.lastRepresentative.withinDays * DAY_MS
  const facts = await callerFacts(tx, orgId, toPhoneNumber(named.from) ?? named.from, since)
  return {
    call: named.call,
    queue,
    source: sourceOf(plan, named.source, named.divertedFrom),
    arrivedAtMs: nowMs - named.waitedMs,
    wasOpen: open,
    ...facts,
    missed: [],
    offeredUserId: null,
    offeredUntilMs: null,
  }
}

/** A call as the policy sees it; one that rings somewhere waits for nobody. */
function waitingCall(call: QueuedCall, plan: DistributionPlan): WaitingCall[] {
  const queue = plan.queues.find(({ code }) => code === call.queue)
  if (queue === undefined || call.offeredUserId !== null) return []
  const { source, arrivedAtMs, marks, lastUserId, missed } = call
  return [{ call: call.call, queue, source, arrivedAtMs, marks, lastUserId, missed }]
}

async function extensionsOf(tx: Tx, orgId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.selectFrom('users').select(['id', 'extension']).where('org_id', '=', orgId).execute()
  return new Map(rows.flatMap(({ id, extension }) => (extension === null ? [] : [[extension, id] as const])))
}
