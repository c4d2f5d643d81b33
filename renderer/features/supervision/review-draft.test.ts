import { describe, expect, it } from 'vitest'
import { EMPTY_REVIEW, placeOf, withComment } from './review-draft.ts'

describe('a remark at a place of the call [S2]', () => {
  it.each([
    ['1:25', 85],
    ['0:00', 0],
    [' 45 ', 45],
    ['3:00', 180],
  ])('%s is %i seconds', (typed, seconds) => expect(placeOf(typed, 180)).toBe(seconds))
  it.each(['', '1:75', '3:01', '181', 'abc', '-1', '1:2:3'])('%s is no place', (typed) =>
    expect(placeOf(typed, 180)).toBeNull(),
  )
  it('stands in the order of the call, whenever it was made', () => {
    const first = withComment({ ...EMPTY_REVIEW, at: '1:00', text: ' потом ' }, 60)
    const both = withComment({ ...first, at: '0:10', text: 'сначала' }, 10)
    expect(both.comments).toEqual([
      { atSeconds: 10, text: 'сначала' },
      { atSeconds: 60, text: 'потом' },
    ])
    expect(both).toMatchObject({ at: '', text: '' })
  })
})
