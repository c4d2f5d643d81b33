import type { NotReadyReason } from '../../kernel/not-ready-reason.ts'
import type { AgentActivity, AgentSpan } from './agent-span.ts'
import { type Call, talkSeconds } from './call.ts'

/** The stretch that goes on, as the desk knows it. */
export type OpenSpan = Pick<AgentSpan, 'activity' | 'reason' | 'seconds'>

/** A representative's own day (REQUIREMENTS C9). All times are seconds. */
export interface AgentDay {
  /** Calls that were answered, in both directions. */
  readonly handled: number
  /** Mean of their conversations; null without one. */
  readonly meanTalk: number | null
  /** Mean work after a call; null without a call of the queue. */
  readonly meanAfterCall: number | null
  readonly total: number
  readonly of: Readonly<Record<AgentActivity, number>>
  /** Not ready, by reason, the longest first. */
  readonly reasons: readonly { readonly reason: NotReadyReason; readonly seconds: number }[]
  /** Share of the shift that was spent ready, talking or after a call, 0–1; null for an empty day. */
  readonly atWork: number | null
}

/** Sums up what the desk knows of one day; spans and calls are those of the day, in any order. */
export function agentDay(spans: readonly OpenSpan[], calls: readonly Call[]): AgentDay {
  const of: Record<AgentActivity, number> = { ready: 0, notReady: 0, afterCallWork: 0, talking: 0 }
  const byReason = new Map<NotReadyReason, number>()
  for (const { activity, reason, seconds } of spans) {
    of[activity] += seconds
    if (reason !== null) byReason.set(reason, (byReason.get(reason) ?? 0) + seconds)
  }
  const talks = calls.filter(({ result }) => result === 'answered')
  const afterCalls = spans.filter(({ activity }) => activity === 'afterCallWork').length
  const total = of.ready + of.notReady + of.afterCallWork + of.talking
  return {
    handled: talks.length,
    meanTalk: talks.length === 0 ? null : talks.reduce((sum, call) => sum + talkSeconds(call), 0) / talks.length,
    meanAfterCall: afterCalls === 0 ? null : of.afterCallWork / afterCalls,
    total,
    of,
    reasons: [...byReason]
      .map(([reason, seconds]) => ({ reason, seconds }))
      .sort((a, b) => b.seconds - a.seconds || a.reason.localeCompare(b.reason)),
    atWork: total === 0 ? null : (total - of.notReady) / total,
  }
}
