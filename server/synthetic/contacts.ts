import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Draws } from './draws.ts'
import { privateNumber } from './places.ts'
import { byAge, CONSENT, CONTACT, PHONE_INVALID, PHONE_SHARED } from './shares.ts'

type Phone = InsuredPerson['phones'][number]
type Consents = InsuredPerson['consents']

export interface Phones {
  readonly list: readonly Phone[]
}

/** Hands out telephone numbers, each once; only what is shared on purpose occurs twice. */
export interface PhoneBook {
  draw(draws: Draws, age: number, partner: Phones | null): Phones
}

/** Share of couples with one mobile, so that `PHONE_SHARED` of all people have a shared number: about half of all live as couples with a mobile. */
const COUPLES_WITH_ONE_MOBILE = PHONE_SHARED / 0.49

export function phoneBookOf(): PhoneBook {
  let given = 0
  const next = (): string => privateNumber(given++)
  return {
    draw: (draws, age, partner) => {
      const kind = drawKind(draws, age)
      const homeToo = draws.chance(byAge(age, CONTACT.below, CONTACT.homeToo))
      const workToo = draws.chance(byAge(age, CONTACT.below, CONTACT.workToo))
      const isShared = draws.chance(COUPLES_WITH_ONE_MOBILE)
      const list: Phone[] = []
      const partnerMobile = partner?.list.find((phone) => phone.kind === 'mobile')
      const partnerHome = partner?.list.find((phone) => phone.kind === 'home')
      if (partnerMobile && isShared) list.push(partnerMobile)
      else if (kind === 'mobile') list.push({ number: next(), kind, valid: !draws.chance(PHONE_INVALID) })
      if (kind === 'homeOnly' || (kind === 'mobile' && homeToo))
        list.push(partnerHome ?? { number: next(), kind: 'home', valid: !draws.chance(PHONE_INVALID) })
      if (kind === 'mobile' && workToo) list.push({ number: next(), kind: 'work', valid: !draws.chance(PHONE_INVALID) })
      return { list }
    },
  }
}

function drawKind(draws: Draws, age: number): 'mobile' | 'homeOnly' | 'none' {
  const at = draws.unit()
  const mobile = byAge(age, CONTACT.below, CONTACT.mobile)
  if (at < mobile) return 'mobile'
  return at < mobile + byAge(age, CONTACT.below, CONTACT.homeOnly) ? 'homeOnly' : 'none'
}

export interface ConsentCase {
  readonly hasMobile: boolean
  readonly isChronic: boolean
  /** People in a programme have consented; supporting the others goes by share. */
  readonly support: 'always' | 'never' | 'byShare'
}

/** Two in a hundred have taken a consent back. People with a chronic condition agree to support more often; together 8 %. */
export function drawConsents(draws: Draws, item: ConsentCase): Consents {
  const supportShare = item.isChronic ? 0.13 : 0.027
  const informing = draws.chance(CONSENT.informing)
  const sms = item.hasMobile && draws.chance(CONSENT.sms)
  const support = draws.chance(supportShare)
  const isWithdrawn = draws.chance(CONSENT.withdrawn)
  return {
    informing: stateOf(informing, isWithdrawn),
    sms: stateOf(sms, isWithdrawn),
    support: item.support === 'always' ? 'given' : item.support === 'never' ? 'none' : stateOf(support, false),
  }
}

function stateOf(isGiven: boolean, isWithdrawn: boolean): Consents['sms'] {
  if (!isGiven) return 'none'
  return isWithdrawn ? 'withdrawn' : 'given'
}
