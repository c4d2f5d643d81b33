import { describe, expect, it } from 'vitest'
import { PHONE_KEYS, phoneCommandOf } from './keymap.ts'

const press = (code: string, change: Partial<Parameters<typeof phoneCommandOf>[0]> = {}) =>
  phoneCommandOf({ code, altKey: true, ctrlKey: false, metaKey: false, shiftKey: false, repeat: false, ...change })

describe('keys of the telephone', () => {
  it('go by the physical key, whatever the layout writes', () => {
    for (const [command, key] of Object.entries(PHONE_KEYS)) expect(press(key.code)).toBe(command)
  })

  it('need Alt alone, and count once while held', () => {
    expect(press('KeyA', { altKey: false })).toBeUndefined()
    expect(press('KeyA', { ctrlKey: true })).toBeUndefined()
    expect(press('KeyA', { shiftKey: true })).toBeUndefined()
    expect(press('KeyM', { repeat: true })).toBeUndefined()
    expect(press('KeyZ')).toBeUndefined()
  })
})
