import type { Trouble } from '#shared/features/telephony/call.ts'

/** Counters of one moment, read from `getStats`; each counts from the beginning of the call. */
export interface MediaCounters {
  readonly atMs: number
  readonly packetsReceived: number
  readonly packetsLost: number
  /** Seconds, as WebRTC has it. */
  readonly jitterS: number
  readonly roundTripS: number | undefined
  /** Energy of what the microphone gave (media-source `totalAudioEnergy`). */
  readonly sentEnergy: number
}

/** One second of a call. */
export interface QualitySample {
  readonly mos: number
  readonly lossPercent: number
  readonly jitterMs: number
  readonly roundTripMs: number
  readonly hasIncoming: boolean
  readonly hasOwnSound: boolean
}

export type Lamp = 'good' | 'fair' | 'poor'

/**
 * Estimate of the transport by a reduced E-model (ITU-T G.107; formula of ANCHORS-PRODUCT §3): R 0–93.2, MOS 1–4.4. [TEL40]
 * Says nothing about headsets, noise or codecs.
 */
export function estimateMos(network: { roundTripMs: number; jitterMs: number; lossPercent: number }): number {
  const latency = network.roundTripMs / 2 + 2 * network.jitterMs + 10
  const delayed = latency < 160 ? 93.2 - latency / 40 : 93.2 - (latency - 120) / 10
  const r = Math.min(93.2, Math.max(0, delayed - 2.5 * network.lossPercent))
  // the cubic dips under 1 for R below 7, where nobody can talk
  return Math.max(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r))
}

const SILENT_ENERGY_PER_S = 1e-7

/** Difference of two moments. */
export function sampleBetween(before: MediaCounters, after: MediaCounters): QualitySample {
  const received = Math.max(0, after.packetsReceived - before.packetsReceived)
  const lost = Math.max(0, after.packetsLost - before.packetsLost)
  const seconds = Math.max(0.001, (after.atMs - before.atMs) / 1000)
  const lossPercent = received + lost === 0 ? 0 : (100 * lost) / (received + lost)
  const network = { roundTripMs: (after.roundTripS ?? 0) * 1000, jitterMs: after.jitterS * 1000, lossPercent }
  return {
    ...network,
    mos: estimateMos(network),
    hasIncoming: received > 0,
    hasOwnSound: (after.sentEnergy - before.sentEnergy) / seconds > SILENT_ENERGY_PER_S,
  }
}

const WINDOW = 5
const AGREEING = 3
const NO_INCOMING_S = 3
const OWN_SILENCE_S = 5

export interface QualityView {
  readonly lamp: Lamp
  readonly last: QualitySample | undefined
  /** Nothing has come from the other side for 3 s, and nobody holds. [TEL42] */
  readonly isDeaf: boolean
  /** The own microphone gives nothing although it is not muted. [TEL43] */
  readonly isMicrophoneSilent: boolean
  /** Where the fault of the last seconds lies; `undefined` while nothing is wrong. [TEL45] */
  readonly trouble: Trouble | undefined
}

export interface QualityState extends QualityView {
  readonly recent: readonly QualitySample[]
  readonly silentFor: number
  readonly mutedFor: number
  readonly count: number
  readonly sums: { readonly mos: number; readonly loss: number; readonly jitter: number; readonly roundTrip: number }
}

export const INITIAL_QUALITY: QualityState = {
  lamp: 'good',
  last: undefined,
  isDeaf: false,
  isMicrophoneSilent: false,
  trouble: undefined,
  recent: [],
  silentFor: 0,
  mutedFor: 0,
  count: 0,
  sums: { mos: 0, loss: 0, jitter: 0, roundTrip: 0 },
}

export function lampOf(mos: number): Lamp {
  if (mos >= 4) return 'good'
  return mos >= 3.6 ? 'fair' : 'poor'
}

/** Adds one second. `isQuiet`: somebody holds or we are muted, so that silence is expected. */
export function addSample(
  state: QualityState,
  sample: QualitySample,
  expected: { readonly isHeld: boolean; readonly isMuted: boolean },
): QualityState {
  const silentFor = sample.hasIncoming || expected.isHeld ? 0 : state.silentFor + 1
  const mutedFor = sample.hasOwnSound || expected.isMuted || expected.isHeld ? 0 : state.mutedFor + 1
  const view = {
    last: sample,
    silentFor,
    mutedFor,
    isDeaf: silentFor >= NO_INCOMING_S,
    isMicrophoneSilent: mutedFor >= OWN_SILENCE_S,
  }
  // A second without packets has no transport to estimate: it would look perfect.
  if (!sample.hasIncoming) return { ...state, ...view }
  const recent = [...state.recent, sample].slice(-WINDOW)
  return {
    ...state,
    ...view,
    recent,
    lamp: steadyLamp(state.lamp, recent),
    count: state.count + 1,
    sums: {
      mos: state.sums.mos + sample.mos,
      loss: state.sums.loss + sample.lossPercent,
      jitter: state.sums.jitter + sample.jitterMs,
      roundTrip: state.sums.roundTrip + sample.roundTripMs,
    },
  }
}

/** A lamp that blinks is worse than one that is a second late. [TEL41] */
function steadyLamp(present: Lamp, recent: readonly QualitySample[]): Lamp {
  for (const lamp of ['good', 'fair', 'poor'] as const)
    if (recent.filter((sample) => lampOf(sample.mos) === lamp).length >= AGREEING) return lamp
  return present
}

/** Means over the call for its record; `undefined` when nothing was ever received. */
export function summaryOf(
  state: QualityState,
): { mos: number; lossPercent: number; jitterMs: number; roundTripMs: number } | undefined {
  if (state.count === 0) return undefined
  const mean = (sum: number): number => Math.round((sum / state.count) * 100) / 100
  return {
    mos: mean(state.sums.mos),
    lossPercent: mean(state.sums.loss),
    jitterMs: mean(state.sums.jitter),
    roundTripMs: mean(state.sums.roundTrip),
  }
}
