import { setSink } from '../engine/audio-output.ts'
import type { Scheduler } from '../engine/scheduler.ts'

/** Long enough for a sentence (ANCHORS-PRODUCT §1, 12). */
export const RECORDED_MS = 3_000

export interface OwnVoiceOptions {
  /** A stream of its own, stopped at the end. */
  readonly open: () => Promise<MediaStream>
  readonly createRecorder: (stream: MediaStream) => MediaRecorder
  readonly createElement: () => HTMLAudioElement
  readonly speakerId: () => string
  readonly scheduler: Scheduler
  /** Called between recording and playing. */
  readonly onPlaying: () => void
  readonly signal: AbortSignal
}

/**
 * Records three seconds of the own voice and plays them through the speaker of the talk. Nothing of it is kept. Resolves when it has been played or given up.
 * @throws DOMException as `Microphone.openForCall`, or of a sound that cannot be played
 */
export async function playOwnVoice(options: OwnVoiceOptions): Promise<void> {
  const { signal } = options
  const stream = await options.open()
  let voice: Blob
  try {
    voice = await record(options, stream)
  } finally {
    for (const track of stream.getTracks()) track.stop()
  }
  if (signal.aborted) return
  options.onPlaying()
  const element = options.createElement()
  const address = URL.createObjectURL(voice)
  try {
    await setSink(element, options.speakerId())
    element.src = address
    const ended = new Promise<void>((resolve, reject) => {
      element.addEventListener('ended', () => resolve())
      element.addEventListener('error', () =>
        reject(new DOMException('The sound cannot be played', 'NotSupportedError')),
      )
      signal.addEventListener('abort', () => resolve())
    })
    await element.play()
    await ended
  } finally {
    element.pause()
    element.removeAttribute('src')
    URL.revokeObjectURL(address)
  }
}

function record({ createRecorder, scheduler, signal }: OwnVoiceOptions, stream: MediaStream): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const recorder = createRecorder(stream)
    const pieces: Blob[] = []
    const stop = (): void => {
      stopTimer()
      if (recorder.state !== 'inactive') recorder.stop()
    }
    recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data))
    recorder.addEventListener('stop', () => resolve(new Blob(pieces, { type: recorder.mimeType })))
    recorder.addEventListener('error', () => reject(new DOMException('The sound was not recorded', 'NotReadableError')))
    const stopTimer = scheduler.after(RECORDED_MS, stop)
    signal.addEventListener('abort', stop)
    recorder.start()
  })
}
