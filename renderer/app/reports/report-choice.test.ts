import { describe, expect, it } from 'vitest'
import { daysOfPeriod, firstChoice } from './report-choice.ts'

describe('periods of reports [S4]', () => {
  it.each([
    ['month', '2026-11-25', '2026-11-01', '2026-11-30'],
    ['lastMonth', '2026-01-05', '2025-12-01', '2025-12-31'],
    ['lastMonth', '2024-03-31', '2024-02-01', '2024-02-29'],
    ['quarter', '2026-11-25', '2026-10-01', '2026-12-31'],
    ['lastQuarter', '2026-02-10', '2025-10-01', '2025-12-31'],
    ['year', '2026-11-25', '2026-01-01', '2026-12-31'],
  ] as const)('%s on %s is %s – %s', (name, today, from, to) => {
    expect(daysOfPeriod(name, today)).toEqual({ from, to })
  })
  it('opens on this quarter against the last', () => {
    expect(firstChoice('2026-11-25')).toMatchObject({ kind: 'structure', against: 'previous', year: 2026 })
  })
})
