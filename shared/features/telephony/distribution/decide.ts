import { type Assignment, servingOrder, type WaitingCall } from './distribute.ts'
import type { DistributionPlan } from './distribution-plan.ts'

/** What the exchange is told of a call. */
export type RoutingDecision =
  | { readonly kind: 'ring'; readonly userId: string; readonly extension: string; readonly ringMs: number }
  | { readonly kind: 'divert'; readonly number: string; readonly why: 'closed' | 'overflow' | 'callBack' }
  | { readonly kind: 'refuse'; readonly status: 480 | 486 | 404; readonly why: 'closed' | 'full' | 'unknownNumber' }
  /** `place` counts from 1 in the order of serving. */
  | { readonly kind: 'wait'; readonly place: number }

/** All that decides about the calls of a moment. */
export interface QueueMoment {
  readonly plan: DistributionPlan
  readonly isOpen: boolean
  readonly nowMs: number
}

/**
 * What becomes of each waiting call: out of hours [DIST1] [DIST2], a desk that `distribute` gave it, overflow [DIST9], the voice that offers to
 * call back [DIST10], otherwise it waits. A desk always comes before a way out.
 */
export function decideAll(
  calls: readonly WaitingCall[],
  assignments: readonly Assignment[],
  moment: QueueMoment,
): ReadonlyMap<string, RoutingDecision> {
  const given = new Map(assignments.map((assignment) => [assignment.call, assignment]))
  const decisions = new Map<string, RoutingDecision>()
  const waitingIn = new Map<string, number>()
  for (const call of servingOrder(calls, moment.plan)) {
    const assignment = given.get(call.call)
    const ahead = waitingIn.get(call.queue.code) ?? 0
    const decision: RoutingDecision = assignment
      ? {
          kind: 'ring',
          userId: assignment.userId,
          extension: assignment.extension,
          ringMs: call.queue.ringSeconds * 1000,
        }
      : (wayOut(call, ahead, moment) ?? { kind: 'wait', place: ahead + 1 })
    if (decision.kind === 'wait') waitingIn.set(call.queue.code, ahead + 1)
    decisions.set(call.call, decision)
  }
  return decisions
}

/** Whether a call may be given to a desk at all: who is in the queue when the hours end is still served. [DIST1] */
export function isServed(call: WaitingCall, wasOpenAtArrival: boolean, plan: DistributionPlan): boolean {
  if (wasOpenAtArrival) return true
  return call.source !== 'direct' && plan.forwarded[call.source].outsideHours === 'accept' && plan.closedNumber === null
}

/** Decision for a call that came out of hours. A forwarded one is never sent on: it stays with whoever forwarded it. [DIST2] */
export function decideClosed({ source }: Pick<WaitingCall, 'source'>, plan: DistributionPlan): RoutingDecision {
  const mayDivert = source === 'direct' || plan.forwarded[source].outsideHours === 'accept'
  return mayDivert && plan.closedNumber !== null
    ? { kind: 'divert', number: plan.closedNumber, why: 'closed' }
    : { kind: 'refuse', status: 480, why: 'closed' }
}

function wayOut(call: WaitingCall, ahead: number, { nowMs }: QueueMoment): RoutingDecision | null {
  const { queue, source } = call
  const waited = (nowMs - call.arrivedAtMs) / 1000
  if (ahead >= queue.waitingMax || waited >= queue.waitMaxSeconds)
    // A forwarded call goes back rather than on, so that two centres never send one to each other. [DIST9]
    return queue.overflowNumber !== null && source === 'direct'
      ? { kind: 'divert', number: queue.overflowNumber, why: 'overflow' }
      : { kind: 'refuse', status: 486, why: 'full' }
  const { callBack } = queue
  return callBack !== null && waited >= callBack.afterSeconds
    ? { kind: 'divert', number: callBack.number, why: 'callBack' }
    : null
}
