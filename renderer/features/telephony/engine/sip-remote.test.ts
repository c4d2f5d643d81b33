import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dialTarget, isExternalNumber, mayFollowReferral, remoteParty } from './sip-remote.ts'

const party = { user: '+70001234567', host: 'pbx.opora.invalid', displayName: 'Иванова Мария' }

describe('the other side of a call', () => {
  it('reads number, name, source and diversion', () => {
    expect(
      remoteParty({ ...party, callSource: 'fund', diversion: '<sip:88000000000@x>;reason=unconditional' }),
    ).toEqual({
      number: '+70001234567',
      name: 'Иванова Мария',
      source: 'fundContactCentre',
      isInternal: false,
      divertedFrom: '88000000000',
    })
    expect(remoteParty({ ...party, callSource: 'dispatchService' }).source).toBe('dispatchService')
    expect(remoteParty({ ...party, callSource: 'nonsense' }).source).toBe('direct')
  })

  it('a hidden caller has no number, a colleague is internal', () => {
    expect(remoteParty({ user: 'anonymous', host: 'anonymous.invalid', displayName: 'Anonymous' }).number).toBe('')
    expect(remoteParty({ ...party, user: undefined }).number).toBe('')
    expect(remoteParty({ ...party, user: '1002' }).isInternal).toBe(true)
  })

  it('foreign input never throws and stays within the record', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (user, displayName, diversion) => {
        const remote = remoteParty({ user, host: 'h', displayName, diversion })
        expect(remote.number.length).toBeLessThanOrEqual(40)
        expect(remote.name.length).toBeLessThanOrEqual(120)
        expect(remote.name).not.toMatch(/\p{Cc}/u)
      }),
    )
  })
})

describe('dialling', () => {
  it.each([
    ['+7 (000) 123-45-67', 'sip:+70001234567@d'],
    ['600', 'sip:600@d'],
    ['*21#', 'sip:*21%23@d'],
    ['', undefined],
    ['Иванова', undefined],
    ['1@evil;x', undefined],
    ['sip:1@x', undefined],
  ])('%s → %s', (typed, target) => {
    expect(dialTarget(typed, 'd')).toBe(target)
  })

  it('only outside numbers may play something before the answer', () => {
    expect(isExternalNumber('+70001234567')).toBe(true)
    expect(isExternalNumber('700')).toBe(false)
  })

  it('[TEL35] only a colleague sends us on, and only within our own domain', () => {
    const colleague = remoteParty({ ...party, user: '1002' })
    const caller = remoteParty(party)
    expect(mayFollowReferral(colleague, { host: 'd', hasReplaces: false }, 'd')).toBe(true)
    expect(mayFollowReferral(colleague, { host: 'evil.example', hasReplaces: false }, 'd')).toBe(false)
    expect(mayFollowReferral(colleague, { host: 'x1.invalid', hasReplaces: true }, 'd')).toBe(true)
    expect(mayFollowReferral(caller, { host: 'd', hasReplaces: false }, 'd')).toBe(false)
  })
})
