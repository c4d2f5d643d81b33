import type { CallEnd, EndedBy, EndReason } from './call-end.ts'
import type { Call, CallEffect, CallState, HoldInterval, Step } from './call-state.ts'

export const NOTHING: readonly CallEffect[] = []

/** The resting state an established call belongs in, by its flags. */
function restingState(call: Call): CallState {
  if (!call.hasSignalling || !call.hasMedia) return 'reconnecting'
  if (call.isHeld) return 'held'
  return call.isFarHeld ? 'farHeld' : 'talking'
}

/** The call in `state`; `since` moves only when the state does. */
export function to(call: Call, state: CallState, now: number, changes: Partial<Call> = {}, effects = NOTHING): Step {
  return { call: { ...call, ...changes, state, since: state === call.state ? call.since : now }, effects }
}

/** Changes flags and goes wherever they say. */
export function settle(call: Call, now: number, changes: Partial<Call>, effects = NOTHING): Step {
  return to(call, restingState({ ...call, ...changes }), now, changes, effects)
}

export function openHold(call: Call, by: HoldInterval['by'], from: number): readonly HoldInterval[] {
  const isOpen = call.holds.some((hold) => hold.by === by && hold.to === undefined)
  return isOpen ? call.holds : [...call.holds, { by, from, to: undefined }]
}

export function closeHolds(
  holds: readonly HoldInterval[],
  by: HoldInterval['by'] | 'all',
  at: number,
): readonly HoldInterval[] {
  return holds.map((hold) => (hold.to === undefined && (by === 'all' || hold.by === by) ? { ...hold, to: at } : hold))
}

export function finish(call: Call, now: number, end: CallEnd, effects = NOTHING): Step {
  // A conversation stays answered, however it broke off: the reason tells the rest. [TEL9]
  const final: CallEnd = call.answeredAt === undefined ? end : { ...end, result: 'answered' }
  return to(call, 'ended', now, { end: final, endedAt: now, holds: closeHolds(call.holds, 'all', now) }, effects)
}

export function ending(result: CallEnd['result'], by: EndedBy, reason: EndReason, sipCode?: number): CallEnd {
  return { result, by, reason, sipCode }
}
