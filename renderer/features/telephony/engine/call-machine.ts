import { type CallEnd, endByRefusal } from './call-end.ts'
import type { Call, CallEffect, CallEvent, CallEventType, CallState, RemoteParty, Step } from './call-state.ts'
import { closeHolds, ending, finish, NOTHING, openHold, settle, to } from './call-steps.ts'
import { endTransfer, startTransfer, transferred } from './call-transfer.ts'

/** A cell of the table: the next state, or how to make the step. `undefined` = the event means nothing in this state. */
type Cell<E extends CallEventType> =
  | ((call: Call, event: Extract<CallEvent, { type: E }>, now: number) => Step)
  | undefined
type Row = { readonly [E in CallEventType]: Cell<E> }

export interface NewCall {
  readonly id: string
  readonly line: 1 | 2
  readonly direction: 'in' | 'out'
  readonly sipCallId: string
  readonly remote: RemoteParty
}

/** A call before its first event. `now`: milliseconds of the caller's clock. */
export function newCall(start: NewCall, now: number): Call {
  return {
    ...start,
    state: 'idle',
    since: now,
    offeredAt: now,
    answeredAt: undefined,
    endedAt: undefined,
    holds: [],
    isHeld: false,
    isFarHeld: false,
    isMuted: false,
    hasSignalling: true,
    hasMedia: true,
    hasEarlyMedia: false,
    transfer: undefined,
    end: undefined,
  }
}

/** Applies one event. An event that means nothing in the present state returns the same call object and no effects. */
export function step(call: Call, event: CallEvent, now: number): Step {
  const cell = TABLE[call.state][event.type] as Cell<CallEventType>
  return cell ? cell(call, event as never, now) : { call, effects: [] }
}

const RINGING_MS = 120_000
const ANSWERING_MS = 15_000
/** Timer B of RFC 3261 (64·T1): after it no answer to the INVITE can come. */
const DIALING_MS = 32_000
const REINVITE_MS = 10_000
/** As long as a desk may ring, with what the far side needs to call it. Who waits longer gets the call back. */
const TRANSFERRING_MS = 60_000
const HANGING_UP_MS = 5_000
/** From the moment at which the browser gave the path of media up, which itself takes it 15 to 30 s: an outage of a minute is outlived. */
const WITHOUT_MEDIA_MS = 60_000
const WITHOUT_SIGNALLING_MS = 3_600_000

/** How long the call may stay as it is before `timedOut` is due, counted from `call.since`; `undefined` = as long as people talk. [TEL2] */
export function timeLimitMs(call: Call): number | undefined {
  switch (call.state) {
    case 'ringingIn':
    case 'ringingOut':
      return RINGING_MS
    case 'answering':
      return ANSWERING_MS
    case 'dialing':
      return DIALING_MS
    case 'holding':
    case 'resuming':
      return REINVITE_MS
    case 'transferring':
      return TRANSFERRING_MS
    case 'hangingUp':
      return HANGING_UP_MS
    case 'reconnecting':
      return call.hasMedia ? WITHOUT_SIGNALLING_MS : WITHOUT_MEDIA_MS
    default:
      return undefined
  }
}

/** True while there is a dialogue with somebody: the far side has answered and nobody hung up. */
export function isEstablished(call: Call): boolean {
  return call.answeredAt !== undefined && call.state !== 'hangingUp' && call.state !== 'ended'
}

const REJECT_UNAVAILABLE: CallEffect = { type: 'reject', code: 480 }
const HANG_UP: CallEffect = { type: 'hangUp' }

