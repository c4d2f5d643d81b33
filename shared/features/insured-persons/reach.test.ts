import { describe, expect, it } from 'vitest'
import { aPerson } from '../../builders/a-person.ts'
import type { InsuredPerson } from './person.ts'
import { asksNotToCall, waysTo } from './reach.ts'

const TODAY = '2026-11-24'
const mobile = { number: '+70000000001', kind: 'mobile', valid: true } as const
const person = (more: Partial<InsuredPerson>): InsuredPerson => ({ ...aPerson(), phones: [mobile], ...more })
const ways = (more: Partial<InsuredPerson>) => waysTo(person(more), TODAY)
const withSms = (sms: 'given' | 'withdrawn') => ({ ...aPerson().consents, sms })

describe('[P5] [P12] how a person is told', () => {
  it('is by a call where nobody asked, by letter or at the post where there is no number in force', () => {
    expect(ways({})).toEqual(['call', 'post', 'inPerson'])
    expect(ways({ phones: [] })).toEqual(['post', 'inPerson'])
    expect(ways({ phones: [{ ...mobile, validTo: '2026-11-23' }] })).toEqual(['post', 'inPerson'])
    expect(ways({ preferredWays: [] })).toEqual(['call', 'post', 'inPerson'])
  })

  it('is as the person asked, in that order, as far as contact data and consent allow', () => {
    expect(
      ways({ preferredWays: ['sms', 'email', 'call'], consents: withSms('given'), email: 'a@pochta.invalid' }),
    ).toEqual(['sms', 'email', 'call'])
    expect(ways({ preferredWays: ['sms', 'call'], consents: withSms('withdrawn') })).toEqual(['call'])
    expect(ways({ preferredWays: ['email'], email: null })).toEqual(['inPerson'])
  })

  it('is never by a call when the person asked for other ways', () => {
    expect(asksNotToCall({})).toBe(false)
    expect(asksNotToCall({ preferredWays: [] })).toBe(false)
    expect(asksNotToCall({ preferredWays: ['post', 'call'] })).toBe(false)
    expect(asksNotToCall({ preferredWays: ['post'] })).toBe(true)
  })
})
