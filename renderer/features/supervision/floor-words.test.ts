import { describe, expect, it } from 'vitest'
import { type FloorPerson, floorLimits } from '#shared/features/supervision/floor.ts'
import limitsFile from '../../../assets/reference/floor-limits.ru.json'
import { ageOf, inFloorOrder, toneOf } from './floor-words.ts'

function person(state: FloorPerson['state'], since: string | null, name = 'А'): FloorPerson {
  return { userId: name as never, name, role: 'L1', extension: null, state, reason: null, since, calls: [], unsent: 0 }
}

describe('the board [S1]', () => {
  it('shows who is waited for first and the longest first', () => {
    const people = [
      person('away', null, 'Я'),
      person('ready', '2026-11-25T09:05:00.000Z', 'Б'),
      person('ready', '2026-11-25T09:00:00.000Z', 'В'),
      person('ringing', '2026-11-25T09:09:00.000Z', 'Г'),
    ]
    expect(inFloorOrder(people).map(({ name }) => name)).toEqual(['Г', 'В', 'Б', 'Я'])
  })
  it('colours ages by the limits in force, that of the reason before that of the state', () => {
    const [inForce] = floorLimits.parse(limitsFile)
    const by = { targetSeconds: 20, limits: inForce?.limits ?? [] }
    const ringing = { state: 'ringing', reason: null } as const
    expect(toneOf(ringing, 19_000, by)).toBe('attention')
    expect(toneOf(ringing, 21_000, by)).toBe('urgent')
    expect(toneOf({ state: 'notReady', reason: 'lunch' }, 3_599_000, by)).toBe('neutral')
    expect(toneOf({ state: 'notReady', reason: 'break' }, 900_000, by)).toBe('attention')
    expect(toneOf({ state: 'notReady', reason: 'notAdmitted' }, 0, by)).toBe('attention')
    const wrapUp = { state: 'afterCallWork', reason: null } as const
    expect([0, 180_000, 300_000].map((age) => toneOf(wrapUp, age, by))).toEqual(['neutral', 'attention', 'urgent'])
    expect(toneOf({ state: 'talking', reason: null }, 60_000, by)).toBe('accent')
    const own = [{ state: 'notReady', reason: null, attentionSeconds: 5, urgentSeconds: null } as const]
    expect(toneOf({ state: 'notReady', reason: 'training' }, 6_000, { ...by, limits: own })).toBe('attention')
  })
  it('counts by the clock of the server', () => {
    const since = '2026-11-25T09:00:00.000Z'
    expect(ageOf(since, Date.parse(since) + 65_000, 60_000)).toBe(5_000)
    expect(ageOf(since, Date.parse(since) - 1, 0)).toBe(0)
    expect(ageOf(null, 0, 0)).toBeNull()
  })
})
