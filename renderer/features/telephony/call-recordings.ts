import type { CallMix } from './engine/call-mix.ts'
import type { Call } from './engine/call-state.ts'
import type { SipPort } from './engine/sip-port.ts'
import type { RecordingStanding, SoftphoneStore } from './softphone-store.ts'

/** The part of `CallRecorder` that is used. */
export interface RecorderOfCall {
  pause(): void
  resume(): void
  stop(): Promise<void>
}

export interface CallRecordingsOptions {
  readonly port: Pick<SipPort, 'subscribe'>
  readonly store: SoftphoneStore
  /** Whether the calls of this workplace are recorded here; asked at each answer. */
  readonly isOn: () => boolean
  readonly createMix: () => CallMix
  readonly record: (callId: string, mix: CallMix, onFault: () => void) => RecorderOfCall
  /** Says to other windows that the recording is being made; returns how to let go. */
  readonly hold: (callId: string) => () => Promise<void>
  /** A recording has ended and waits for its upload. */
  readonly onKept: () => void
}

interface Live {
  readonly mix: CallMix
  readonly recorder: RecorderOfCall
  readonly release: () => Promise<void>
}

interface Voices {
  near?: MediaStreamTrack
  far?: MediaStream
}

/**
 * Records every answered call with people outside, from the answer to the end (DESIGN §6). What goes on is told in the telephone's state.
 * Colleagues among themselves are not recorded: nobody has announced it to them.
 */
export class CallRecordings {
  private readonly options: CallRecordingsOptions
  private readonly voices = new Map<string, Voices>()
  private readonly live = new Map<string, Live>()
  private readonly seen = new Set<string>()
  private readonly ending = new Set<Promise<void>>()
  private readonly endings: (() => void)[]

  constructor(options: CallRecordingsOptions) {
    this.options = options
    this.endings = [
      options.port.subscribe((event) => {
        if (event.type === 'audio') this.hear(event.id, { far: event.stream })
        else if (event.type === 'microphone') this.hear(event.id, { near: event.track })
        else if (event.type === 'gone') this.voices.delete(event.id)
      }),
      options.store.subscribe((state) => this.follow(state.calls)),
    ]
  }

  /** Leaves out what is said from here on, or goes on recording. */
  togglePause(callId: string): void {
    const recorder = this.live.get(callId)?.recorder
    const standing = this.options.store.getState().recordings[callId]
    if (recorder === undefined || standing === undefined || standing === 'failed') return
    if (standing === 'on') recorder.pause()
    else recorder.resume()
    this.show(callId, standing === 'on' ? 'paused' : 'on')
  }

  /** Ends every recording and takes up no more; what was recorded is kept. */
  async stop(): Promise<void> {
    for (const end of this.endings) end()
    await this.endAll()
  }

  /** Ends the recordings that go on, while the calls go on: a locked desk has nowhere to keep them. Later calls are recorded again. */
  async endAll(): Promise<void> {
    for (const id of [...this.live.keys()]) this.end(id)
    await Promise.all(this.ending)
  }

  private hear(id: string, heard: Voices): void {
    const voices = { ...this.voices.get(id), ...heard }
    this.voices.set(id, voices)
    const live = this.live.get(id)
    if (live !== undefined) connect(live.mix, heard)
  }

  private follow(calls: readonly Call[]): void {
    for (const id of this.live.keys()) if (!calls.some((call) => call.id === id)) this.end(id)
    for (const call of calls) {
      if (call.answeredAt === undefined || call.remote.isInternal || this.seen.has(call.id)) continue
      this.seen.add(call.id)
      if (this.options.isOn()) this.begin(call.id)
    }
  }

  private begin(id: string): void {
    const mix = this.options.createMix()
    connect(mix, this.voices.get(id) ?? {})
    const release = this.options.hold(id)
    try {
      const recorder = this.options.record(id, mix, () => this.live.has(id) && this.show(id, 'failed'))
      this.live.set(id, { mix, recorder, release })
      this.show(id, 'on')
    } catch {
      // A browser that cannot record must not take the call away: the desk says that nothing is recorded.
      mix.stop()
      void release()
      this.show(id, 'failed')
    }
  }

  private end(id: string): void {
    const live = this.live.get(id)
    if (live === undefined) return
    this.live.delete(id)
    this.show(id, undefined)
    const ending = this.finish(live).finally(() => this.ending.delete(ending))
    this.ending.add(ending)
  }

  private async finish({ recorder, release }: Live): Promise<void> {
    await recorder.stop()
    await release()
    this.options.onKept()
  }

  private show(id: string, standing: RecordingStanding | undefined): void {
    const { [id]: _before, ...others } = this.options.store.getState().recordings
    this.options.store.setState({ recordings: standing === undefined ? others : { ...others, [id]: standing } })
  }
}

function connect(mix: CallMix, { near, far }: Voices): void {
  if (near !== undefined) mix.setNear(near)
  if (far !== undefined) mix.setFar(far)
}
