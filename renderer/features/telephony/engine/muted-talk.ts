import type { LevelMeter } from './level-meter.ts'
import type { Scheduler } from './scheduler.ts'

const LOOK_MS = 200
/** Of the meter's scale (0–1), on which ordinary speech reaches the middle; breath and keys stay under it. */
const SPEECH_LEVEL = 0.4
/** Of the last looks so many must be speech: a cough or a door is none. */
const LOOKS = 8
const SPOKEN = 4

export interface MutedTalkOptions {
  readonly scheduler: Scheduler
  /** Listens to the device itself, which goes on hearing while the call's own track is off. */
  readonly openMeter: () => Promise<LevelMeter>
  readonly onTalking: () => void
}

/** Notices that somebody speaks into a microphone that is off: the other side hears silence and asks whether anybody is there. [TEL44] */
export class MutedTalk {
  private readonly options: MutedTalkOptions
  private watch: { meter: LevelMeter | undefined; stopTimer: () => void } | undefined

  constructor(options: MutedTalkOptions) {
    this.options = options
  }

  /** Watches from true to false; the same word twice changes nothing. */
  setMuted(isMuted: boolean): void {
    if (isMuted === (this.watch !== undefined)) return
    if (!isMuted) {
      this.watch?.stopTimer()
      this.watch?.meter?.stop()
      this.watch = undefined
      return
    }
    const watch: NonNullable<MutedTalk['watch']> = { meter: undefined, stopTimer: () => undefined }
    this.watch = watch
    this.options.openMeter().then(
      (meter) => {
        if (this.watch !== watch) {
          meter.stop()
          return
        }
        watch.meter = meter
        this.look(watch, [])
      },
      () => undefined,
    )
  }

  private look(watch: NonNullable<MutedTalk['watch']>, before: readonly boolean[]): void {
    const looks = [...before, (watch.meter?.level() ?? 0) >= SPEECH_LEVEL].slice(-LOOKS)
    if (looks.filter(Boolean).length >= SPOKEN) {
      // Said once for each time the microphone is switched off: who reads it knows.
      this.options.onTalking()
      watch.meter?.stop()
      watch.meter = undefined
      return
    }
    watch.stopTimer = this.options.scheduler.after(LOOK_MS, () => this.look(watch, looks))
  }
}
