/** A recording that can be played and searched through. */
export interface RecordingAudio {
  readonly element: HTMLAudioElement
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
    return { element, close }
  } catch (error) {
    close()
    throw error
  }
}

function becomes(element: HTMLAudioElement, event: 'loadedmetadata' | 'seeked', begin: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    element.addEventListener(event, () => resolve(), { once: true })
    element.addEventListener('error', () => reject(new Error('recording cannot be played')), { once: true })
    begin()
  })
}
