import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import termsFile from '../../../assets/reference/agent-state-terms.ru.json' with { type: 'json' }
import { notReadyReason } from '../../kernel/not-ready-reason.ts'
import { agentDay, type OpenSpan } from './agent-day.ts'
import { type AgentSpan, agentActivity, inOrderOfTime } from './agent-span.ts'
import { agentTerms, agentTermsOn, timeLeft } from './agent-terms.ts'
import type { Call } from './call.ts'

const TERMS = agentTermsOn(agentTerms.parse(termsFile), '2026-11-26')
const span = (activity: OpenSpan['activity'], seconds: number, reason: OpenSpan['reason'] = null): OpenSpan => ({
  activity,
  seconds,
  reason,
})
const talk = (seconds: number) =>
  ({
    result: 'answered',
    answeredAt: '2026-11-26T09:00:00.000Z',
    endedAt: new Date(Date.UTC(2026, 10, 26, 9, 0, seconds)).toISOString(),
  }) as unknown as Call

describe('[C9] the own day in figures', () => {
  it('adds up states and reasons, and takes means of talks and of work after calls', () => {
    const spans = [
      span('ready', 300),
      span('talking', 120),
      span('afterCallWork', 30),
      span('talking', 60),
      span('afterCallWork', 50),
      span('notReady', 200, 'break'),
      span('notReady', 240, 'lunch'),
      span('notReady', 100, 'break'),
    ]
    expect(agentDay(spans, [talk(120), talk(60), { result: 'missed' } as Call])).toEqual({
      handled: 2,
      meanTalk: 90,
      meanAfterCall: 40,
      total: 1100,
      of: { ready: 300, talking: 180, afterCallWork: 80, notReady: 540 },
      reasons: [
        { reason: 'break', seconds: 300 },
        { reason: 'lunch', seconds: 240 },
      ],
      atWork: 560 / 1100,
    })
    expect(agentDay([], [])).toMatchObject({ meanTalk: null, meanAfterCall: null, atWork: null, total: 0 })
  })

  it('no second is lost or counted twice', () => {
    const one = fc.record({
      activity: fc.constantFrom(...agentActivity.options),
      seconds: fc.integer({ min: 0, max: 36_000 }),
      reason: fc.constantFrom(...notReadyReason.options),
    })
    fc.assert(
      fc.property(fc.array(one), (drawn) => {
        const spans = drawn.map((it) => ({ ...it, reason: it.activity === 'notReady' ? it.reason : null }))
        const day = agentDay(spans, [])
        expect(day.total).toBe(spans.reduce((sum, { seconds }) => sum + seconds, 0))
        expect(day.reasons.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(day.of.notReady)
      }),
    )
  })
})

describe('[TEL56] limits of reasons', () => {
  it('the nearer limit counts: of this time or of the day', () => {
    expect(timeLeft(TERMS, 'break', 60, 0)).toEqual({ by: 'once', seconds: 14 * 60 })
    expect(timeLeft(TERMS, 'break', 60, 40 * 60)).toEqual({ by: 'day', seconds: 4 * 60 })
    expect(timeLeft(TERMS, 'break', 20 * 60, 0)).toEqual({ by: 'once', seconds: -5 * 60 })
    expect(timeLeft(TERMS, 'training', 9_000, 9_000)).toBeNull()
    expect(timeLeft(TERMS, 'startOfShift', 9_000, 0)).toBeNull()
  })
})

it('[TIME1] stretches stand by the desk’s clock, but never after the server heard of them', () => {
  const at = (id: string, to: string, receivedAt: string | null) => ({ id, to, receivedAt }) as unknown as AgentSpan
  const ahead = at('a', '2026-11-26T18:00:00.000Z', '2026-11-26T09:00:00.000Z')
  const later = at('b', '2026-11-26T09:30:00.000Z', '2026-11-26T09:31:00.000Z')
  const unsent = at('c', '2026-11-26T09:45:00.000Z', null)
  expect(inOrderOfTime([unsent, later, ahead]).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})
