import type { InsuredPerson } from '../person.ts'

/** Digits of a telephone number that are compared: the national ones. */
export const PHONE_DIGITS = 10
/** The sixteenth digit of a policy is a check digit: the first fifteen tell policies apart and fit a double. */
export const POLICY_DIGITS = 15
export const SNILS_DIGITS = 11
const BIRTH_DIGITS = 8

/** Numbers by which a person is found, as they are sorted; -1 where there is none. */
export interface IndexedNumbers {
  /** `yyyymmdd` */
  readonly birth: number
  readonly phones: readonly number[]
  readonly policy: number
  readonly snils: number
}

export function indexedNumbers(person: InsuredPerson): IndexedNumbers {
  return {
    birth: leadingDigits(person.birthDate, BIRTH_DIGITS),
    phones: person.phones.map((phone) => leadingDigits(phone.number.slice(-PHONE_DIGITS), PHONE_DIGITS)),
    policy: leadingDigits(person.policy.number, POLICY_DIGITS),
    snils: person.snils === null ? -1 : leadingDigits(person.snils, SNILS_DIGITS),
  }
}

/** The digits of a text as one number of `width` digits, filled with zeros behind so that a search from the front finds shorter ones; -1 without digits. */
function leadingDigits(text: string, width: number): number {
  const only = text.replace(/\D/g, '').slice(0, width)
  return only === '' ? -1 : Number(only.padEnd(width, '0'))
}
