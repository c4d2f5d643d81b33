import { z } from 'zod'

/** A Russian number in E.164, `+7` and ten digits. Synthetic people live in `+7000…`, which no network routes (DOMAIN §10). */
export const phoneNumber = z.string().regex(/^\+7\d{10}$/, { error: 'phone.invalid' })

/**
 * The E.164 form of what a person typed or a PBX sent: `8 (912) 345-67-89`, `+7912…`, `9123456789`, `sip:+7…@host`.
 * Null when it is not a Russian ten-digit number: short internal numbers and foreign numbers are compared as they stand.
 */
export function toPhoneNumber(typed: string): string | null {
  const user = /^sips?:([^@;]+)/.exec(typed.trim())?.[1] ?? typed
  const digits = user.replace(/\D/g, '')
  if (digits.length === 10) return `+7${digits}`
  if (digits.length === 11 && (digits[0] === '7' || digits[0] === '8')) return `+7${digits.slice(1)}`
  return null
}

/** `+7 (912) 345-67-89`; anything else is returned unchanged. */
export function formatPhone(e164: string): string {
  const match = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(e164)
  return match ? `+7 (${match[1]}) ${match[2]}-${match[3]}-${match[4]}` : e164
}

/** Whether this could be a number to call back, Russian or not: 3 to 15 digits (E.164) with nothing but `+ ( ) - .` and spaces. */
export function isPhoneLike(typed: string): boolean {
  const digits = typed.replace(/\D/g, '').length
  return /^[+\d\s().-]*$/.test(typed) && digits >= 3 && digits <= 15
}

/** Mobile numbers start with 9 after +7; only they receive SMS. */
export function isMobile(e164: string): boolean {
  return e164.startsWith('+79')
}

/** True for numbers of synthetic people: they are rung by the try-out exchange or the lab only, never by a real network. */
export function isSyntheticPhone(e164: string): boolean {
  return e164.startsWith('+7000')
}
