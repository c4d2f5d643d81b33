import { changeText } from '#renderer/features/reports/pair-rows.tsx'
import type { useText } from '#renderer/i18n/i18n.ts'
import type { DefectsAnswer, DefectsBy } from '#shared/features/reports/defects.ts'
import { changePercent, type Days } from '#shared/kernel/compared-period.ts'
import type { ReportSheet } from './workbook.ts'

/** What a key of the report is called. */
export type DefectsOf = (by: DefectsBy, key: string) => string

/** The file of the report on defects: kinds of expertise, then what is on the screen; sums in roubles. */
export function defectSheets(
  { rows, period, before }: DefectsAnswer,
  parts: readonly DefectsBy[],
  nameOf: DefectsOf,
  t: ReturnType<typeof useText<'reports'>>,
  daysText: (days: Days) => string,
): readonly ReportSheet[] {
  return (['kind', ...parts] as const).map((by) => ({
    name: t(`defects.by.${by as 'kind'}`),
    columns: [
      t('column.what'),
      `${t('defects.acts')}: ${daysText(period)}`,
      `${t('defects.acts')}: ${daysText(before)}`,
      `${t('defects.defective')}: ${daysText(period)}`,
      `${t('defects.defective')}: ${daysText(before)}`,
      t('column.change'),
      t('defects.measured'),
      t('defects.nonPayment'),
      t('defects.fine'),
    ],
    rows: rows
      .filter((row) => row.by === by)
      .sort((a, b) => b.now.defective - a.now.defective || b.before.defective - a.before.defective)
      .map(({ key, now, before: then }) => {
        const change = changePercent({ now: now.defective, before: then.defective })
        return [
          nameOf(by, key),
          now.acts,
          then.acts,
          now.defective,
          then.defective,
          change === null ? null : changeText(change),
          now.measured,
          now.nonPayment === null ? null : now.nonPayment / 100,
          now.fine === null ? null : now.fine / 100,
        ]
      }),
  }))
}
