import { ageNow, formatDate } from '#renderer/i18n/formats.ts'
import { textsOf } from '#renderer/i18n/i18n.ts'
import type { InsuredPerson, PersonPhone, ReachWay } from '#shared/features/insured-persons/person.ts'
import { addDays } from '#shared/kernel/calendar.ts'

/** «67 лет, жен., 14.03.1957»: how two people of one name are told apart first. */
export function ageSexBirth(person: Pick<InsuredPerson, 'birthDate' | 'sex'>, nowMs: number): string {
  const t = textsOf('insuredPersons')
  const age = t('age', { count: ageNow(person.birthDate, nowMs) })
  return `${age}, ${t(`sex.${person.sex}`)}, ${formatDate(person.birthDate)}`
}

/** The last four digits, the only part of a policy number that lists show. */
export function policyTail(person: Pick<InsuredPerson, 'policy'>): string {
  return textsOf('insuredPersons')('policy.tail', { tail: person.policy.number.slice(-4) })
}

/** Digits in fours with all but the last group hidden: `•••• •••• •••• 1233`. */
export function maskNumber(number: string): string {
  const hidden = number.slice(0, -4).replace(/\d/g, '•')
  return groupDigits(hidden + number.slice(-4))
}

/** Sixteen signs are read in fours. */
export function groupDigits(number: string): string {
  return number.length === 16 ? (number.match(/.{4}/g) ?? []).join(' ') : number
}

export function addressLine(address: InsuredPerson['address']): string {
  const t = textsOf('insuredPersons')
  const parts = [t('address.full', { street: address.street, house: address.house })]
  if (address.building !== null) parts.push(t('address.building', { building: address.building }))
  if (address.flat !== null) parts.push(t('address.flat', { flat: address.flat }))
  return parts.join(', ')
}

/** The days of a number in words, empty when nobody named one: «с 01.05.2026 по 30.09.2026», «неверен с 03.11.2026». */
export function phoneDays({ valid, validFrom, validTo }: PersonPhone): string {
  const t = textsOf('insuredPersons')
  if (!valid) return validTo === undefined ? '' : t('phone.wrongSince', { date: formatDate(addDays(validTo, 1)) })
  const parts = []
  if (validFrom !== undefined) parts.push(t('phone.from', { date: formatDate(validFrom) }))
  if (validTo !== undefined) parts.push(t('phone.to', { date: formatDate(validTo) }))
  return parts.join(' ')
}

/** «SMS, письмо»: ways of being told, the best first. */
export function waysLine(ways: readonly ReachWay[]): string {
  const t = textsOf('insuredPersons')
  return ways.map((way) => t(`way.${way}`)).join(', ')
}
