/**
 * Keys of the desk by physical key (`event.code`), so that they work in the Russian and the English layout alike. The telephone
 * has Alt+A, E, H, M, D, U, R, T and G of its own; `keymap.test.ts` keeps the two apart. Plain keys are never taken from a field.
 */
export type DeskAction =
  | 'search'
  | 'palette'
  | 'keySheet'
  | 'focusWork'
  | 'focusTask'
  | 'focusPerson'
  | 'newAppeal'
  | 'sync'
  | 'clinics'
  | 'visit'
  | 'assist'
  | 'personData'
  | 'knowledge'
  | 'lock'
  | 'callBack'
  | 'callMissed'

export interface KeyBinding {
  readonly code: string
  readonly alt?: boolean
  readonly ctrl?: boolean
  readonly shift?: boolean
  /** As written on buttons and in the list of keys. */
  readonly shown: string
  /** For `aria-keyshortcuts`. */
  readonly aria: string
}

export const DESK_KEYS: Readonly<Record<DeskAction, KeyBinding>> = {
  search: { code: 'Slash', shown: '/', aria: '/' },
  palette: { code: 'KeyK', ctrl: true, shown: 'Ctrl+K', aria: 'Control+K' },
  keySheet: { code: 'Slash', shift: true, shown: '?', aria: '?' },
  focusWork: { code: 'Digit1', alt: true, shown: 'Alt+1', aria: 'Alt+1' },
  focusTask: { code: 'Digit2', alt: true, shown: 'Alt+2', aria: 'Alt+2' },
  focusPerson: { code: 'Digit3', alt: true, shown: 'Alt+3', aria: 'Alt+3' },
  newAppeal: { code: 'KeyN', alt: true, shown: 'Alt+N', aria: 'Alt+N' },
  sync: { code: 'KeyS', alt: true, shown: 'Alt+S', aria: 'Alt+S' },
  clinics: { code: 'KeyO', alt: true, shown: 'Alt+O', aria: 'Alt+O' },
  visit: { code: 'KeyV', alt: true, shown: 'Alt+V', aria: 'Alt+V' },
  assist: { code: 'KeyB', alt: true, shown: 'Alt+B', aria: 'Alt+B' },
  personData: { code: 'KeyP', alt: true, shown: 'Alt+P', aria: 'Alt+P' },
  knowledge: { code: 'KeyK', alt: true, shown: 'Alt+K', aria: 'Alt+K' },
  lock: { code: 'KeyL', alt: true, shown: 'Alt+L', aria: 'Alt+L' },
  callBack: { code: 'KeyJ', alt: true, shown: 'Alt+J', aria: 'Alt+J' },
  callMissed: { code: 'KeyI', alt: true, shown: 'Alt+I', aria: 'Alt+I' },
}

export type KeyPress = Pick<KeyboardEvent, 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'isComposing'>

/** The action of a key press, or null. `isTyping`: the focus is in a field, where plain keys are text. */
export function actionOf(press: KeyPress, isTyping: boolean): DeskAction | null {
  if (press.isComposing) return null
  for (const [action, key] of Object.entries(DESK_KEYS) as [DeskAction, KeyBinding][]) {
    const isPlain = !key.alt && !key.ctrl
    if (isPlain && isTyping) continue
    const hasCtrl = press.ctrlKey || press.metaKey
    if (
      press.code === key.code &&
      press.altKey === Boolean(key.alt) &&
      hasCtrl === Boolean(key.ctrl) &&
      press.shiftKey === Boolean(key.shift)
    )
      return action
  }
  return null
}

/** Whether a plain key would be typed where the focus is. */
export function isTypingIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
