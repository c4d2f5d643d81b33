import type { Referral } from './referral.ts'

/** What ends a party's call, seen from the exchange. */
export type EndReason =
  | 'hung-up'
  | 'cancelled'
  | 'refused'
  | 'impatient'
  | 'heard-nothing'
  | 'held-too-long'
  | 'goodbye'
  | 'desk-vanished'
  | 'media-failed'
  | 'nobody-free'
  | 'removed'
  | 'closing'

export interface Refusal {
  readonly status: number
  readonly reason: string
}

export type ReofferAnswer = { readonly ok: true; readonly sdp: string } | ({ readonly ok: false } & Refusal)

/** What a party tells the call it belongs to. After `refused` or `ended` it says nothing more. */
export interface PartyEvents {
  ringing(status: number): void
  answered(sdp: string): void
  refused(refusal: Refusal): void
  /** Wants to change the media of an established call (hold, ICE restart): exactly one answer is due. */
  reoffered(sdp: string, respond: (answer: ReofferAnswer) => void): void
  keyed(key: string): void
  /** Sends the far side on to somebody else. False = it cannot be; otherwise `onOutcome` follows once. */
  referred(referral: Referral, onOutcome: (outcome: Refusal | 'done') => void): boolean
  ended(reason: EndReason): void
}

export interface RingRequest {
  readonly offer: string
  readonly from: { readonly number: string; readonly name?: string | undefined }
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
}

/**
 * One side of a call: a softphone behind a WebSocket, or a robot citizen in this process. SDP passes between the two unread.
 * A method that does not fit the state of the party does nothing.
 */
export interface CallParty {
  events: PartyEvents | undefined
  /** Extension or telephone number. */
  readonly number: string
  readonly isDesk: boolean
  /** As called: ring with an offer. */
  ring(request: RingRequest): void
  /** As caller: the far side rings. */
  progress(status: number): void
  /** As caller: the far side has answered. */
  accept(sdp: string): void
  /** As caller: the far side will not talk. */
  refuse(refusal: Refusal): void
  /** Of an established call: the far side offers other media. */
  reoffer(sdp: string, respond: (answer: ReofferAnswer) => void): void
  /** The far side pressed a key (by INFO; keys in RTP do not pass through here). */
  key(key: string): void
  /** Ends this side whatever its state: CANCEL, final refusal or BYE. */
  end(reason: EndReason): void
}
