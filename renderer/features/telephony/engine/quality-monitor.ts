import type { QualitySummary } from './call-facts.ts'
import { readCounters } from './media-counters.ts'
import {
  addSample,
  INITIAL_QUALITY,
  type MediaCounters,
  type QualityState,
  sampleBetween,
  summaryOf,
} from './quality.ts'
import {
  addCause,
  type CauseCounters,
  type CauseState,
  causeSampleBetween,
  NO_CAUSE,
  readCauseCounters,
  troubleOf,
  troublesOf,
} from './quality-cause.ts'
import type { Scheduler } from './scheduler.ts'

const EVERY_MS = 1_000

export interface MonitoredCall {
  readonly id: string
  /** Somebody holds: silence is expected. */
  readonly isHeld: boolean
  readonly isMuted: boolean
}

export interface QualityMonitorOptions {
  readonly scheduler: Scheduler
  readonly stats: (callId: string) => Promise<RTCStatsReport | undefined>
  /** Calls that have media now. */
  readonly calls: () => readonly MonitoredCall[]
  readonly onChange: (callId: string, quality: QualityState) => void
}

interface KnownCall {
  readonly counters: MediaCounters | undefined
  readonly quality: QualityState
  readonly causeCounters: CauseCounters
  readonly cause: CauseState
}

/** Reads the statistics of live calls once a second; rests while there are none. */
export class QualityMonitor {
  private readonly options: QualityMonitorOptions
  private readonly states = new Map<string, KnownCall>()
  private cancelTick: (() => void) | undefined

  constructor(options: QualityMonitorOptions) {
    this.options = options
  }

  /** To be called when a call may have begun. */
  wake(): void {
    if (this.cancelTick !== undefined || this.options.calls().length === 0) return
    this.cancelTick = this.options.scheduler.after(EVERY_MS, () => this.tick())
  }

  /** Means over a finished call and how long each cause stood, and forgets it. */
  finish(callId: string): QualitySummary | undefined {
    const state = this.states.get(callId)
    this.states.delete(callId)
    const means = state && summaryOf(state.quality)
    const troubles = state && troublesOf(state.cause)
    return means && { ...means, ...(troubles === undefined ? {} : { troubles }) }
  }

  /** Does not wait for the readings: one that never comes must not stop the others. */
  private tick(): void {
    this.cancelTick = undefined
    for (const call of this.options.calls()) void this.read(call)
    this.wake()
  }

  private async read(call: MonitoredCall): Promise<void> {
    const report = await this.options.stats(call.id).catch(() => undefined)
    if (!report || !this.options.calls().some((live) => live.id === call.id)) return
    const counters = readCounters(report, this.options.scheduler.now())
    const known = this.states.get(call.id)
    // after a replaced call the counters begin anew: a negative difference is no measurement
    const isContinued = known?.counters !== undefined && known.counters.packetsReceived <= counters.packetsReceived
    const measured =
      isContinued && known?.counters
        ? addSample(known.quality, sampleBetween(known.counters, counters), call)
        : (known?.quality ?? INITIAL_QUALITY)
    const causeCounters = readCauseCounters(report, counters.atMs, isContinued ? known?.causeCounters : undefined)
    const cause = isContinued && known ? causeAfter(known, causeCounters, call) : (known?.cause ?? NO_CAUSE)
    const quality = { ...measured, trouble: cause.trouble }
    this.states.set(call.id, { counters, quality, causeCounters, cause })
    if (isContinued) this.options.onChange(call.id, quality)
  }
}

function causeAfter(known: KnownCall, now: CauseCounters, call: MonitoredCall): CauseState {
  const sample = causeSampleBetween(known.causeCounters, now)
  return addCause(known.cause, troubleOf(sample, { isMicrophoneOff: call.isMuted || call.isHeld }), sample.seconds)
}
