import { isEstablished } from './call-machine.ts'
import type { Call, Line, RemoteParty } from './call-state.ts'

/** What to do with an INVITE that has just come, by what is on the lines. */
export type Offer =
  | { readonly kind: 'ring'; readonly line: Line }
  /** Another call is going on: a short tick instead of the ring. [TEL11] */
  | { readonly kind: 'wait'; readonly line: Line }
  /** No line is free: 486. [TEL13] */
  | { readonly kind: 'busy' }

export type Calls = readonly Call[]

/** Calls that still occupy a line. */
export function liveCalls(calls: Calls): Calls {
  return calls.filter((call) => call.state !== 'ended')
}

export function freeLine(calls: Calls): Line | undefined {
  const taken = new Set(liveCalls(calls).map((call) => call.line))
  return ([1, 2] as const).find((line) => !taken.has(line))
}

export function offerOf(calls: Calls): Offer {
  const line = freeLine(calls)
  if (line === undefined) return { kind: 'busy' }
  return { kind: liveCalls(calls).length === 0 ? 'ring' : 'wait', line }
}

/**
 * Calls that must be put on hold before `id` gets the microphone. [TEL12] [TEL14]
 * A call already held, being held or without a link is left alone: its microphone is off or cannot be negotiated.
 */
export function callsToHoldBefore(calls: Calls, id: string): Calls {
  return liveCalls(calls).filter(
    (call) => call.id !== id && isEstablished(call) && (call.state === 'talking' || call.state === 'farHeld'),
  )
}

/** The call the keyboard acts upon: the ringing one first, then the one with the microphone, then any other. */
export function currentCall(calls: Calls): Call | undefined {
  const live = liveCalls(calls)
  const rank = (call: Call): number =>
    call.state === 'talking' || call.state === 'farHeld' || call.state === 'reconnecting'
      ? 0
      : call.state === 'held'
        ? 2
        : 1
  return [...live].sort((a, b) => rank(a) - rank(b) || a.line - b.line)[0]
}

/** The incoming call that waits for an answer, if any; the oldest first. */
export function ringingCall(calls: Calls): Call | undefined {
  return liveCalls(calls)
    .filter((call) => call.state === 'ringingIn')
    .sort((a, b) => a.offeredAt - b.offeredAt)[0]
}

const LEAVES: ReadonlySet<Call['state']> = new Set(['holding', 'transferring', 'hangingUp', 'ended'])

/** Whoever is held, sent on or gone is in no conversation of three any more. [TEL96] */
export function leavesConference(call: Call): boolean {
  return LEAVES.has(call.state)
}

/** Whether both lines can be made one conversation. */
export function mayConfer(calls: readonly Call[]): boolean {
  return calls.length === 2 && calls.every(mayTransfer)
}

/** Whether the other side can be sent on: it must be able to hear of it. A call that listens to another goes nowhere. */
export function mayTransfer(call: Call): boolean {
  if (call.remote.listening !== undefined) return false
  return call.state === 'talking' || call.state === 'held' || call.state === 'farHeld'
}

/** For this desk and nobody else: of a colleague, or handed over by one. Such calls ring whatever the agent's state. [TEL50] [TEL95] */
export function isDirect(remote: RemoteParty): boolean {
  return remote.isInternal || remote.handedCallId !== undefined
}