const IGNORED = undefined
const ALL_IGNORED: Row = {
  dialRequested: IGNORED,
  offered: IGNORED,
  progressed: IGNORED,
  inviteSent: IGNORED,
  established: IGNORED,
  answerRequested: IGNORED,
  declineRequested: IGNORED,
  hangUpRequested: IGNORED,
  holdRequested: IGNORED,
  resumeRequested: IGNORED,
  muteRequested: IGNORED,
  reinviteConfirmed: IGNORED,
  reinviteFailed: IGNORED,
  farHeld: IGNORED,
  farResumed: IGNORED,
  signallingLost: IGNORED,
  signallingRestored: IGNORED,
  mediaLost: IGNORED,
  mediaRestored: IGNORED,
  remoteChanged: IGNORED,
  transferRequested: IGNORED,
  transferAccepted: IGNORED,
  transferDone: IGNORED,
  transferFailed: IGNORED,
  farHungUp: IGNORED,
  cancelledByFar: IGNORED,
  refused: IGNORED,
  failed: IGNORED,
  released: IGNORED,
  timedOut: IGNORED,
}

const changeRemote: Cell<'remoteChanged'> = (call, event) => ({
  call: { ...call, remote: event.remote },
  effects: NOTHING,
})
const changeMute: Cell<'muteRequested'> = (call, event) =>
  call.isMuted === event.isMuted
    ? { call, effects: NOTHING }
    : { call: { ...call, isMuted: event.isMuted }, effects: [{ type: 'setMuted', isMuted: event.isMuted }] }
const establish: Cell<'established'> = (call, _event, now) => settle(call, now, { answeredAt: now })
const endFailed: Cell<'failed'> = (call, event, now) => finish(call, now, ending('failed', event.by, event.reason))
const endReleased: Cell<'released'> = (call, _event, now) =>
  finish(call, now, ending('failed', 'network', 'internalFault'))
const endRefused: Cell<'refused'> = (call, event, now) => finish(call, now, endByRefusal(event.sipCode))
const startHangUp: Cell<'hangUpRequested'> = (call, _event, now) => to(call, 'hangingUp', now, {}, [HANG_UP])

/** A request that dies with its connection cannot be saved by reconnecting. [TEL5] */
const loseOutgoing: Cell<'signallingLost'> = (call, _event, now) =>
  finish(call, now, ending('failed', 'network', 'connectionLost'), [HANG_UP])

const endCancelled: Cell<'cancelledByFar'> = (call, event, now) =>
  finish(
    call,
    now,
    event.isAnsweredElsewhere
      ? ending('answeredElsewhere', 'farSide', 'answeredElsewhere', 200)
      : ending('missed', 'farSide', 'callerGaveUp', 487),
  )

/** Cells shared by every state in which people are connected. */
const ESTABLISHED: Row = {
  ...ALL_IGNORED,
  muteRequested: changeMute,
  remoteChanged: changeRemote,
  hangUpRequested: startHangUp,
  farHeld: (call, _event, now) => settle(call, now, { isFarHeld: true, holds: openHold(call, 'far', now) }),
  farResumed: (call, _event, now) => settle(call, now, { isFarHeld: false, holds: closeHolds(call.holds, 'far', now) }),
  signallingLost: (call, _event, now) => settle(call, now, { hasSignalling: false }),
  mediaLost: (call, _event, now) => settle(call, now, { hasMedia: false }, [{ type: 'restartMedia' }]),
  // Late news count too: who was sent on talks elsewhere, and our part of the call is to end. [TEL92]
  transferDone: (call, _event, now) => to(transferred(call), 'hangingUp', now, {}, [HANG_UP]),
  farHungUp: (call, event, now) => finish(call, now, ending('answered', 'farSide', 'conversationOver', event.sipCode)),
  refused: (call, event, now) => finish(call, now, ending('answered', 'farSide', 'serverFault', event.sipCode)),
  failed: endFailed,
  released: endReleased,
}

/** While a re-INVITE is in flight, what the far side does is remembered and the state waits for the answer. */
const REINVITING: Row = {
  ...ESTABLISHED,
  mediaLost: (call, _event, now) => to(call, call.state, now, { hasMedia: false }, [{ type: 'restartMedia' }]),
  mediaRestored: (call, _event, now) => to(call, call.state, now, { hasMedia: true }),
  farHeld: (call, _event, now) => to(call, call.state, now, { isFarHeld: true, holds: openHold(call, 'far', now) }),
  farResumed: (call, _event, now) =>
    to(call, call.state, now, { isFarHeld: false, holds: closeHolds(call.holds, 'far', now) }),
}

