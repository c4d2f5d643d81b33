import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askAboutNumber, objectionTo } from '#renderer/app/outbound/manual-dial.ts'
import { tellDaysIn } from '#renderer/i18n/today.ts'
import { aPerson } from '#shared/builders/a-person.ts'

/** Tuesday, noon by the organisation's clock. */
const NOON = Date.UTC(2026, 10, 24, 9)
const NIGHT = Date.UTC(2026, 10, 24, 19)
const MOBILE = '+79160000001'
const VLADIVOSTOK = '+74231234567'

beforeAll(() => tellDaysIn(180))
afterAll(() => tellDaysIn(null))

const mobile = { number: MOBILE, kind: 'mobile' as const, valid: true }

describe('a number dialled by hand', () => {
  it('[OUT3] is asked about at night and not by day', () => {
    expect(objectionTo(MOBILE, [], NOON)).toBeNull()
    expect(objectionTo('8 (916) 000-00-01', [], NIGHT)).toEqual({
      why: 'quietHours',
      until: '2026-11-25T06:00:00.000Z',
    })
  })

  it('[OUT3] goes by the hours of its own area', () => {
    // Noon in Moscow is 19:00 in Vladivostok; two hours later it is 21:00.
    expect(objectionTo(VLADIVOSTOK, [], NOON)).toBeNull()
    expect(objectionTo(VLADIVOSTOK, [], NOON + 2 * 3_600_000)).toMatchObject({ why: 'quietHours' })
  })

  it('[OUT3] goes by where the person is, when that is known', () => {
    const far = aPerson({ phones: [mobile, { number: VLADIVOSTOK, kind: 'home', valid: true }] })
    expect(objectionTo(MOBILE, [far], NOON + 2 * 3_600_000)).toMatchObject({ why: 'quietHours' })
    const moved = aPerson({ phones: [mobile, { number: VLADIVOSTOK, kind: 'home', valid: false }] })
    expect(objectionTo(MOBILE, [moved], NOON + 2 * 3_600_000)).toBeNull()
  })

  it('[OUT1] of somebody who asked not to be called, or took back the consent, is asked about whatever the time', () => {
    const silent = aPerson({ phones: [mobile], preferredWays: ['post'] })
    expect(objectionTo(MOBILE, [silent], NOON)).toEqual({ why: 'doNotCall' })
    const person = aPerson({ phones: [mobile] })
    const withdrawn = aPerson({ phones: [mobile], consents: { ...person.consents, informing: 'withdrawn' } })
    expect(objectionTo(MOBILE, [withdrawn], NIGHT)).toEqual({ why: 'consentWithdrawn' })
    expect(objectionTo(MOBILE, [person, silent], NOON)).toEqual({ why: 'doNotCall' })
  })

  it('of a colleague or a service is never asked about', () => {
    for (const number of ['1002', '100', '112', '*98', 'nonsense']) expect(objectionTo(number, [], NIGHT)).toBeNull()
  })

  it('is dialled when the store cannot say whose it is', async () => {
    const broken = { personsByPhone: () => Promise.reject(new Error('closed')) }
    expect(await askAboutNumber(broken, MOBILE, NOON)).toBeNull()
    expect(await askAboutNumber(broken, MOBILE, NIGHT)).toMatchObject({ why: 'quietHours' })
  })
})
