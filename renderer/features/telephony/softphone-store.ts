import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ListeningRefusal } from '#shared/features/telephony/listening.ts'
import { type Agent, type NotReadyReason, newAgent } from './agent-state.ts'
import type { EndReason } from './engine/call-end.ts'
import type { CallFacts } from './engine/call-facts.ts'
import type { Call, RemoteParty } from './engine/call-state.ts'
import type { DeviceChoice, DeviceList } from './engine/devices.ts'
import type { QualityView } from './engine/quality.ts'
import type { LinkStatus } from './engine/sip-port.ts'
import type { ListeningLeg, Talk } from './engine/voice-routes.ts'

/** Something that happened to the telephone and that the operator must know; text `telephony:notice.<key>`. */
export type NoticeKey =
  | 'holdFailed'
  | 'transferFailed'
  | 'transferUnsure'
  | 'handOverWaits'
  | 'mutedTalking'
  | 'keyRefused'
  | 'microphoneReplaced'
  | 'microphoneGone'
  | 'microphoneFallback'
  | 'microphoneBack'
  | 'soundBlocked'
  | 'speakerFallback'
  | 'ringFallback'
  | 'callBackDue'
  | `listening.${ListeningRefusal}`
  | 'listening.unheard'

export interface Notice {
  readonly key: NoticeKey
  readonly at: number
}

/** Somebody on the other line is asked whether they take the first call. Gone when either call has ended. */
export interface Consult {
  readonly callId: string
  readonly withCallId: string
}

/** `on` is recorded · `paused` on purpose, for data that nobody may keep · `failed` should be recorded and is not. */
export type RecordingStanding = 'on' | 'paused' | 'failed'

/** A supervisor who takes part in a call of this desk. */
export interface Listener extends ListeningLeg {
  /** The extension she calls from. */
  readonly extension: string
  readonly isShown: boolean
}

/** A state that a supervisor has set at this desk. */
export interface ObeyedOrder {
  readonly state: 'ready' | 'notReady'
  readonly reason: NotReadyReason | null
  readonly note: string
  /** Name of the supervisor. */
  readonly by: string
}

export interface EndedCall {
  readonly facts: CallFacts
  readonly reason: EndReason
  readonly remote: RemoteParty
}

/** The one state the interface reads. Only the softphone writes it. */
export interface SoftphoneState {
  readonly link: LinkStatus
  /** Calls that occupy a line, by line. */
  readonly calls: readonly Call[]
  readonly consult: Consult | undefined
  /** Both calls are one conversation of three. */
  readonly isConference: boolean
  /** Supervisors in calls of this desk; they take no line. */
  readonly listeners: readonly Listener[]
  readonly lastEnded: EndedCall | undefined
  /** A ringing call that will be answered by itself, and when. [TEL113] */
  readonly autoAnswer: { readonly callId: string; readonly at: number } | undefined
  /** Number dialled last by hand or by a click, as it was dialled; kept in memory alone. */
  readonly lastDialled: string | undefined
  /** What a supervisor has ordered and the agent has not put away yet. */
  readonly order: ObeyedOrder | undefined
  readonly quality: Readonly<Record<string, QualityView>>
  /** By call; a call that is not recorded here has none. */
  readonly recordings: Readonly<Record<string, RecordingStanding>>
  readonly agent: Agent
  readonly devices: DeviceList
  /** Names of headsets whose buttons work. */
  readonly headsets: readonly string[]
  readonly choice: DeviceChoice
  readonly notices: readonly Notice[]
}

export type SoftphoneStore = StoreApi<SoftphoneState>

export function createSoftphoneStore(now: number, choice: DeviceChoice): SoftphoneStore {
  return createStore<SoftphoneState>(() => ({
    link: { state: 'unregistered', reason: 'stopped' },
    calls: [],
    consult: undefined,
    isConference: false,
    listeners: [],
    lastEnded: undefined,
    autoAnswer: undefined,
    lastDialled: undefined,
    order: undefined,
    quality: {},
    recordings: {},
    agent: newAgent(now),
    devices: { microphones: [], speakers: [] },
    headsets: [],
    choice,
    notices: [],
  }))
}

/** Who hears whom, as the telephone stands. */
export function talkNow({
  isConference,
  calls,
  listeners,
}: Pick<SoftphoneState, 'isConference' | 'calls' | 'listeners'>): Talk {
  return { conference: isConference ? calls.map(({ id }) => id) : [], listeners }
}
