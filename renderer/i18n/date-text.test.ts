import { describe, expect, it } from 'vitest'
import { isWholeDate, readDate } from './date-text.ts'

const TODAY = '2026-11-26'

describe('a date as people type it', () => {
  it.each([
    ['26.11.2026', '2026-11-26'],
    ['1.2.2026', '2026-02-01'],
    [' 26/11/2026 ', '2026-11-26'],
    ['26-11-2026', '2026-11-26'],
    ['26 11 2026', '2026-11-26'],
    ['26,11,2026', '2026-11-26'],
    ['26112026', '2026-11-26'],
    ['261126', '2026-11-26'],
    ['2611', '2026-11-26'],
    ['5.3', '2026-03-05'],
    ['5.3.', '2026-03-05'],
    ['14.03.57', '1957-03-14'],
    ['14.03.36', '2036-03-14'],
    ['14.03.37', '1937-03-14'],
    ['2026-11-26', '2026-11-26'],
    ['29.02.2024', '2024-02-29'],
  ])('%s is %s', (text, date) => {
    expect(readDate(text, TODAY)).toBe(date)
  })

  it.each([
    '',
    ' ',
    '31.02.2026',
    '29.02.2026',
    '00.01.2026',
    '12.13.2026',
    '2026-13-01',
    '26.11.202',
    '26',
    'вчера',
    '26.11.2026 г',
  ])('%s is no date', (text) => {
    expect(readDate(text, TODAY)).toBeNull()
  })

  it('is whole only with the four digits of its year', () => {
    expect(['26.11.2026', '26112026', '2026-11-26', '31.02.2026'].map(isWholeDate)).toEqual([true, true, true, true])
    expect(['26.11.20', '2611', '26.11', '', '26.11.202'].map(isWholeDate)).toEqual([false, false, false, false, false])
  })
})
