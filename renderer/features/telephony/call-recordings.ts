import type { Call } from './engine/call-state.ts'
import type { DeskVoices } from './engine/desk-voices.ts'
import type { VoiceMix } from './engine/voice-mix.ts'
import { voicesRecorded } from './engine/voice-routes.ts'
import { type RecordingStanding, type SoftphoneStore, talkNow } from './softphone-store.ts'

/** The part of `CallRecorder` that is used. */
export interface RecorderOfCall {
  pause(): void
  resume(): void
  stop(): Promise<void>
}

export interface CallRecordingsOptions {
  readonly voices: Pick<DeskVoices, 'of' | 'onChange'>
  readonly store: SoftphoneStore
  /** Whether the calls of this workplace are recorded here; asked at each answer. */
  readonly isOn: () => boolean
  readonly createMix: () => VoiceMix
  readonly record: (callId: string, mix: VoiceMix, onFault: () => void) => RecorderOfCall
  /** Says to other windows that the recording is being made; returns how to let go. */
  readonly hold: (callId: string) => () => Promise<void>
  /** A recording has ended and waits for its upload. */
  readonly onKept: () => void
}

interface Live {
  readonly mix: VoiceMix
  readonly recorder: RecorderOfCall
  readonly release: () => Promise<void>
}

/**
 * Records every answered call with people outside, from the answer to the end (DESIGN §6). What goes on is told in the telephone's state.
 * Colleagues among themselves are not recorded: nobody has announced it to them.
 */
export class CallRecordings {
  private readonly options: CallRecordingsOptions
  private readonly live = new Map<string, Live>()
  private readonly seen = new Set<string>()
  private readonly ending = new Set<Promise<void>>()
  private readonly endings: (() => void)[]

  constructor(options: CallRecordingsOptions) {
    this.options = options
    this.endings = [
      options.voices.onChange(() => this.connect()),
      options.store.subscribe((state) => {
        this.follow(state.calls)
        this.connect()
      }),
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

  /** Whoever takes part now is recorded: both voices, the third one of a conversation of three, a supervisor who has joined. */
  private connect(): void {
    const talk = talkNow(this.options.store.getState())
    for (const [id, { mix }] of this.live) mix.setVoices(this.options.voices.of(voicesRecorded(talk, id)))
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
    const release = this.options.hold(id)
    try {
      const recorder = this.options.record(id, mix, () => this.live.has(id) && this.show(id, 'failed'))
      this.live.set(id, { mix, recorder, release })
      this.connect()
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
