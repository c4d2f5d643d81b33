import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pin, weaknessOf } from './pin.ts'

describe('[KEY2] a PIN that would be guessed', () => {
  it.each([
    ['111111', 'sameDigits'],
    ['000000', 'sameDigits'],
    ['123456', 'sequence'],
    ['654321', 'sequence'],
    ['567890', 'sequence'],
    ['321098', 'sequence'],
    ['121212', 'repeats'],
    ['123123', 'repeats'],
    ['112233', 'repeats'],
    ['198484', 'year'],
    ['198419', 'year'],
    ['841984', 'year'],
    ['200501', 'year'],
  ])('%s is refused: %s', (digits, why) => {
    expect(weaknessOf(digits)).toBe(why)
  })

  it.each(['903617', '274951', '190019', '580317'])('%s is taken', (digits) => {
    expect(weaknessOf(digits)).toBeNull()
  })

  it('is seldom: of all six digits less than three in a hundred are refused', () => {
    let refused = 0
    for (let n = 0; n < 1_000_000; n += 1) if (weaknessOf(String(n).padStart(6, '0')) !== null) refused += 1
    expect(refused / 1_000_000).toBeLessThan(0.03)
  })

  it('is six digits and nothing else', () => {
    fc.assert(fc.property(fc.string(), (text) => pin.safeParse(text).success === /^[0-9]{6}$/.test(text)))
    expect(pin.safeParse('123456\n').success).toBe(false)
  })
})
