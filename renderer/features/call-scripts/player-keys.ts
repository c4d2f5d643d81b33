/** What a key does in the script player. Keys are physical (`event.code`), so that both layouts give the same (ANCHORS-PRODUCT §4, 6). */
export type PlayerAction =
  | { readonly kind: 'option'; readonly index: number }
  | { readonly kind: 'next' | 'back' | 'forward' | 'find' }

export type PlayerKeyPress = Pick<
  KeyboardEvent,
  'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'isComposing' | 'repeat'
>

/** Where the focus is: plain keys are text in a field, and Enter belongs to a focused button or link. */
export interface FocusPlace {
  readonly isTyping: boolean
  readonly isOnControl: boolean
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
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1]
  if (digit !== undefined) return { kind: 'option', index: Number(digit) - 1 }
  if (press.code === 'Slash') return { kind: 'find' }
  const isEnter = press.code === 'Enter' || press.code === 'NumpadEnter'
  return isEnter && !place.isOnControl ? { kind: 'next' } : null
}

export function focusPlaceOf(target: EventTarget | null): FocusPlace {
  if (!(target instanceof HTMLElement)) return { isTyping: false, isOnControl: false }
  const isTyping = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
  return { isTyping, isOnControl: target.closest('button, a[href], summary, [role="option"]') !== null }
}
