import { levelsOf, type RecordingLevels } from './recording-levels.ts'

/** A recording that can be played and searched through. */
export interface RecordingAudio {
  readonly element: HTMLAudioElement
  /** How loud it is when; undefined where it is too long to be measured, or cannot be. */
  readonly levels: RecordingLevels | undefined
  close(): void
}

/** Later than any recording ends, in seconds. */
const BEYOND_THE_END = 1e7

/**
 * Opens a recording for playing. The browser's recorder writes no length into its files: one jump beyond the end makes the player find it,
 * and only then can places be jumped to.
 * @throws Error when the content cannot be played
 */
export async function openRecording(content: Blob): Promise<RecordingAudio> {
  const address = URL.createObjectURL(content)
  const element = new Audio()
  const close = (): void => {
    element.pause()
    element.removeAttribute('src')
    URL.revokeObjectURL(address)
  }
  try {
    await becomes(element, 'loadedmetadata', () => {
      element.src = address
    })
    if (!Number.isFinite(element.duration)) {
      await becomes(element, 'seeked', () => {
        element.currentTime = BEYOND_THE_END
      })
      await becomes(element, 'seeked', () => {
        element.currentTime = 0
      })
    }
    return { element, levels: await measure(content, element.duration), close }
  } catch (error) {
    close()
    throw error
  }
}

/** Decoded at the rate of a telephone an hour takes about 115 MB for a moment; longer ones are played without a picture. */
const MEASURED_SECONDS_MAX = 2 * 3_600
const MEASURED_RATE = 8_000

async function measure(content: Blob, seconds: number): Promise<RecordingLevels | undefined> {
  if (seconds > MEASURED_SECONDS_MAX) return undefined
  try {
    const decoded = await new OfflineAudioContext(1, 1, MEASURED_RATE).decodeAudioData(await content.arrayBuffer())
    return levelsOf(decoded.getChannelData(0), decoded.sampleRate)
  } catch {
    return undefined
  }
}

function becomes(element: HTMLAudioElement, event: 'loadedmetadata' | 'seeked', begin: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    element.addEventListener(event, () => resolve(), { once: true })
    element.addEventListener('error', () => reject(new Error('recording cannot be played')), { once: true })
    begin()
  })
}
