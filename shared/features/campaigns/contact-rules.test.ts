import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aCampaignPlan } from '../../builders/a-campaign.ts'
import { anId, CLINIC_ID, USER_ID } from '../../builders/ids.ts'
import type { ClinicId, PersonId, UserId } from '../../kernel/ids.ts'
import { type CampaignContact, contactId, type SurveyCampaign } from './campaign.ts'
import { afterAttempt, callStop, isRunning, planFaults } from './contact-rules.ts'

const campaign: SurveyCampaign = {
  ...aCampaignPlan(),
  id: anId(1),
  scriptVersion: 1,
  quotas: [],
  answered: 0,
  createdBy: anId<UserId>(USER_ID),
  createdAt: '2026-11-01T06:00:00.000Z',
  closedAt: null,
}
const fresh: CampaignContact = {
  id: contactId(campaign.id, anId(2)),
  campaignId: campaign.id,
  personId: anId<PersonId>(2),
  clinicId: anId<ClinicId>(CLINIC_ID),
  state: 'waiting',
  attempts: [],
  nextAt: null,
}
const dayOf = (instant: string): string => instant.slice(0, 10)
const outcome = fc.constantFrom('answered', 'notReached', 'callBack', 'refused', 'wrongNumber') as fc.Arbitrary<
  CampaignContact['attempts'][number]['outcome']
>
const attempt = fc
  .record({ day: fc.integer({ min: 10, max: 29 }), hour: fc.integer({ min: 10, max: 18 }), outcome })
  .map(({ day, hour, outcome: it }) => ({
    at: `2026-11-${day}T${hour}:00:00.000Z`,
    outcome: it,
    by: anId<UserId>(USER_ID),
  }))
const now = { day: '2026-11-29', hour: 12, at: '2026-11-29T12:00:00.000Z' }

describe('attempts of a campaign', () => {
  it('[C8] keep every attempt in whatever order they arrive, and never call again who refused or answered', () => {
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 8 }), (attempts) => {
        const after = attempts.reduce(
          (contact, it) => afterAttempt(contact, it, it.outcome === 'callBack' ? '2026-11-30T09:00:00.000Z' : null, 3),
          fresh,
        )
        expect(after.attempts).toHaveLength(attempts.length)
        expect(after.attempts.map(({ at }) => at)).toEqual(attempts.map(({ at }) => at).sort())
        const closing = attempts.findIndex(({ outcome: it }) => it === 'refused' || it === 'answered')
        if (closing >= 0) {
          expect(after.state).toBe(attempts[closing]?.outcome)
          expect(callStop(after, campaign, now, dayOf)).not.toBeNull()
        }
      }),
    )
  })

  it('[C10] stop after as many unanswered calls as the campaign allows, and once a day', () => {
    const unanswered = (day: number) => ({
      at: `2026-11-${day}T10:00:00.000Z`,
      outcome: 'notReached' as const,
      by: anId<UserId>(USER_ID),
    })
    const once = afterAttempt(fresh, unanswered(29), null, 3)
    expect(callStop(once, campaign, now, dayOf)?.code).toBe('campaigns.calledToday')
    expect(callStop(once, campaign, { ...now, day: '2026-11-30' }, dayOf)).toBeNull()
    const used = [26, 27, 28].reduce((contact, day) => afterAttempt(contact, unanswered(day), null, 3), fresh)
    expect([used.state, callStop(used, campaign, now, dayOf)?.code]).toEqual(['givenUp', 'campaigns.closedForPerson'])
  })

  it('[C8] call within the hours of the person only, and not before the time that was named', () => {
    expect(callStop(fresh, campaign, { ...now, hour: 8 }, dayOf)?.code).toBe('campaigns.outsideHours')
    expect(callStop(fresh, campaign, { ...now, hour: 20 }, dayOf)?.code).toBe('campaigns.outsideHours')
    const later = afterAttempt(
      fresh,
      { at: '2026-11-29T09:00:00.000Z', outcome: 'callBack', by: anId<UserId>(USER_ID) },
      '2026-11-29T15:00:00.000Z',
      3,
    )
    expect(callStop(later, campaign, now, dayOf)?.code).toBe('campaigns.tooEarly')
    expect(callStop(later, campaign, { ...now, hour: 15, at: '2026-11-29T15:00:00.000Z' }, dayOf)).toBeNull()
  })

  it('run while answers are wanted, within their days, until they are closed', () => {
    expect(isRunning(campaign, '2026-11-30')).toBe(true)
    expect(isRunning(campaign, '2026-12-01')).toBe(false)
    expect(isRunning({ ...campaign, answered: 50 }, '2026-11-15')).toBe(false)
    expect(isRunning({ ...campaign, closedAt: '2026-11-10T00:00:00.000Z' }, '2026-11-15')).toBe(false)
    expect(planFaults(aCampaignPlan(), '2026-11-24')).toEqual([])
    const bad = aCampaignPlan({ ageFrom: 60, ageTo: 20 }, { hourFrom: 20, hourTo: 9, to: '2026-10-01' })
    expect(planFaults(bad, '2026-11-24').map(({ code }) => code)).toEqual([
      'campaigns.endsBeforeStart',
      'campaigns.endsInPast',
      'campaigns.hoursEmpty',
      'campaigns.agesEmpty',
    ])
  })
})
