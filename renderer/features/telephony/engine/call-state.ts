import type { z } from 'zod'
import type { callSource } from '#shared/features/telephony/call.ts'
import type { ListeningMode } from '#shared/features/telephony/listening.ts'
import type { CallEnd, EndedBy, EndReason } from './call-end.ts'

/**
 * States of one call, in the order of its life (drawn in SPEC.md).
 * `held` and the waiting states remember in {@link Call.isFarHeld} whether the far side holds too.
 */
export type CallState =
  | 'idle'
  | 'dialing'
  | 'ringingOut'
  | 'ringingIn'
  | 'answering'
  | 'talking'
  | 'holding'
  | 'held'
  | 'resuming'
  | 'farHeld'
  | 'transferring'
  | 'reconnecting'
  | 'hangingUp'
  | 'ended'

export type Line = 1 | 2
export type CallDirection = 'in' | 'out'
export type CallSource = z.infer<typeof callSource>

/** The other side as signalled. `number` is as dialled or received, not normalised. */
export interface RemoteParty {
  readonly number: string
  readonly name: string
  readonly source: CallSource
  /** A colleague's extension: such a call does not come from the queue. */
  readonly isInternal: boolean
  /** Number of the Diversion header: whom the caller dialled before the call was forwarded. */
  readonly divertedFrom: string | undefined
  /** Number that was dialled to reach this desk: of an incoming call, and where the exchange says it. */
  readonly called?: string
  /** The call of a colleague that goes on in this one: its id at that desk, by which the central API knows what was handed over. */
  readonly handedCallId?: string
  /** This call listens to one of a colleague. */
  readonly listening?: ListeningTo
}

/** The call of a colleague in which we take part as a supervisor. */
export interface ListeningTo {
  /** Stays through every change of the mode. */
  readonly listeningId: string
  readonly userId: string
  readonly callId: string
  readonly mode: ListeningMode
  /** Of the central API, shown to the colleague's desk. */
  readonly grant: string
}

/** Sending the other side on to somebody else (RFC 3515, RFC 5589). `to`: number or extension, as dialled. */
export interface CallTransfer {
  /** `consult`: somebody on the other line has agreed to take the call. */
  readonly kind: 'blind' | 'consult'
  readonly to: string
  /** The exchange has taken the request; only a NOTIFY says what became of it. */
  readonly isAccepted: boolean
  readonly isDone: boolean
}

export interface HoldInterval {
  readonly by: 'us' | 'far'
  readonly from: number
  readonly to: number | undefined
}

/** One call. All times are milliseconds of the injected clock. */
export interface Call {
  readonly id: string
  /** SIP Call-ID; empty until the INVITE of an outgoing call exists. */
  readonly sipCallId: string
  readonly line: Line
  readonly direction: CallDirection
  readonly state: CallState
  readonly remote: RemoteParty
  /** When the present state was entered. */
  readonly since: number
  readonly offeredAt: number
  readonly answeredAt: number | undefined
  readonly endedAt: number | undefined
  readonly holds: readonly HoldInterval[]
  readonly isHeld: boolean
  readonly isFarHeld: boolean
  readonly isMuted: boolean
  readonly hasSignalling: boolean
  readonly hasMedia: boolean
  /** The exchange plays something before the answer (183 with SDP): no own ringback then. */
  readonly hasEarlyMedia: boolean
  /** Set while and after the other side was sent on; gone again when that failed. */
  readonly transfer: CallTransfer | undefined
  readonly end: CallEnd | undefined
}

export type CallEvent =
  | { readonly type: 'dialRequested' }
  | { readonly type: 'offered' }
  | { readonly type: 'progressed'; readonly hasEarlyMedia: boolean }
  | { readonly type: 'inviteSent'; readonly sipCallId: string }
  | { readonly type: 'established' }
  | { readonly type: 'answerRequested' }
  | { readonly type: 'declineRequested'; readonly code: number }
  | { readonly type: 'hangUpRequested' }
  | { readonly type: 'holdRequested' }
  | { readonly type: 'resumeRequested' }
  | { readonly type: 'muteRequested'; readonly isMuted: boolean }
  | { readonly type: 'reinviteConfirmed' }
  | { readonly type: 'reinviteFailed' }
  | { readonly type: 'farHeld' }
  | { readonly type: 'farResumed' }
  | { readonly type: 'signallingLost' }
  | { readonly type: 'signallingRestored' }
  | { readonly type: 'mediaLost' }
  | { readonly type: 'mediaRestored' }
  | { readonly type: 'remoteChanged'; readonly remote: RemoteParty }
  /** `withCallId`: the call on the other line whose far side takes this one over; without it `to` is called by the other side. */
  | { readonly type: 'transferRequested'; readonly to: string; readonly withCallId?: string }
  | { readonly type: 'transferAccepted' }
  | { readonly type: 'transferDone' }
  | { readonly type: 'transferFailed'; readonly sipCode: number }
  | { readonly type: 'farHungUp'; readonly sipCode?: number }
  | { readonly type: 'cancelledByFar'; readonly isAnsweredElsewhere: boolean }
  | { readonly type: 'refused'; readonly sipCode: number; readonly why?: string }
  | { readonly type: 'failed'; readonly reason: EndReason; readonly by: EndedBy }
  /** The port has let go of the call: nothing more will come. */
  | { readonly type: 'released' }
  | { readonly type: 'timedOut' }

export type CallEventType = CallEvent['type']

/** What the machine asks of the port; executed by `softphone.ts`. */
export type CallEffect =
  | { readonly type: 'sendInvite' }
  | { readonly type: 'accept' }
  | { readonly type: 'reject'; readonly code: number }
  | { readonly type: 'hangUp' }
  | { readonly type: 'setHold'; readonly isHeld: boolean }
  | { readonly type: 'setMuted'; readonly isMuted: boolean }
  | { readonly type: 'restartMedia' }
  | { readonly type: 'warnHoldFailed' }
  | { readonly type: 'transfer'; readonly to: string; readonly withCallId?: string }
  /** `isUnsure`: the request was taken, and nothing was heard of it since. */
  | { readonly type: 'warnTransferFailed'; readonly isUnsure: boolean }

export interface Step {
  readonly call: Call
  readonly effects: readonly CallEffect[]
}
