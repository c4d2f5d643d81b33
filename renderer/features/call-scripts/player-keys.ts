/** What a key does in the script player. Keys are physical (`event.code`), so that both layouts give the same (ANCHORS-PRODUCT §4, 6). */
export type PlayerAction =
  | { readonly kind: 'option'; readonly index: number }
  | { readonly kind: 'next' | 'back' | 'forward' | 'find' | 'objection' | 'note' }

export type PlayerKeyPress = Pick<
  KeyboardEvent,
  'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'isComposing' | 'repeat'
>

/** Where the focus is: plain keys are text in a field, and Enter belongs to a focused button or link. */
export interface FocusPlace {
  readonly isTyping: boolean
  readonly isOnControl: boolean
}

const PLAIN_KEYS: Readonly<Record<string, 'find' | 'back' | 'objection' | 'note'>> = {
  Slash: 'find',
  Backspace: 'back',
  KeyO: 'objection',
  KeyN: 'note',
}

export function playerActionOf(press: PlayerKeyPress, place: FocusPlace): PlayerAction | null {
  // A held key must not answer the next step too.
  if (press.isComposing || press.repeat || press.ctrlKey || press.metaKey) return null
  if (press.altKey) {
    if (press.shiftKey) return null
    if (press.code === 'ArrowLeft') return { kind: 'back' }
    return press.code === 'ArrowRight' ? { kind: 'forward' } : null
  }
  if (place.isTyping || press.shiftKey) return null
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(press.code)?.[1]
  // The tenth answer of a step that takes several stands on 0, where the row of digits ends.
  if (digit !== undefined) return { kind: 'option', index: (Number(digit) + 9) % 10 }
  const plain = PLAIN_KEYS[press.code]
  if (plain !== undefined) return { kind: plain }
  const isEnter = press.code === 'Enter' || press.code === 'NumpadEnter'
  return isEnter && !place.isOnControl ? { kind: 'next' } : null
}

export function focusPlaceOf(target: EventTarget | null): FocusPlace {
  if (!(target instanceof HTMLElement)) return { isTyping: false, isOnControl: false }
  const isTyping = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
  return { isTyping, isOnControl: target.closest('button, a[href], summary, [role="option"]') !== null }
}
