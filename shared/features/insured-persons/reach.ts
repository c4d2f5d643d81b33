import type { LocalDate } from '../../kernel/calendar.ts'
import { type InsuredPerson, isPhoneInForce, type ReachWay } from './person.ts'

/** What the ways to a person depend on. */
export type Reachable = Pick<InsuredPerson, 'phones' | 'email' | 'address' | 'consents' | 'preferredWays'>

/** Where nobody asked, people are called; who has no number gets a letter or is told at the post. */
const USUAL: readonly ReachWay[] = ['call', 'post', 'inPerson']

/**
 * Ways by which a person can be told something on a day, the best first (REQUIREMENTS P5, P12): those that he or she asked for, or the
 * usual ones; of them those for which there are contact data and consent. Nobody is out of reach: at the post anybody can be told.
 */
export function waysTo(person: Reachable, today: LocalDate): readonly ReachWay[] {
  const wanted = person.preferredWays?.length ? person.preferredWays : USUAL
  const open = wanted.filter((way) => isOpen(way, person, today))
  return open.length > 0 ? open : ['inPerson']
}

/** Whether the person asked to be told otherwise than by a call. */
export function asksNotToCall({ preferredWays }: Pick<InsuredPerson, 'preferredWays'>): boolean {
  return preferredWays !== undefined && preferredWays.length > 0 && !preferredWays.includes('call')
}

function isOpen(way: ReachWay, person: Reachable, today: LocalDate): boolean {
  const phones = person.phones.filter((phone) => isPhoneInForce(phone, today))
  switch (way) {
    case 'call':
      return phones.length > 0
    case 'sms':
    case 'messenger':
      return person.consents.sms === 'given' && phones.some(({ kind }) => kind === 'mobile')
    case 'email':
      return person.email !== null
    case 'post':
    case 'home':
      return person.address.street !== '' && person.address.house !== ''
    case 'inPerson':
      return true
  }
}
