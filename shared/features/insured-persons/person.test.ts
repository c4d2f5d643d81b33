import { describe, expect, it } from 'vitest'
import { mayBeInvited } from './person.ts'

describe('[P12] a consent taken back', () => {
  const prevention = {
    year: 2026,
    due: 'checkUp',
    quarter: 4,
    state: 'notInvited',
    stage1On: null,
    stage2On: null,
    reason: null,
  } as const
  const consents = { informing: 'given', sms: 'none', support: 'none' } as const

  it('ends the offering of preventive care at once; other consents do not touch it', () => {
    const person = { status: 'attached', prevention, consents } as const
    expect(mayBeInvited(person)).toBe(true)
    expect(mayBeInvited({ ...person, consents: { ...consents, informing: 'none' } })).toBe(true)
    expect(mayBeInvited({ ...person, consents: { ...consents, sms: 'withdrawn' } })).toBe(true)
    expect(mayBeInvited({ ...person, consents: { ...consents, informing: 'withdrawn' } })).toBe(false)
  })
})
