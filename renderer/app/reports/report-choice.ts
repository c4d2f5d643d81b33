import type { FunnelRow, FunnelStep } from '#shared/features/reports/informing-effect.ts'
import { addDays, type LocalDate } from '#shared/kernel/calendar.ts'
import type { Comparison, Days } from '#shared/kernel/compared-period.ts'

/** What the left zone of the reports has chosen. */
export interface ReportChoice {
  readonly kind: 'structure' | 'informing' | 'defects' | 'surveys' | 'scripts'
  readonly days: Days
  readonly against: Comparison
  readonly year: number
}

export type PeriodName = 'month' | 'lastMonth' | 'quarter' | 'lastQuarter' | 'year'
export const PERIODS: readonly PeriodName[] = ['month', 'lastMonth', 'quarter', 'lastQuarter', 'year']

/** Whole months, quarters and years by the calendar; the present ones to their end, so that they meet whole ones before. */
export function daysOfPeriod(name: PeriodName, today: LocalDate): Days {
  const year = Number(today.slice(0, 4))
  const month = Number(today.slice(5, 7)) - 1
  const quarter = Math.floor(month / 3) * 3
  switch (name) {
    case 'month':
      return months(year, month, 1)
    case 'lastMonth':
      return months(year, month - 1, 1)
    case 'quarter':
      return months(year, quarter, 3)
    case 'lastQuarter':
      return months(year, quarter - 3, 3)
    case 'year':
      return months(year, 0, 12)
  }
}

function months(year: number, month: number, count: number): Days {
  const first = (index: number): LocalDate => new Date(Date.UTC(year, index, 1)).toISOString().slice(0, 10)
  return { from: first(month), to: addDays(first(month + count), -1) }
}

/** The report that opens first: this quarter against the last. */
export function firstChoice(today: LocalDate): ReportChoice {
  return {
    kind: 'structure',
    days: daysOfPeriod('quarter', today),
    against: 'previous',
    year: Number(today.slice(0, 4)),
  }
}

/** A number of the effect of informing that was opened. */
export interface OpenedStep {
  readonly row: FunnelRow
  readonly step: FunnelStep
  /** Words of the group: a clinic, a way, an age, all. */
  readonly group: string
}
