import { describe, expect, it } from 'vitest'
import { PHONE_KEYS } from '#renderer/features/telephony/keymap.ts'
import { actionOf, DESK_KEYS, type KeyPress } from './keymap.ts'
import { DIAL_KEYS } from './outbound/dial-keys.ts'

const TAKEN_CODES = [...Object.values(PHONE_KEYS), ...Object.values(DIAL_KEYS)].map(({ code }) => code)

function press(code: string, held: Partial<KeyPress> = {}): KeyPress {
  return { code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, isComposing: false, ...held }
}

describe('[X4] keys of the desk', () => {
  it('are each their own and never those of the telephone or of a run through a list', () => {
    expect(new Set(TAKEN_CODES).size).toBe(TAKEN_CODES.length)
    const written = Object.values(DESK_KEYS).map((key) => `${key.ctrl}/${key.alt}/${key.shift}/${key.code}`)
    expect(new Set(written).size).toBe(written.length)
    const withAlt = Object.values(DESK_KEYS).filter((key) => key.alt)
    expect(withAlt.filter((key) => TAKEN_CODES.includes(key.code))).toEqual([])
  })

  it('follow the physical key, whatever the layout', () => {
    expect(actionOf(press('KeyK', { ctrlKey: true }), true)).toBe('palette')
    expect(actionOf(press('KeyK', { metaKey: true }), false)).toBe('palette')
    expect(actionOf(press('KeyN', { altKey: true }), true)).toBe('newAppeal')
  })

  it('leave plain keys to the field that is typed in', () => {
    expect(actionOf(press('Slash'), false)).toBe('search')
    expect(actionOf(press('Slash', { shiftKey: true }), false)).toBe('keySheet')
    expect(actionOf(press('Slash'), true)).toBeNull()
    expect(actionOf(press('Slash', { shiftKey: true }), true)).toBeNull()
  })

  it('do nothing with other modifiers held or while a letter is being composed', () => {
    expect(actionOf(press('KeyN', { altKey: true, ctrlKey: true }), false)).toBeNull()
    expect(actionOf(press('Slash', { isComposing: true }), false)).toBeNull()
  })
})
