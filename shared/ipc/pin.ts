import { z } from 'zod'

/** Digits of a PIN. */
export const PIN_LENGTH = 6

export const pin = z.string().regex(/^\d{6}$/)

/**
 * Why a PIN is refused. `sameDigits`: 111111. `sequence`: 123456, 987654, also past 9. `repeats`: 121212, 123123, 112233. `year`: a year of birth
 * stands in it (198419, 841984), the first thing a thief tries after a date.
 */
export const pinWeakness = z.enum(['sameDigits', 'sequence', 'repeats', 'year'])
export type PinWeakness = z.infer<typeof pinWeakness>

/** Years in which somebody who works today may have been born. */
const YEAR = /^(19[3-9]\d|200\d|201\d)/

/**
 * Why this PIN would be guessed among the first, or null. Five tries stand against a thief, so it is the few common ones that count.
 * @param digits six digits
 */
export function weaknessOf(digits: string): PinWeakness | null {
  const steps = [...digits].slice(1).map((digit, index) => (Number(digit) - Number(digits[index]) + 10) % 10)
  const isEvery = (step: number): boolean => steps.every((it) => it === step)
  if (isEvery(0)) return 'sameDigits'
  if (isEvery(1) || isEvery(9)) return 'sequence'
  if (/^(\d{2})\1\1$/.test(digits) || /^(\d{3})\1$/.test(digits) || /^(\d)\1(\d)\2(\d)\3$/.test(digits))
    return 'repeats'
  return YEAR.test(digits) || YEAR.test(digits.slice(2)) ? 'year' : null
}
