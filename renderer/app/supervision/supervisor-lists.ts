import type { DayList } from '#renderer/features/supervision/day-numbers.tsx'
import type { FloorAnswer } from '#shared/features/supervision/floor.ts'
import { addDays } from '#shared/kernel/calendar.ts'
import { ANY_APPEALS, ANY_CALLS, type CallFilters, type JournalFilters } from './filters.ts'

/** The list of records behind a number: the call log or the journal with the very conditions by which it was counted. */
export type OpenedList =
  | { readonly kind: 'callLog'; readonly filters: CallFilters }
  | { readonly kind: 'journal'; readonly filters: JournalFilters }

/** Appeals of the last year by these conditions: where what was sought is not of these days only. */
export function appealsOfYear(conditions: Partial<JournalFilters>): OpenedList {
  return { kind: 'journal', filters: { ...ANY_APPEALS, period: { days: 365 }, ...conditions } }
}

/** No journal of this kind is older; the same day is used where the server counts what is left. */
const EVER = '2016-01-01'

export function listOf(list: DayList, { date, target }: Pick<FloorAnswer, 'date' | 'target'>): OpenedList {
  const period = { from: date, to: date }
  const calls = (filters: Partial<CallFilters>): OpenedList => ({
    kind: 'callLog',
    filters: { ...ANY_CALLS, period, ...filters },
  })
  const appeals = (filters: Partial<JournalFilters>): OpenedList => ({
    kind: 'journal',
    filters: { ...ANY_APPEALS, ...filters },
  })
  const left = { period: { from: EVER, to: date }, open: 'yes' } as const
  switch (list) {
    case 'answered':
      return calls({ direction: 'in', result: 'answered' })
    case 'inTime':
      return calls({ direction: 'in', answeredWithin: target.seconds })
    case 'lost':
      return calls({ lost: 'yes' })
    case 'outbound':
      return calls({ direction: 'out' })
    case 'registered':
      return appeals({ period })
    case 'complaints':
      return appeals({ period, kind: 'complaint' })
    case 'open':
      return appeals(left)
    case 'unassigned':
      return appeals({ ...left, unassigned: 'yes' })
    case 'dueToday':
      return appeals({ ...left, answerFrom: date, answerTo: date })
    case 'overdue':
      return appeals({ ...left, answerTo: addDays(date, -1) })
  }
}
