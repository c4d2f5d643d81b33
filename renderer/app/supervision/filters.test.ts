import { describe, expect, it } from 'vitest'
import { ANY_APPEALS, ANY_CALLS, callLogAddress, daysOf, journalAddress } from './filters.ts'

const TODAY = '2026-11-24'

describe('periods', () => {
  it('count back from today and include both days', () => {
    expect(daysOf({ days: 1 }, TODAY)).toEqual({ from: TODAY, to: TODAY })
    expect(daysOf({ days: 7 }, TODAY)).toEqual({ from: '2026-11-18', to: TODAY })
  })
  it('survive half-typed and swapped dates', () => {
    expect(daysOf({ from: '2026-11-31', to: '2026-11-10' }, TODAY)).toEqual({ from: '2026-11-10', to: '2026-11-10' })
    expect(daysOf({ from: '2026-11-20', to: '2026-11-10' }, TODAY)).toEqual({ from: '2026-11-10', to: '2026-11-10' })
    expect(daysOf({ from: '2026-11-20', to: '' }, TODAY)).toEqual({ from: '2026-11-20', to: TODAY })
  })
})

describe('addresses', () => {
  it('leave out what is any', () => {
    expect(callLogAddress({ ...ANY_CALLS, period: { days: 1 } }, TODAY, null)).toBe(
      '/api/call-log?from=2026-11-24&to=2026-11-24',
    )
  })
  it('send the digits of a number and escape typed text', () => {
    expect(callLogAddress({ ...ANY_CALLS, number: '+7 (000) 12' }, TODAY, 'x')).toContain('number=700012&after=x')
    expect(journalAddress({ ...ANY_APPEALS, text: ' Иванов & Ко ', kind: 'complaint' }, TODAY, null)).toContain(
      'kind=complaint&text=%D0%98%D0%B2%D0%B0%D0%BD%D0%BE%D0%B2+%26+%D0%9A%D0%BE',
    )
  })
})
