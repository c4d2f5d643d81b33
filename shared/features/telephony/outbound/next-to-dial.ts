import { type DialDecision, type Dialled, type DialSurroundings, mayDial } from './may-dial.ts'

export type NextToDial<Person> =
  | { readonly kind: 'dial'; readonly person: Person; readonly numbers: readonly string[] }
  /** Somebody may be dialled from this instant on. */
  | { readonly kind: 'wait'; readonly until: string }
  /** Nobody of those held may be dialled any more. */
  | { readonly kind: 'none' }

/** Who of the held people is dialled next, in the order given. [OUT7] */
export function nextToDial<Person extends { readonly dialled: Dialled }>(
  held: readonly Person[],
  around: DialSurroundings,
  nowMs: number,
): NextToDial<Person> {
  let until: string | undefined
  for (const person of held) {
    const decision: DialDecision = mayDial(person.dialled, around, nowMs)
    if (decision.kind === 'dial') return { kind: 'dial', person, numbers: decision.numbers }
    if (decision.kind === 'wait' && (until === undefined || decision.until < until)) until = decision.until
  }
  return until === undefined ? { kind: 'none' } : { kind: 'wait', until }
}

/** What of the representative decides whether the next one is dialled without her hand. */
export interface DialDesk {
  readonly mode: 'preview' | 'progressive'
  readonly isStopped: boolean
  readonly callsOnLines: number
  readonly isRegistered: boolean
  /** A call waits to be wrapped up, or its answer to be recorded. */
  readonly isBusyAfterCall: boolean
  /** When the person on the screen was shown, milliseconds. */
  readonly shownAtMs: number
}

/**
 * Seconds until the person on the screen is dialled by itself, 0 for now; null while only the representative dials. Nobody is dialled who would
 * find no one on the line. [OUT8]
 */
export function dialsIn(desk: DialDesk, progressiveSeconds: number, nowMs: number): number | null {
  const isFree = desk.isRegistered && desk.callsOnLines === 0 && !desk.isBusyAfterCall
  if (desk.mode === 'preview' || desk.isStopped || !isFree) return null
  return Math.max(0, Math.ceil((desk.shownAtMs + progressiveSeconds * 1000 - nowMs) / 1000))
}
