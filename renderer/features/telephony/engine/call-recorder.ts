import type { KeptRecording } from '#renderer/db/recordings.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import type { VoiceMix } from './voice-mix.ts'

/** How much sound a desk that is killed may lose, in milliseconds. */
export const PIECE_MS = 3_000
/** Bits per second of the recording: speech of one channel, plainly understood. */
const BIT_RATE = 32_000
export const RECORDING_TYPE = 'audio/webm'

/** What records a stream piece by piece: `MediaRecorder`, as far as it is used. */
export interface PieceRecorder {
  start(pieceMs: number): void
  stop(): void
  onpiece: ((piece: Blob) => void) | null
  onstop: (() => void) | null
  onerror: (() => void) | null
}

export interface CallRecorderOptions {
  readonly callId: string
  readonly mix: Pick<VoiceMix, 'stream' | 'setSilenced' | 'stop'>
  readonly createRecorder: (stream: MediaStream) => PieceRecorder
  /** Puts a part on the disk of this computer. */
  readonly keep: (kept: KeptRecording, piece: Uint8Array<ArrayBuffer> | null) => Promise<void>
  readonly now: () => number
  /** Nothing is recorded any more; what was kept stays. */
  readonly onFault: () => void
}

/** The browser's recorder of speech: Opus in WebM. */
export function recordSpeech(stream: MediaStream): PieceRecorder {
  const recorder = new MediaRecorder(stream, {
    mimeType: `${RECORDING_TYPE};codecs=opus`,
    audioBitsPerSecond: BIT_RATE,
  })
  const told: PieceRecorder = {
    start: (pieceMs) => recorder.start(pieceMs),
    stop: () => {
      if (recorder.state !== 'inactive') recorder.stop()
    },
    onpiece: null,
    onstop: null,
    onerror: null,
  }
  recorder.ondataavailable = ({ data }) => told.onpiece?.(data)
  recorder.onstop = () => told.onstop?.()
  recorder.onerror = () => told.onerror?.()
  return told
}

/**
 * Records one call from its answer to its end. Pieces go to the disk one after another, each with all that is known of the recording, so
 * that whatever was recorded before a crash is whole. During a pause silence is recorded: places in the recording stay places of the call.
 */
export class CallRecorder {
  private readonly options: CallRecorderOptions
  private readonly recorder: PieceRecorder
  private readonly ended: Promise<void>
  private kept: KeptRecording
  private writes: Promise<void> = Promise.resolve()
  private isFaulty = false
  private isStopping = false

  constructor(options: CallRecorderOptions) {
    this.options = options
    const at = toInstant(options.now())
    this.kept = {
      callId: options.callId,
      startedAt: at,
      endedAt: null,
      seenAt: at,
      pauses: [],
      pieces: 0,
      isCutShort: false,
    }
    const recorder = options.createRecorder(options.mix.stream)
    this.recorder = recorder
    this.ended = new Promise((resolve) => {
      recorder.onstop = () => resolve()
    })
    recorder.onpiece = (piece) => this.take(piece, toInstant(options.now()))
    recorder.onerror = () => this.fail()
    recorder.start(PIECE_MS)
  }

  get isPaused(): boolean {
    return this.kept.pauses.at(-1)?.to === null
  }

  /** Nothing said from here on is recorded, until it is resumed. */
  pause(): void {
    if (this.isPaused || this.isStopping) return
    this.options.mix.setSilenced(true)
    this.note({ pauses: [...this.kept.pauses, { from: this.now, to: null }] })
  }

  resume(): void {
    if (!this.isPaused) return
    this.options.mix.setSilenced(false)
    this.note({ pauses: this.endedPauses() })
  }

  /** Resolves when everything is on the disk, or cannot be put there. */
  async stop(): Promise<void> {
    if (this.isStopping) return this.writes
    this.isStopping = true
    const endedAt = this.now
    if (!this.isFaulty) {
      this.recorder.stop()
      await this.ended
    }
    this.options.mix.stop()
    await this.writes
    this.kept = { ...this.kept, pauses: this.endedPauses(endedAt), endedAt, isCutShort: this.isFaulty }
    await this.options.keep(this.kept, null).catch(() => this.options.onFault())
  }

  private get now(): string {
    return toInstant(this.options.now())
  }

  private endedPauses(at = this.now): KeptRecording['pauses'] {
    return this.kept.pauses.map((pause) => (pause.to === null ? { ...pause, to: at } : pause))
  }

  private note(change: Partial<KeptRecording>): void {
    this.kept = { ...this.kept, ...change }
    this.write(async () => this.options.keep(this.kept, null))
  }

  private take(data: Blob, seenAt: string): void {
    if (data.size === 0) return
    this.write(async () => {
      const piece = new Uint8Array(await data.arrayBuffer())
      const next = { ...this.kept, pieces: this.kept.pieces + 1, seenAt }
      await this.options.keep(next, piece)
      this.kept = { ...this.kept, pieces: next.pieces, seenAt }
    })
  }

  /** One after another. After a write that failed nothing more is written: sound behind a gap cannot be played. */
  private write(part: () => Promise<void>): void {
    this.writes = this.writes.then(() => (this.isFaulty ? undefined : part())).catch(() => this.fail())
  }

  private fail(): void {
    if (this.isFaulty) return
    this.isFaulty = true
    if (!this.isStopping) this.recorder.stop()
    this.options.onFault()
  }
}