const failHold = (call: Call, now: number): Step =>
  settle(call, now, { isMuted: true }, [{ type: 'setMuted', isMuted: true }, { type: 'warnHoldFailed' }])

const RINGING_IN: Row = {
  ...ALL_IGNORED,
  remoteChanged: changeRemote,
  answerRequested: (call, _event, now) => to(call, 'answering', now, {}, [{ type: 'accept' }]),
  declineRequested: (call, event, now) =>
    finish(call, now, ending('declined', 'desk', 'weDeclined', event.code), [{ type: 'reject', code: event.code }]),
  hangUpRequested: (call, _event, now) =>
    finish(call, now, ending('declined', 'desk', 'weDeclined', 486), [{ type: 'reject', code: 486 }]),
  cancelledByFar: endCancelled,
  farHungUp: (call, _event, now) => finish(call, now, ending('missed', 'farSide', 'callerGaveUp')),
  signallingLost: (call, _event, now) =>
    finish(call, now, ending('missed', 'network', 'connectionLost'), [REJECT_UNAVAILABLE]),
  failed: endFailed,
  released: endReleased,
  timedOut: (call, _event, now) =>
    finish(call, now, ending('missed', 'timeout', 'notAnswered', 480), [REJECT_UNAVAILABLE]),
}

const DIALING: Row = {
  ...ALL_IGNORED,
  muteRequested: changeMute,
  inviteSent: (call, event) => ({ call: { ...call, sipCallId: event.sipCallId }, effects: NOTHING }),
  progressed: (call, event, now) => to(call, 'ringingOut', now, { hasEarlyMedia: event.hasEarlyMedia }),
  established: establish,
  hangUpRequested: startHangUp,
  signallingLost: loseOutgoing,
  refused: endRefused,
  failed: endFailed,
  released: endReleased,
  timedOut: (call, _event, now) => finish(call, now, ending('failed', 'timeout', 'noReply', 408), [HANG_UP]),
}

