import { z } from 'zod'

/** Luhn check over all digits: the whole test of a unified policy number (DOMAIN §1.1). */
function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i])
    const weighted = i % 2 === 1 ? digit * 2 : digit
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return sum % 10 === 0
}

export type PolicyKind = 'oldStyle' | 'temporary' | 'unified'

/**
 * Checks a policy by kind (DOMAIN §1.2): unified = 16 digits with a check digit, temporary certificate = 9 digits, old style = free
 * text. Returns the code of what is wrong, or null.
 */
export function policyNumberProblem(
  kind: PolicyKind,
  number: string,
): 'policy.length' | 'policy.checkDigit' | 'policy.required' | null {
  if (number === '') return 'policy.required'
  if (kind === 'oldStyle') return number.length > 30 ? 'policy.length' : null
  if (!/^\d+$/.test(number) || number.length !== (kind === 'unified' ? 16 : 9)) return 'policy.length'
  return kind === 'unified' && !passesLuhn(number) ? 'policy.checkDigit' : null
}

/** Digits only: people read numbers aloud in groups and paste them with spaces. */
export function policyDigits(typed: string): string {
  return typed.replace(/[\s\-–—.]/g, '')
}

/**
 * Birth date and sex coded in a unified number (DOMAIN §1.1), or null if the digits cannot be one. A difference from the card is
 * a warning only: the number is not re-issued when the name, date or sex changes.
 */
export function decodePolicyNumber(
  number: string,
): { readonly birthDate: string; readonly sex: 'male' | 'female' } | null {
  if (!/^\d{16}$/.test(number)) return null
  const year = 9999 - Number([...number.slice(4, 8)].reverse().join(''))
  const codedMonth = 99 - Number(number.slice(2, 4))
  const codedDay = 99 - Number(number.slice(8, 10))
  const month = codedMonth - (year <= 1950 ? 20 : year <= 2000 ? 40 : 0)
  const sex = codedDay > 50 ? 'male' : 'female'
  const day = sex === 'male' ? codedDay - 50 : codedDay
  if (month < 1 || month > 12 || day < 1 || day > 31) return null
  return { birthDate: `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`, sex }
}

/** Builds a unified number: region (2 digits), birth date, sex, serial 0–99999. Used for synthetic people (region 00) and tests. */
export function encodePolicyNumber(region: string, birthDate: string, sex: 'male' | 'female', serial: number): string {
  const [year, month, day] = [
    Number(birthDate.slice(0, 4)),
    Number(birthDate.slice(5, 7)),
    Number(birthDate.slice(8, 10)),
  ]
  const codedMonth = 99 - (month + (year <= 1950 ? 20 : year <= 2000 ? 40 : 0))
  const codedYear = [...String(9999 - year).padStart(4, '0')].reverse().join('')
  const codedDay = 99 - (sex === 'male' ? day + 50 : day)
  const body = `${region}${pad(codedMonth, 2)}${codedYear}${pad(codedDay, 2)}${pad(serial, 5)}`
  for (let check = 0; check < 10; check += 1) if (passesLuhn(body + check)) return body + check
  throw new Error('Invariant broken: every body has one Luhn digit')
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0')
}

/** A policy as it stands on a card. An old card may hold a number that fails the check: it is kept and shown as doubtful. */
export const policy = z.object({
  kind: z.enum(['oldStyle', 'temporary', 'unified']),
  series: z.string().max(20).nullable(),
  number: z.string().max(30),
})
export type Policy = z.infer<typeof policy>
