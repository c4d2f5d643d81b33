import { expect, test } from 'vitest'
import { reportsRu } from '#renderer/i18n/ru/reports.ts'
import type { DefectCounts, DefectsAnswer } from '#shared/features/reports/defects.ts'
import { defectSheets } from './defect-sheets.ts'

const counts = (acts: number, defective: number, nonPayment: number | null): DefectCounts => ({
  acts,
  defective,
  measured: 0,
  nonPayment,
  fine: nonPayment === null ? null : 0,
})
const answer: DefectsAnswer = {
  period: { from: '2026-07-01', to: '2026-09-30' },
  before: { from: '2026-04-01', to: '2026-06-30' },
  rows: [
    { by: 'clinic', key: 'a', now: counts(5, 1, 12_345), before: counts(4, 2, 0) },
    { by: 'clinic', key: 'b', now: counts(9, 3, 0), before: counts(0, 0, 0) },
    { by: 'code', key: '3.2.1', now: counts(2, 2, null), before: counts(1, 1, null) },
  ],
}

test('[E8] the file holds both periods, the most defects first, sums in roubles, and none for a code', () => {
  const t = ((key: keyof typeof reportsRu) => reportsRu[key]) as never
  const [kinds, clinics, codes] = defectSheets(
    answer,
    ['clinic', 'code'],
    (by, key) => `${by} ${key}`,
    t,
    ({ from, to }) => `${from}..${to}`,
  )
  expect(kinds?.rows).toEqual([])
  expect(clinics?.columns.slice(1, 3)).toEqual(['Актов: 2026-07-01..2026-09-30', 'Актов: 2026-04-01..2026-06-30'])
  expect(clinics?.rows).toEqual([
    ['clinic b', 9, 0, 3, 0, null, 0, 0, 0],
    ['clinic a', 5, 4, 1, 2, '−50 %', 0, 123.45, 0],
  ])
  expect(codes?.rows).toEqual([['code 3.2.1', 2, 1, 2, 1, '+100 %', 0, null, null]])
})
