import type { CallResult } from '#shared/features/telephony/call.ts'
import { type NotReadyReason, notReadyReason } from '#shared/kernel/not-ready-reason.ts'
import type { RemoteParty } from './engine/call-state.ts'

/** Why the agent may take no queue calls, whatever she wants: an account that was switched off, no admission to work in force. */
export const QUEUE_BARS = ['notAdmitted', 'notActive'] as const
export type QueueBar = (typeof QUEUE_BARS)[number]

export const NOT_READY_REASONS = notReadyReason.options
export type { NotReadyReason }

/** Reasons an agent can choose. */
export const CHOSEN_REASONS: readonly NotReadyReason[] = ['break', 'lunch', 'paperwork', 'training', 'meeting']

/** Requirement C9; times are milliseconds of the desk's clock. */
export type AgentState =
  | { readonly kind: 'ready'; readonly since: number }
  | { readonly kind: 'notReady'; readonly since: number; readonly reason: NotReadyReason }
  | { readonly kind: 'afterCallWork'; readonly since: number; readonly callId: string }

/** An exchange offers a waiting call to the same desk again and again; a caller heard of within this time is the same call. */
const SAME_CALL_MS = 60_000

/** Queue calls that were turned away without ringing, since sign-in. */
export interface TurnedAway {
  readonly count: number
  /** When each of the latest callers was turned away for the last time: number → time. */
  readonly callers: Readonly<Record<string, number>>
  readonly last: { readonly at: number; readonly while: 'notReady' | 'afterCallWork' } | undefined
}

export interface Agent {
  readonly state: AgentState
  /** Null when she may take queue calls. While there is one she is never ready. [TEL54] */
  readonly bar: QueueBar | null
  readonly turnedAway: TurnedAway
  /** The switch of its own: whether colleagues ring through. Calls that they hand over always do. [TEL55] */
  readonly takesColleagues: boolean
  /** Calls of colleagues that were turned away since the switch was put off. */
  readonly colleaguesTurnedAway: number
}

export type AgentEvent =
  | { readonly type: 'readyRequested' }
  | { readonly type: 'notReadyRequested'; readonly reason: NotReadyReason }
  | { readonly type: 'barChanged'; readonly bar: QueueBar | null }
  /** A call of the queue has ended; `result` decides what follows. */
  | { readonly type: 'queueCallEnded'; readonly callId: string; readonly result: CallResult; readonly isByUs: boolean }
  /** `caller` is the number that called; empty when it is hidden. */
  | { readonly type: 'queueCallTurnedAway'; readonly caller: string }
  | { readonly type: 'colleaguesSwitched'; readonly isOn: boolean }
  | { readonly type: 'colleagueTurnedAway' }

/** A shift begins not ready: nobody is rung before she says so. */
export function newAgent(now: number): Agent {
  return {
    state: { kind: 'notReady', reason: 'startOfShift', since: now },
    bar: null,
    turnedAway: { count: 0, callers: {}, last: undefined },
    takesColleagues: true,
    colleaguesTurnedAway: 0,
  }
}

/** Does a queue call ring? Calls of colleagues have a switch of their own. [TEL50] [TEL55] */
export function takesQueueCalls(agent: Agent): boolean {
  return agent.state.kind === 'ready'
}

/** What is to be noted of a call that must not ring; undefined for one that rings. [TEL50] [TEL55] [TEL95] */
export function turnAwayOf(
  agent: Agent,
  remote: Pick<RemoteParty, 'number' | 'isInternal' | 'handedCallId'>,
): AgentEvent | undefined {
  if (remote.handedCallId !== undefined) return undefined
  if (remote.isInternal) return agent.takesColleagues ? undefined : { type: 'colleagueTurnedAway' }
  return takesQueueCalls(agent) ? undefined : { type: 'queueCallTurnedAway', caller: remote.number }
}

/** Every event in every state; the order of the agent's own wishes always wins. */
export function stepAgent(agent: Agent, event: AgentEvent, now: number): Agent {
  switch (event.type) {
    case 'readyRequested':
      if (agent.bar !== null) return notReady(agent, agent.bar, now)
      return agent.state.kind === 'ready' ? agent : { ...agent, state: { kind: 'ready', since: now } }
    case 'notReadyRequested':
      // Why she gets no calls stays to be seen.
      if (agent.bar !== null) return notReady(agent, agent.bar, now)
      return { ...agent, state: { kind: 'notReady', reason: event.reason, since: now } }
    case 'barChanged':
      return changeBar(agent, event.bar, now)
    case 'queueCallTurnedAway':
      return agent.state.kind === 'ready'
        ? agent
        : { ...agent, turnedAway: turnAway(agent.turnedAway, event.caller, { at: now, while: agent.state.kind }) }
    case 'colleaguesSwitched':
      return { ...agent, takesColleagues: event.isOn, colleaguesTurnedAway: 0 }
    case 'colleagueTurnedAway':
      return { ...agent, colleaguesTurnedAway: agent.colleaguesTurnedAway + 1 }
    case 'queueCallEnded':
      return afterCall(agent, event, now)
  }
}

function notReady(agent: Agent, reason: NotReadyReason, now: number): Agent {
  const { state } = agent
  if (state.kind === 'notReady' && state.reason === reason) return agent
  return { ...agent, state: { kind: 'notReady', reason, since: now } }
}

/** What follows a call is finished in peace; after it the bar stands. Without the bar she says herself when she is ready. */
function changeBar(before: Agent, bar: QueueBar | null, now: number): Agent {
  const agent = before.bar === bar ? before : { ...before, bar }
  const { state } = agent
  if (bar !== null) return state.kind === 'afterCallWork' ? agent : notReady(agent, bar, now)
  const wasBarred = state.kind === 'notReady' && QUEUE_BARS.some((it) => it === state.reason)
  return wasBarred ? notReady(agent, 'startOfShift', now) : agent
}

function turnAway(before: TurnedAway, caller: string, last: NonNullable<TurnedAway['last']>): TurnedAway {
  const recent = Object.entries(before.callers).filter(([, at]) => last.at - at < SAME_CALL_MS)
  const isSameCall = recent.some(([number]) => number === caller)
  return {
    count: before.count + (isSameCall ? 0 : 1),
    callers: { ...Object.fromEntries(recent), [caller]: last.at },
    last,
  }
}

function afterCall(agent: Agent, event: Extract<AgentEvent, { type: 'queueCallEnded' }>, now: number): Agent {
  // Whoever asked for a break during the call has it now.
  if (agent.state.kind === 'notReady') return agent
  if (event.result === 'answered')
    return { ...agent, state: { kind: 'afterCallWork', callId: event.callId, since: now } }
  // A caller who gave up, or a colleague who was quicker, says nothing about the agent; an unanswered or declined offer does. [TEL52]
  const isOurs = event.result === 'declined' || (event.result === 'missed' && event.isByUs)
  return isOurs ? { ...agent, state: { kind: 'notReady', reason: 'missedOffer', since: now } } : agent
}
