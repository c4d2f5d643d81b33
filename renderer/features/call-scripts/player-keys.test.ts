import { describe, expect, it } from 'vitest'
import { type PlayerKeyPress, playerActionOf } from './player-keys.ts'

const press = (code: string, more: Partial<PlayerKeyPress> = {}): PlayerKeyPress => ({
  code,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  repeat: false,
  ...more,
})
const free = { isTyping: false, isOnControl: false }
const typing = { isTyping: true, isOnControl: false }

describe('[X4] keys of the script player', () => {
  it('answers by digits of both rows, whatever the layout', () => {
    expect(playerActionOf(press('Digit1'), free)).toEqual({ kind: 'option', index: 0 })
    expect(playerActionOf(press('Numpad9'), free)).toEqual({ kind: 'option', index: 8 })
    expect(playerActionOf(press('Digit0'), free)).toEqual({ kind: 'option', index: 9 })
  })

  it('never steals typing, nor a key of the desk, nor Enter of a focused button', () => {
    for (const code of ['Digit1', 'Slash', 'Enter', 'Backspace', 'KeyO', 'KeyN'])
      expect(playerActionOf(press(code), typing), code).toBeNull()
    expect(playerActionOf(press('Digit1', { altKey: true }), free)).toBeNull()
    expect(playerActionOf(press('Digit1', { ctrlKey: true }), free)).toBeNull()
    expect(playerActionOf(press('Slash', { shiftKey: true }), free)).toBeNull()
    expect(playerActionOf(press('Enter'), { isTyping: false, isOnControl: true })).toBeNull()
    expect(playerActionOf(press('Enter', { isComposing: true }), free)).toBeNull()
  })

  it('goes on, back and forward, back also out of a field', () => {
    expect(playerActionOf(press('NumpadEnter'), free)).toEqual({ kind: 'next' })
    expect(playerActionOf(press('ArrowLeft', { altKey: true }), typing)).toEqual({ kind: 'back' })
    expect(playerActionOf(press('ArrowRight', { altKey: true }), free)).toEqual({ kind: 'forward' })
    expect(playerActionOf(press('Slash'), free)).toEqual({ kind: 'find' })
    expect(playerActionOf(press('Backspace'), free)).toEqual({ kind: 'back' })
    expect(playerActionOf(press('KeyO'), free)).toEqual({ kind: 'objection' })
    expect(playerActionOf(press('KeyN'), free)).toEqual({ kind: 'note' })
  })

  it('does not answer the next step by a key held down', () => {
    expect(playerActionOf(press('Digit1', { repeat: true }), free)).toBeNull()
    expect(playerActionOf(press('Enter', { repeat: true }), free)).toBeNull()
  })
})
