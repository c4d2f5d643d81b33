import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DeskPresence, standingOf } from './floor.ts'
import { PRESENCE_TTL_MS, type PresenceReport, presenceReport, presenceShape } from './presence.ts'

const NOW = Date.parse('2026-11-25T09:00:00.000Z')
const READY = { isRegistered: true, agent: 'ready', reason: null, forMs: 60_000 } as const
const TALK = { direction: 'in', source: 'direct', phase: 'talking', forMs: 5_000 } as const

function desk(report: Partial<PresenceReport> = {}, ageMs = 0): DeskPresence {
  return { report: { phone: READY, calls: [], unsent: 0, ...report }, heardAtMs: NOW - ageMs }
}

describe('where somebody stands on the floor [S1]', () => {
  it('says what the telephone says, since when by the clock of the server', () => {
    expect(standingOf([desk()], NOW)).toMatchObject({ state: 'ready', since: '2026-11-25T08:59:00.000Z' })
    const lunch = { ...READY, agent: 'notReady', reason: 'lunch' } as const
    expect(standingOf([desk({ phone: lunch })], NOW)).toMatchObject({ state: 'notReady', reason: 'lunch' })
    expect(standingOf([desk({ phone: null })], NOW)).toMatchObject({ state: 'atDesk', since: null })
  })

  it('a call comes before the state, the live one before the held one', () => {
    const held = { ...TALK, phase: 'held', forMs: 90_000 } as const
    expect(standingOf([desk({ calls: [held, TALK] })], NOW)).toMatchObject({
      state: 'talking',
      since: '2026-11-25T08:59:55.000Z',
      calls: [{ phase: 'talking' }, { phase: 'held' }],
    })
    expect(standingOf([desk({ calls: [held] })], NOW).state).toBe('talking')
    expect(standingOf([desk({ calls: [{ ...TALK, phase: 'ringing' }] })], NOW).state).toBe('ringing')
  })

  it('nobody is ready without the exchange', () => {
    expect(standingOf([desk({ phone: { ...READY, isRegistered: false } })], NOW).state).toBe('noLine')
  })

  it('a desk that goes silent is away when its time has run out, not before', () => {
    expect(standingOf([desk({}, PRESENCE_TTL_MS - 1)], NOW).state).toBe('ready')
    expect(standingOf([desk({}, PRESENCE_TTL_MS)], NOW)).toEqual({
      state: 'away',
      reason: null,
      since: null,
      calls: [],
      unsent: null,
    })
    expect(standingOf([], NOW).state).toBe('away')
  })

  it('of two desks the one with a call counts, and what waits on both is added', () => {
    const idle = desk({ phone: { ...READY, isRegistered: false }, unsent: 2 })
    const busy = desk({ calls: [TALK], unsent: 1 }, 3_000)
    expect(standingOf([idle, busy], NOW)).toMatchObject({ state: 'talking', unsent: 3 })
    expect(standingOf([busy, idle], NOW)).toMatchObject({ state: 'talking', unsent: 3 })
  })

  it('never depends on the order in which desks are known', () => {
    const anyDesk = fc.record({
      calls: fc.constantFrom([], [TALK]),
      isRegistered: fc.boolean(),
      ageMs: fc.integer({ min: 0, max: 40_000 }),
    })
    fc.assert(
      fc.property(fc.uniqueArray(anyDesk, { maxLength: 4, selector: ({ ageMs }) => ageMs }), (drawn) => {
        const desks = drawn.map(({ calls, isRegistered, ageMs }) =>
          desk({ calls: [...calls], phone: { ...READY, isRegistered } }, ageMs),
        )
        expect(standingOf([...desks].reverse(), NOW)).toEqual(standingOf(desks, NOW))
      }),
    )
  })
})

describe('a report', () => {
  it('has the same shape while only time goes on', () => {
    const early = desk({ calls: [TALK] }).report
    const late = { ...early, phone: { ...READY, forMs: 99_000 }, calls: [{ ...TALK, forMs: 44_000 }] }
    expect(presenceShape(late)).toBe(presenceShape(early))
    expect(presenceShape({ ...early, unsent: 1 })).not.toBe(presenceShape(early))
  })
  it('carries no number and no name, even when a desk sends them', () => {
    const sent = { ...desk({ calls: [TALK] }).report, calls: [{ ...TALK, number: '+70000000001', name: 'Анна' }] }
    expect(JSON.stringify(presenceReport.parse(sent))).not.toMatch(/7000|Анна/)
  })
})
