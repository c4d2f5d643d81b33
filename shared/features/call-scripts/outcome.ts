import type { RunSummary } from './summary.ts'

/** Outcomes of a call as the telephony slice names them. */
export type SuggestedOutcome =
  | 'resolved'
  | 'appealRegistered'
  | 'handedOver'
  | 'callBackPromised'
  | 'wrongPerson'
  | 'refusedToTalk'
  | 'cutOff'
  | 'noAnswer'
  | 'busy'
  | 'wrongNumber'

export interface OutcomeSuggestion {
  readonly outcome: SuggestedOutcome
  /** What it follows from, to be shown beside it: a representative should see why before confirming with one key. */
  readonly because: 'notAnswered' | 'script' | 'appeal' | 'callBrokeOff' | 'usual'
}

/** The facts of the call that decide, as in `Call` of the telephony slice. */
export interface EndedCall {
  readonly result: string
  readonly endedBy: 'desk' | 'farSide' | 'network' | null
}

/**
 * Which outcome follows from what happened (ANCHORS-PRODUCT §4, principle 8). A script that says something special (handed over,
 * call back promised, wrong number …) wins; then a registered appeal; then a script broken off by the other side.
 */
export function outcomeFor(
  run: Pick<RunSummary, 'means' | 'result'> | null,
  appeals: readonly { readonly result: string }[],
  call: EndedCall,
): OutcomeSuggestion {
  if (call.result === 'busy') return { outcome: 'busy', because: 'notAnswered' }
  if (call.result !== 'answered') return { outcome: 'noAnswer', because: 'notAnswered' }
  const said = run?.means.outcome
  if (said !== undefined && said !== 'resolved') return { outcome: said, because: 'script' }
  if (appeals.some((appeal) => appeal.result === 'cutOff')) return { outcome: 'cutOff', because: 'appeal' }
  if (appeals.length > 0) return { outcome: 'appealRegistered', because: 'appeal' }
  if (run !== null && run.result === null && call.endedBy !== 'desk')
    return { outcome: 'cutOff', because: 'callBrokeOff' }
  return { outcome: 'resolved', because: said === undefined ? 'usual' : 'script' }
}
