import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'
import type { CallEvent, RemoteParty } from './call-state.ts'

/** Why the telephone is not registered; a sentence for each in the catalogue (`link.<reason>`). [TEL25] */
export type LinkReason =
  | 'starting'
  | 'noNetwork'
  | 'serverAway'
  | 'wrongCredentials'
  | 'refused'
  | 'noCredentials'
  | 'otherWindow'
  | 'stopped'

/** `registered` only when the socket is open, the last REGISTER was accepted and the last ping answered. [TEL20] */
export type LinkStatus =
  | { readonly state: 'registered' }
  | { readonly state: 'unregistered'; readonly reason: LinkReason }

export type PortEvent =
  | { readonly type: 'link'; readonly status: LinkStatus }
  /** A new INVITE. Nothing has been answered yet but 100: ring or reject. */
  | { readonly type: 'incoming'; readonly id: string; readonly sipCallId: string; readonly remote: RemoteParty }
  /** An INVITE with a grant to listen to a call of this desk: answered without ringing, or rejected. */
  | { readonly type: 'listenerCame'; readonly id: string; readonly extension: string; readonly grant: string }
  /** Who listens asks to take part in another way. `answer` says whether she may. */
  | {
      readonly type: 'listenerAsked'
      readonly id: string
      readonly grant: string
      readonly answer: (isAllowed: boolean) => void
    }
  | { readonly type: 'call'; readonly id: string; readonly event: CallEvent }
  | { readonly type: 'audio'; readonly id: string; readonly stream: MediaStream }
  /** The call's own microphone track, also when another one has taken its place. It is disabled while the call is muted or held. */
  | { readonly type: 'microphone'; readonly id: string; readonly track: MediaStreamTrack }
  /** The far side has taken a key neither in the audio nor by INFO. */
  | { readonly type: 'keyRefused'; readonly id: string }
  /** The port has forgotten the call: nothing more will come for this id. */
  | { readonly type: 'gone'; readonly id: string }

/** What a call takes along in headers of its INVITE. */
export interface DialledAlong {
  /** The call that is talked about in this one; the desk that is called knows it by this. */
  readonly handedCallId?: string | undefined
  /** A grant to listen to a call of the desk that is called. */
  readonly grant?: string | undefined
}

/**
 * The telephone line as the softphone knows it: events up, commands down. Another SIP library could stand behind it.
 * No command throws or waits: what becomes of it comes back as an event of the call.
 */
export interface SipPort {
  subscribe(listener: (event: PortEvent) => void): () => void
  start(): void
  /** Unregisters and ends every call. */
  stop(): Promise<void>
  /** The browser's `online`/`offline`: a hint to try at once, never the truth about the link. */
  networkChanged(isOnline: boolean): void
  dial(id: string, number: string, along?: DialledAlong): void
  /** Says 180 to the caller; called unless the call is rejected without ringing. */
  ring(id: string): void
  accept(id: string): void
  /** @param why a word for the caller's desk, beside the status */
  reject(id: string, code: number, why?: string): void
  /** CANCEL or BYE, whichever the call needs; remembered and sent later when the link is down. */
  hangUp(id: string): void
  setHold(id: string, isHeld: boolean): void
  setMuted(id: string, isMuted: boolean): void
  restartMedia(id: string): void
  /** Sends the far side to a number, or to the far side of `withCallId`. The outcome comes as `transferDone` or `transferFailed`. */
  transfer(id: string, to: string, withCallId?: string): void
  /** One of `0-9 * # A-D`. */
  sendKey(id: string, key: string): void
  /** Sends a mixed track in place of the microphone, which goes on; undefined puts it back. [TEL96] */
  mix(id: string, track: MediaStreamTrack | undefined): void
  /** Shows another grant inside the call. Resolves to whether the far desk has taken it; never rejects. */
  showGrant(id: string, grant: string): Promise<boolean>
  /** Puts a new microphone track into every live call without a re-INVITE. */
  replaceMicrophone(open: () => Promise<MediaStream>): Promise<void>
  stats(id: string): Promise<RTCStatsReport | undefined>
}

/** Time-limited credentials of the central API. Rejects when they cannot be had; the port tries again. */
export type CredentialsSource = () => Promise<PhoneCredentials>
