import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changePercent, comparedDays } from '../../kernel/compared-period.ts'
import { breakDown, breakDownThemes, type StructureCell, sumOf } from './structure-report.ts'

function cell(themeCode: string, now: number, before = 0): StructureCell {
  return { kind: 'complaint', themeCode, place: 'none', medicalCare: true, decision: 'yes', now, before }
}
const CLASSIFIER = {
  rows: ['complaint', 'complaint.7', 'complaint.7.1', 'complaint.7.1.2', 'complaint.8'].map((code) => ({
    code,
    kind: 'complaint' as const,
    name: code,
    selectable: true,
    medicalCare: true,
    needsClinic: true,
  })),
}

describe('the period to compare with [S4]', () => {
  it.each([
    ['2026-07-01', '2026-09-30', 'previous', '2026-04-01', '2026-06-30'],
    ['2026-01-01', '2026-03-31', 'previous', '2025-10-01', '2025-12-31'],
    ['2026-03-01', '2026-03-31', 'previous', '2026-02-01', '2026-02-28'],
    ['2026-11-10', '2026-11-16', 'previous', '2026-11-03', '2026-11-09'],
    ['2026-11-25', '2026-11-25', 'previous', '2026-11-24', '2026-11-24'],
    ['2026-07-01', '2026-09-30', 'yearBefore', '2025-07-01', '2025-09-30'],
    ['2024-02-01', '2024-02-29', 'yearBefore', '2023-02-01', '2023-02-28'],
  ] as const)('%s – %s, %s: %s – %s', (from, to, against, wantedFrom, wantedTo) => {
    expect(comparedDays({ from, to }, against)).toEqual({ from: wantedFrom, to: wantedTo })
  })
})

describe('breaking down [S4]', () => {
  it('rolls themes up under the rows right below a parent, and keeps what stands at the parent itself', () => {
    const cells = [
      cell('complaint.7.1.2', 3, 1),
      cell('complaint.7', 2),
      cell('complaint.8', 4, 9),
      cell('complaint.7.1', 1),
    ]
    expect(breakDownThemes(cells, CLASSIFIER, 'complaint')).toEqual([
      { key: 'complaint.7', now: 6, before: 1 },
      { key: 'complaint.8', now: 4, before: 9 },
    ])
    expect(breakDownThemes(cells, CLASSIFIER, 'complaint.7')).toEqual([
      { key: 'complaint.7.1', now: 4, before: 1 },
      { key: 'complaint.7', now: 2, before: 0 },
    ])
  })
  it('counts a code of another version under the nearest row that is known', () => {
    expect(breakDownThemes([cell('complaint.7.9.4', 1)], CLASSIFIER, 'complaint')).toEqual([
      { key: 'complaint.7', now: 1, before: 0 },
    ])
    expect(breakDownThemes([cell('complaint.99', 1)], CLASSIFIER, 'complaint')).toEqual([
      { key: 'complaint', now: 1, before: 0 },
    ])
  })
  it('never loses or adds an appeal', () => {
    const code = fc.constantFrom('complaint.7.1.2', 'complaint.7', 'complaint.8', 'complaint.99.1', 'complaint')
    fc.assert(
      fc.property(fc.array(fc.tuple(code, fc.nat(50), fc.nat(50))), (drawn) => {
        const cells = drawn.map(([theme, now, before]) => cell(theme, now, before))
        const rows = breakDownThemes(cells, CLASSIFIER, 'complaint')
        expect(rows.reduce((sum, row) => sum + row.now, 0)).toBe(sumOf(cells).now)
        expect(breakDown(cells, ({ kind }) => kind).reduce((sum, row) => sum + row.before, 0)).toBe(sumOf(cells).before)
      }),
    )
  })
  it('says the change as the source does', () => {
    expect(changePercent({ now: 1389, before: 711 })).toBe(95)
    expect(changePercent({ now: 5, before: 0 })).toBeNull()
  })
})