/** State × event, complete by type. [TEL1] */
export const TABLE: Readonly<Record<CallState, Row>> = {
  idle: {
    ...ALL_IGNORED,
    dialRequested: (call, _event, now) => to(call, 'dialing', now, {}, [{ type: 'sendInvite' }]),
    offered: (call, _event, now) => to(call, 'ringingIn', now),
  },
  ringingIn: RINGING_IN,
  answering: {
    ...ALL_IGNORED,
    muteRequested: changeMute,
    remoteChanged: changeRemote,
    established: establish,
    hangUpRequested: startHangUp,
    cancelledByFar: endCancelled,
    farHungUp: (call, _event, now) => finish(call, now, ending('missed', 'farSide', 'callerGaveUp')),
    // The 200 may have left already: whether there is a dialogue is known by its ACK or by the time limit.
    signallingLost: (call) => ({ call: { ...call, hasSignalling: false }, effects: NOTHING }),
    signallingRestored: (call) => ({ call: { ...call, hasSignalling: true }, effects: NOTHING }),
    failed: endFailed,
    released: endReleased,
    timedOut: (call, _event, now) => finish(call, now, ending('failed', 'timeout', 'noReply'), [HANG_UP]),
  },
  dialing: DIALING,
  ringingOut: {
    ...DIALING,
    progressed: (call, event) => ({
      call: { ...call, hasEarlyMedia: call.hasEarlyMedia || event.hasEarlyMedia },
      effects: NOTHING,
    }),
    timedOut: (call, _event, now) => finish(call, now, ending('noAnswer', 'timeout', 'notAnswered', 408), [HANG_UP]),
  },
  talking: {
    ...ESTABLISHED,
    holdRequested: (call, _event, now) => to(call, 'holding', now, {}, [{ type: 'setHold', isHeld: true }]),
    transferRequested: startTransfer,
  },
  farHeld: {
    ...ESTABLISHED,
    holdRequested: (call, _event, now) => to(call, 'holding', now, {}, [{ type: 'setHold', isHeld: true }]),
    transferRequested: startTransfer,
  },
  holding: {
    ...REINVITING,
    // The other side heard nothing from the moment of the request: the interval begins there. [TEL30]
    reinviteConfirmed: (call, _event, now) =>
      settle(call, now, { isHeld: true, holds: openHold(call, 'us', call.since) }),
    reinviteFailed: (call, _event, now) => failHold(call, now),
    timedOut: (call, _event, now) => failHold(call, now),
    signallingLost: (call, _event, now) => {
      const failed = failHold(call, now)
      return settle(failed.call, now, { hasSignalling: false }, failed.effects)
    },
  },
  held: {
    ...ESTABLISHED,
    resumeRequested: (call, _event, now) => to(call, 'resuming', now, {}, [{ type: 'setHold', isHeld: false }]),
    transferRequested: startTransfer,
  },
  resuming: {
    ...REINVITING,
    reinviteConfirmed: (call, _event, now) =>
      settle(call, now, { isHeld: false, holds: closeHolds(call.holds, 'us', now) }),
    reinviteFailed: (call, _event, now) => settle(call, now, {}),
    timedOut: (call, _event, now) => settle(call, now, {}),
  },
  transferring: {
    ...REINVITING,
    // The far side's audio goes where it was sent: that it falls silent here is no loss.
    mediaLost: (call, _event, now) => to(call, call.state, now, { hasMedia: false }),
    transferAccepted: (call) => ({
      call: { ...call, transfer: call.transfer && { ...call.transfer, isAccepted: true } },
      effects: NOTHING,
    }),
    transferFailed: (call, _event, now) => endTransfer({ ...call, transfer: undefined }, now),
    // Exchanges that carry out a transfer themselves end our part with a BYE instead of a word.
    farHungUp: (call, event, now) =>
      call.transfer?.isAccepted
        ? finish(transferred(call), now, ending('answered', 'desk', 'transferred', event.sipCode))
        : finish(call, now, ending('answered', 'farSide', 'conversationOver', event.sipCode)),
    signallingLost: (call, _event, now) => endTransfer(call, now, { hasSignalling: false }),
    timedOut: (call, _event, now) => endTransfer(call, now),
  },
  reconnecting: {
    ...ESTABLISHED,
    signallingRestored: (call, _event, now) => settle(call, now, { hasSignalling: true }),
    mediaRestored: (call, _event, now) => settle(call, now, { hasMedia: true }),
    mediaLost: (call, _event, now) =>
      call.hasMedia
        ? {
            call: { ...call, hasMedia: false, since: now },
            effects: call.hasSignalling ? [{ type: 'restartMedia' }] : NOTHING,
          }
        : { call, effects: NOTHING },
    timedOut: (call, _event, now) => finish(call, now, ending('answered', 'network', 'connectionLost'), [HANG_UP]),
  },
  hangingUp: {
    ...ALL_IGNORED,
    farHungUp: (call, _event, now) => finish(call, now, hungUpByUs(call)),
    cancelledByFar: (call, _event, now) => finish(call, now, hungUpByUs(call)),
    refused: (call, _event, now) => finish(call, now, hungUpByUs(call)),
    failed: (call, _event, now) => finish(call, now, hungUpByUs(call)),
    released: (call, _event, now) => finish(call, now, hungUpByUs(call)),
    timedOut: (call, _event, now) => finish(call, now, hungUpByUs(call)),
  },
  ended: ALL_IGNORED,
}

function hungUpByUs(call: Call): CallEnd {
  if (call.transfer?.isDone) return ending('answered', 'desk', 'transferred')
  if (call.answeredAt !== undefined) return ending('answered', 'desk', 'conversationOver')
  return call.direction === 'in'
    ? ending('declined', 'desk', 'weDeclined')
    : ending('cancelled', 'desk', 'weCancelled', 487)
}
