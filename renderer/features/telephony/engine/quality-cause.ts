import type { Trouble } from '#shared/features/telephony/call.ts'

/** What is read of one moment to find out where a fault lies; counters run from the beginning of the call. `undefined`: the browser does not say. */
export interface CauseCounters {
  readonly atMs: number
  readonly packetsReceived: number
  readonly packetsLost: number
  /** Of what comes in, seconds. */
  readonly jitterS: number
  /** The whole way to the far side and back, by RTCP; seconds. */
  readonly wholeWayS: number | undefined
  /** To the next station and back, by the checks of ICE: our own network and nothing else; seconds. */
  readonly ownWayS: number | undefined
  readonly checksSent: number
  readonly checksAnswered: number
  /** Checks sent since the last answer to one; those of the beginning that never had one do not count. */
  readonly checksOpen: number
  /** Of what we send, by the last report of the far side. */
  readonly outgoingLossPercent: number | undefined
  /** Seconds of sound that the microphone has given. */
  readonly capturedS: number | undefined
}

/** One second, as far as it tells where a fault lies. */
export interface CauseSample {
  readonly seconds: number
  readonly incomingLossPercent: number
  readonly outgoingLossPercent: number
  readonly jitterMs: number
  readonly wholeWayMs: number
  readonly ownWayMs: number
  readonly unansweredChecks: number
  /** Seconds of sound given in each second; `undefined` when it is not known. */
  readonly captured: number | undefined
}

export interface CauseState {
  /** The cause that stands now. */
  readonly trouble: Trouble | undefined
  /** What the last seconds spoke of, newest last. */
  readonly recent: readonly (Trouble | undefined)[]
  /** Seconds for which each cause stood, over the whole call. */
  readonly seconds: Readonly<Record<Trouble, number>>
}

export const NO_CAUSE: CauseState = {
  trouble: undefined,
  recent: [],
  seconds: { ownNetwork: 0, ownDevice: 0, farSide: 0 },
}

const LOSS_PERCENT = 3
const JITTER_MS = 30
const OWN_WAY_MS = 200
/** Two voices fall over each other from about 400 ms there and back (ITU-T G.114). */
const WHOLE_WAY_MS = 400
const UNANSWERED = 2
const STARVED = 0.8

/** Difference of two moments. */
export function causeSampleBetween(before: CauseCounters, after: CauseCounters): CauseSample {
  const grown = (of: (counters: CauseCounters) => number): number => Math.max(0, of(after) - of(before))
  const received = grown(({ packetsReceived }) => packetsReceived)
  const lost = grown(({ packetsLost }) => packetsLost)
  const seconds = Math.max(0.001, (after.atMs - before.atMs) / 1000)
  const captured =
    after.capturedS === undefined || before.capturedS === undefined || after.capturedS < before.capturedS
      ? undefined
      : (after.capturedS - before.capturedS) / seconds
  return {
    seconds,
    incomingLossPercent: received + lost === 0 ? 0 : (100 * lost) / (received + lost),
    outgoingLossPercent: after.outgoingLossPercent ?? 0,
    jitterMs: after.jitterS * 1000,
    wholeWayMs: (after.wholeWayS ?? 0) * 1000,
    ownWayMs: (after.ownWayS ?? 0) * 1000,
    unansweredChecks: after.checksOpen,
    captured,
  }
}

/**
 * Where the fault of one second lies; `undefined` when there is none. [TEL45]
 * The own computer is asked first, then the way that is ours alone; what is left happens beyond it.
 */
export function troubleOf(sample: CauseSample, expected: { readonly isMicrophoneOff: boolean }): Trouble | undefined {
  if (!expected.isMicrophoneOff && sample.captured !== undefined && sample.captured < STARVED) return 'ownDevice'
  const isIncomingBad = sample.incomingLossPercent >= LOSS_PERCENT || sample.jitterMs > JITTER_MS
  const isOutgoingBad = sample.outgoingLossPercent >= LOSS_PERCENT
  if (sample.ownWayMs > OWN_WAY_MS || sample.unansweredChecks >= UNANSWERED || (isIncomingBad && isOutgoingBad))
    return 'ownNetwork'
  return isIncomingBad || isOutgoingBad || sample.wholeWayMs > WHOLE_WAY_MS ? 'farSide' : undefined
}

const WINDOW = 5
const RAISED_BY = 3
const KEPT_BY = 2

/** Adds one second: a cause is raised by three of the last five and stays while two of them speak of it. [TEL45] */
export function addCause(state: CauseState, trouble: Trouble | undefined, seconds: number): CauseState {
  const recent = [...state.recent, trouble].slice(-WINDOW)
  const count = (cause: Trouble): number => recent.filter((it) => it === cause).length
  const raised = (['ownDevice', 'ownNetwork', 'farSide'] as const).find((cause) => count(cause) >= RAISED_BY)
  const isKept = state.trouble !== undefined && count(state.trouble) >= KEPT_BY
  const now = raised ?? (isKept ? state.trouble : undefined)
  return {
    trouble: now,
    recent,
    seconds: now === undefined ? state.seconds : { ...state.seconds, [now]: state.seconds[now] + seconds },
  }
}

/** Whole seconds of each cause for the record of the call; `undefined` when nothing stood for a second. */
export function troublesOf({ seconds }: CauseState): Partial<Record<Trouble, number>> | undefined {
  const whole = Object.entries(seconds).flatMap(([cause, of]) => (of >= 1 ? [[cause, Math.round(of)] as const] : []))
  return whole.length === 0 ? undefined : Object.fromEntries(whole)
}

/** Reads what tells the cause out of the statistics of the one connection of a call. `before`: what was read of it last. */
export function readCauseCounters(report: RTCStatsReport, atMs: number, before?: CauseCounters): CauseCounters {
  const found: Record<string, Record<string, unknown>> = {}
  report.forEach((entry: RTCStats) => {
    const stats = entry as RTCStats & Record<string, unknown>
    const isOther =
      entry.type === 'candidate-pair' ? stats['nominated'] !== true : (stats['kind'] ?? 'audio') !== 'audio'
    if (!isOther) found[entry.type] = stats
  })
  const number = (type: string, name: string): number | undefined => {
    const value = found[type]?.[name]
    return typeof value === 'number' ? value : undefined
  }
  const checksSent = number('candidate-pair', 'requestsSent') ?? 0
  const checksAnswered = number('candidate-pair', 'responsesReceived') ?? 0
  const isSilent = before !== undefined && checksAnswered <= before.checksAnswered
  const lost = number('remote-inbound-rtp', 'fractionLost')
  return {
    atMs,
    packetsReceived: number('inbound-rtp', 'packetsReceived') ?? 0,
    packetsLost: number('inbound-rtp', 'packetsLost') ?? 0,
    jitterS: number('inbound-rtp', 'jitter') ?? 0,
    wholeWayS: number('remote-inbound-rtp', 'roundTripTime'),
    ownWayS: number('candidate-pair', 'currentRoundTripTime'),
    checksSent,
    checksAnswered,
    checksOpen: isSilent ? before.checksOpen + Math.max(0, checksSent - before.checksSent) : 0,
    outgoingLossPercent: lost === undefined ? undefined : Math.min(100, 100 * lost),
    capturedS: number('media-source', 'totalSamplesDuration'),
  }
}
