import { describe, expect, it } from 'vitest'
import type { FloorPerson } from '#shared/features/supervision/floor.ts'
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
  it('is red only for an answer that is late', () => {
    const ringing = { state: 'ringing', reason: null } as const
    expect(toneOf(ringing, 19_000, 20_000)).toBe('attention')
    expect(toneOf(ringing, 21_000, 20_000)).toBe('urgent')
    expect(toneOf({ state: 'notReady', reason: 'lunch' }, 9_000_000, 20_000)).toBe('neutral')
    expect(toneOf({ state: 'notReady', reason: 'break' }, 901_000, 20_000)).toBe('attention')
  })
  it('counts by the clock of the server', () => {
    const since = '2026-11-25T09:00:00.000Z'
    expect(ageOf(since, Date.parse(since) + 65_000, 60_000)).toBe(5_000)
    expect(ageOf(since, Date.parse(since) - 1, 0)).toBe(0)
    expect(ageOf(null, 0, 0)).toBeNull()
  })
})
