/** Where clicks and keys of the page are heard. */
export type Gestures = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

const KINDS = ['pointerdown', 'keydown'] as const

/**
 * Plays an element. A page that nobody has touched since it was loaded may be refused by the browser, and a call answered by a headset would be silent until a
 * reload: then the next click or key plays it. [TEL39]
 * @param onBlocked told when the browser has refused
 * @param onPlaying told when what was refused is heard after all
 */
export function playSound(
  element: Pick<HTMLAudioElement, 'play' | 'srcObject'>,
  gestures: Gestures,
  onBlocked: () => void,
  onPlaying: () => void,
): void {
  const wanted = element.srcObject
  element.play().catch((error: unknown) => {
    // Anything else is the end of a sound that was replaced or has ended meanwhile.
    if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return
    onBlocked()
    const again = (): void => {
      for (const kind of KINDS) gestures.removeEventListener(kind, again)
      if (element.srcObject !== wanted || wanted === null) onPlaying()
      else element.play().then(onPlaying, () => undefined)
    }
    for (const kind of KINDS) gestures.addEventListener(kind, again)
  })
}
