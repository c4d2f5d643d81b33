import type { CallParty, EndReason, PartyEvents, Refusal } from './call-party.ts'
import type { Referral } from './referral.ts'
import type { Scheduler } from './scheduler.ts'

export type CallState = 'waiting' | 'ringing' | 'talking' | 'ended'
export type EndedBy = 'caller' | 'called' | 'exchange'

/** One call through the exchange: a caller, and one after another those who are called, until one answers. */
export interface Call {
  readonly id: string
  readonly caller: CallParty
  readonly called: CallParty | undefined
  readonly state: CallState
  readonly startedAtMs: number
  readonly answeredAtMs: number | undefined
  readonly endedAtMs: number | undefined
  readonly endedBy: EndedBy | undefined
  readonly endReason: EndReason | undefined
  /** SIP status when nobody answered. */
  readonly status: number | undefined
  /** Joins a party that is to be rung next; its `ring` follows. */
  attach(called: CallParty): void
  /** Ends the call from here: every party is told. */
  end(reason: EndReason, by: EndedBy, refusal?: Refusal): void
  /** `next` takes the place of a party that sent the other one on; the one that leaves says nothing here any more. */
  replace(leaving: CallParty, next: CallParty): void
  callerEvents(): PartyEvents
  calledEvents(called: CallParty): PartyEvents
}

export interface CallWatcher {
  /** The one who was called will not talk: ring somebody else, or end the call. */
  onRefused(call: Call, refusal: Refusal): void
  onEnded(call: Call): void
  /** A party sends the other one on. False = it cannot be. */
  onReferred(call: Call, by: CallParty, referral: Referral, onOutcome: (outcome: Refusal | 'done') => void): boolean
}

/** Passes what one party says to the other, and keeps the facts. */
export function createCall(
  id: string,
  firstCaller: CallParty,
  scheduler: Pick<Scheduler, 'nowMs'>,
  watcher: CallWatcher,
): Call {
  let caller = firstCaller
  let called: CallParty | undefined
  let state: CallState = 'waiting'
  let answeredAtMs: number | undefined
  let endedAtMs: number | undefined
  let endedBy: EndedBy | undefined
  let endReason: EndReason | undefined
  let status: number | undefined
  const startedAtMs = scheduler.nowMs()
  const isOver = (): boolean => state === 'ended'

  function close(reason: EndReason, by: EndedBy): void {
    state = 'ended'
    endedAtMs = scheduler.nowMs()
    endReason = reason
    endedBy = by
    watcher.onEnded(call)
  }

  const call: Call = {
    id,
    startedAtMs,
    get caller() {
      return caller
    },
    get called() {
      return called
    },
    get state() {
      return state
    },
    get answeredAtMs() {
      return answeredAtMs
    },
    get endedAtMs() {
      return endedAtMs
    },
    get endedBy() {
      return endedBy
    },
    get endReason() {
      return endReason
    },
    get status() {
      return status
    },

    attach(next) {
      called = next
      state = 'ringing'
    },

    replace(leaving, next) {
      if (leaving === caller) {
        caller = next
        next.events = call.callerEvents()
      } else {
        called = next
        next.events = call.calledEvents(next)
      }
      leaving.events = undefined
    },

    end(reason, by, refusal) {
      if (isOver()) return
      status = refusal?.status
      if (answeredAtMs === undefined && refusal !== undefined) caller.refuse(refusal)
      caller.end(reason)
      called?.end(reason)
      close(reason, by)
    },

    callerEvents: () => ({
      ringing: () => undefined,
      answered: () => undefined,
      refused: (refusal) => call.end('refused', 'caller', refusal),
      reoffered: (sdp, respond) =>
        called === undefined
          ? respond({ ok: false, status: 481, reason: 'Call Does Not Exist' })
          : called.reoffer(sdp, respond),
      keyed: (key) => called?.key(key),
      referred: (referral, onOutcome) => state === 'talking' && watcher.onReferred(call, caller, referral, onOutcome),
      ended(reason) {
        if (isOver()) return
        called?.end(reason)
        close(reason, 'caller')
      },
    }),

    calledEvents: (party) => {
      const isCurrent = (): boolean => !isOver() && called === party
      return {
        ringing: (code) => isCurrent() && caller.progress(code),
        answered(sdp) {
          if (!isCurrent()) return party.end('cancelled')
          state = 'talking'
          answeredAtMs = scheduler.nowMs()
          caller.accept(sdp)
        },
        refused(refusal) {
          if (!isCurrent()) return
          called = undefined
          state = 'waiting'
          watcher.onRefused(call, refusal)
        },
        reoffered: (sdp, respond) => caller.reoffer(sdp, respond),
        keyed: (key) => caller.key(key),
        referred: (referral, onOutcome) => isCurrent() && watcher.onReferred(call, party, referral, onOutcome),
        ended(reason) {
          if (!isCurrent()) return
          caller.end(reason)
          close(reason, 'called')
        },
      }
    },
  }
  return call
}
