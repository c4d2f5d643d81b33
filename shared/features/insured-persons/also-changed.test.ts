import { describe, expect, it } from 'vitest'
import { alsoChanged } from './also-changed.ts'

const mine = { by: 'me', at: '2026-11-24T09:10:00.000Z' }
const before = { by: 'other', at: '2026-11-24T09:00:00.000Z' }
const after = { by: 'third', at: '2026-11-24T09:20:00.000Z' }

describe('[MERGE1] a card that others changed too', () => {
  it('names the newest change of another, to whoever was first and whoever was second', () => {
    expect(alsoChanged([mine, before], 'me', null)).toEqual(before)
    expect(alsoChanged([after, mine, before], 'me', null)).toEqual(after)
    expect(alsoChanged([mine, before], 'other', null)).toEqual(mine)
  })

  it('is silent to one who changed nothing, and about what was put aside', () => {
    expect(alsoChanged([before, after], 'me', null)).toBeNull()
    expect(alsoChanged([mine], 'me', null)).toBeNull()
    expect(alsoChanged([mine, before, after], 'me', after.at)).toBeNull()
    expect(alsoChanged([mine, before, after], 'me', before.at)).toEqual(after)
  })
})
