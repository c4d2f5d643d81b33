import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addDays, addWorkingDays, ageOn, ageReachedIn, dateOf, isLocalDate, isWorkingDay } from './calendar.ts'
import { refusalsOf } from './errors.ts'
import { cleanText, requiredLine, typedText } from './text.ts'

describe('typed text', () => {
  it('keeps letters of every script, emoji, line feeds and tabs', () => {
    const text = 'Жалоба 🏥\n\tשלום <script>alert(1)</script>'
    expect(cleanText(text)).toBe(text)
  })
  it('drops control characters and bidirectional overrides', () => {
    expect(cleanText('a\u0000b\u202ec\u2066d\r\ne')).toBe('abcd\ne')
  })
  it('says what is too long, and that spaces alone are nothing', () => {
    const tooLong = typedText(10).safeParse('x'.repeat(11))
    expect(refusalsOf(tooLong.error as z.ZodError)).toEqual([{ code: 'text.tooLong', args: { max: 10 } }])
    const empty = z.object({ name: requiredLine(10) }).safeParse({ name: '   ' })
    expect(refusalsOf(empty.error as z.ZodError)).toEqual([{ code: 'text.required', field: 'name' }])
  })
})

describe('dates', () => {
  it('exist or are refused', () => {
    expect(['2026-02-28', '2024-02-29', '1900-01-01'].every(isLocalDate)).toBe(true)
    expect(['2026-02-29', '2026-13-01', '26-01-01', '', '1700-01-01', '2026-04-31'].some(isLocalDate)).toBe(false)
  })
  it('count ages on a day and in a year', () => {
    expect(ageOn('2005-11-25', '2026-11-24')).toBe(20)
    expect(ageOn('2005-11-24', '2026-11-24')).toBe(21)
    expect(ageReachedIn(2026, '2005-12-31')).toBe(21)
  })
  it('follow a zone', () => {
    expect(dateOf(Date.parse('2026-11-24T21:30:00Z'), 180)).toBe('2026-11-25')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  })
})

describe('working days', () => {
  const calendar = { holidays: new Set(['2026-11-04', '2026-12-31']), workingWeekends: new Set(['2026-11-07']) }
  it('skip weekends and holidays and count working Saturdays', () => {
    expect(isWorkingDay('2026-11-04', calendar)).toBe(false)
    expect(isWorkingDay('2026-11-07', calendar)).toBe(true)
    expect(isWorkingDay('2026-11-08', calendar)).toBe(false)
    expect(addWorkingDays('2026-11-03', 3, calendar)).toBe('2026-11-07')
    expect(addWorkingDays('2026-11-06', 2, calendar)).toBe('2026-11-09')
  })
})
