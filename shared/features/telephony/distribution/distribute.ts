import type { CallSource, DistributionPlan, QueuePlan } from './distribution-plan.ts'

/** A call in the queue; instants are epoch milliseconds by the server's clock. */
export interface WaitingCall {
  /** SIP Call-ID. */
  readonly call: string
  readonly queue: QueuePlan
  readonly source: CallSource
  readonly arrivedAtMs: number
  /** Marks of the person that the number belongs to, empty when nobody or several are known. */
  readonly marks: readonly string[]
  /** Who talked with this person last, within the plan's days. */
  readonly lastUserId: string | null
  /** Who let this call pass, and when. */
  readonly missed: readonly { readonly userId: string; readonly atMs: number }[]
}

/** A representative as the queue sees her. */
export interface QueueAgent {
  readonly userId: string
  readonly extension: string
  readonly level: 1 | 2 | 3
  readonly skills: readonly string[]
  /** ISO 639-1. */
  readonly languages: readonly string[]
  /** Ready, registered with the exchange, not in a call and not being offered one. */
  readonly isFree: boolean
  /** At the desk and taking queue calls, though perhaps in a call or in what follows one: worth waiting for. */
  readonly isOnFloor: boolean
  /** When she became free for the last time. */
  readonly idleSinceMs: number
}

export interface Assignment {
  readonly call: string
  readonly userId: string
  readonly extension: string
}

/** Calls in the order in which they are served: priority groups first, then who came first. [DIST3] */
export function servingOrder(calls: readonly WaitingCall[], plan: DistributionPlan): WaitingCall[] {
  return [...calls].sort(
    (a, b) => groupRank(a, plan) - groupRank(b, plan) || a.arrivedAtMs - b.arrivedAtMs || compareText(a.call, b.call),
  )
}

/**
 * Gives free representatives to waiting calls, each to one at most, in the order of serving [DIST3]; for a call the person's last representative
 * [DIST6], otherwise the one who is free longest [DIST7] of those who may have it [DIST4] [DIST5] [DIST8]. The same input gives the same answer on
 * every API node, whatever the order of its lists.
 */
export function distribute(
  calls: readonly WaitingCall[],
  agents: readonly QueueAgent[],
  plan: DistributionPlan,
  nowMs: number,
): Assignment[] {
  const free = new Map(agents.filter(({ isFree }) => isFree).map((agent) => [agent.userId, agent]))
  const assignments: Assignment[] = []
  for (const call of servingOrder(calls, plan)) {
    const agent = choose(call, [...free.values()], agents, plan, nowMs)
    if (agent === undefined) continue
    free.delete(agent.userId)
    assignments.push({ call: call.call, userId: agent.userId, extension: agent.extension })
  }
  return assignments
}

function choose(
  call: WaitingCall,
  free: readonly QueueAgent[],
  all: readonly QueueAgent[],
  plan: DistributionPlan,
  nowMs: number,
): QueueAgent | undefined {
  const able = free.filter((agent) => mayHave(agent, call, nowMs) && !letPass(agent, call, plan, nowMs))
  const last = able.find(({ userId }) => userId === call.lastUserId)
  if (last !== undefined) return last
  if (waitsForLast(call, all, plan, nowMs)) return undefined
  return able.sort((a, b) => a.idleSinceMs - b.idleSinceMs || compareText(a.extension, b.extension))[0]
}

/** Level, language and skills; with waiting further levels are asked and skills are no longer insisted on. [DIST4] [DIST5] */
export function mayHave(agent: QueueAgent, { queue, arrivedAtMs }: WaitingCall, nowMs: number): boolean {
  const waited = (nowMs - arrivedAtMs) / 1000
  const isLevel =
    agent.level === queue.level ||
    queue.widen.some(({ afterSeconds, level }) => level === agent.level && waited >= afterSeconds)
  if (!isLevel || !agent.languages.includes(queue.language)) return false
  return waited >= queue.skillsForSeconds || queue.skills.every((skill) => agent.skills.includes(skill))
}

function letPass({ userId }: QueueAgent, { missed }: WaitingCall, plan: DistributionPlan, nowMs: number): boolean {
  return missed.some((offer) => offer.userId === userId && nowMs - offer.atMs < plan.offerAgainAfterSeconds * 1000)
}

/** Nobody else gets the call for a while when the person's last representative works and is only busy. [DIST6] */
function waitsForLast(call: WaitingCall, all: readonly QueueAgent[], plan: DistributionPlan, nowMs: number): boolean {
  if (nowMs - call.arrivedAtMs >= plan.lastRepresentative.waitSeconds * 1000) return false
  const last = all.find(({ userId }) => userId === call.lastUserId)
  return last?.isOnFloor === true && mayHave(last, call, nowMs) && !letPass(last, call, plan, nowMs)
}

function groupRank({ marks }: WaitingCall, { groups }: DistributionPlan): number {
  const rank = groups.findIndex((group) => marks.includes(group))
  return rank < 0 ? groups.length : rank
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
