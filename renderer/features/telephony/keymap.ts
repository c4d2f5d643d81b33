/** Keys of the telephone by physical key, so that they are the same in the Russian and the English layout. */
export type PhoneCommand =
  | 'answer'
  | 'hangUp'
  | 'hold'
  | 'mute'
  | 'dial'
  | 'redial'
  | 'pauseRecording'
  | 'transfer'
  | 'ready'

interface PhoneKey {
  readonly code: string
  /** As written on the button; for `aria-keyshortcuts` too. */
  readonly shown: string
}

export const PHONE_KEYS: Readonly<Record<PhoneCommand, PhoneKey>> = {
  answer: { code: 'KeyA', shown: 'Alt+A' },
  hangUp: { code: 'KeyE', shown: 'Alt+E' },
  hold: { code: 'KeyH', shown: 'Alt+H' },
  mute: { code: 'KeyM', shown: 'Alt+M' },
  dial: { code: 'KeyD', shown: 'Alt+D' },
  redial: { code: 'KeyU', shown: 'Alt+U' },
  pauseRecording: { code: 'KeyR', shown: 'Alt+R' },
  transfer: { code: 'KeyT', shown: 'Alt+T' },
  ready: { code: 'KeyG', shown: 'Alt+G' },
}

type KeyPress = Pick<KeyboardEvent, 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat'>

/** Command of a key press. A held key counts once: Alt+M must not flicker. */
export function phoneCommandOf(press: KeyPress): PhoneCommand | undefined {
  if (!press.altKey || press.ctrlKey || press.metaKey || press.shiftKey || press.repeat) return undefined
  return (Object.keys(PHONE_KEYS) as PhoneCommand[]).find((command) => PHONE_KEYS[command].code === press.code)
}
