import { z } from 'zod'
import { addDays, type LocalDate, localDate } from '../../kernel/calendar.ts'
import { clinicId } from '../../kernel/ids.ts'
import { type AppealClassifier, appealKind } from './classifier.ts'

/** With what a period is compared: the one before it, or the same a year earlier. */
export const comparison = z.enum(['previous', 'yearBefore'])
export type Comparison = z.infer<typeof comparison>

/** `GET /api/reports/structure`: appeals of a period against another (REQUIREMENTS S4). Both days are included. */
export const structureQuery = z.object({ from: localDate, to: localDate, against: comparison.default('previous') })
export type StructureQuery = z.infer<typeof structureQuery>

export const days = z.object({ from: localDate, to: localDate })
export type Days = z.infer<typeof days>

/** Appeals that are alike in all that the report tells apart. */
export const structureCell = z.object({
  kind: appealKind,
  themeCode: z.string(),
  /** Clinic complained of, otherwise the person's; `none` without either. */
  place: z.union([clinicId, z.literal('none')]),
  medicalCare: z.boolean(),
  decision: z.enum(['yes', 'no', 'undecided']),
  now: z.number().int(),
  before: z.number().int(),
})
export type StructureCell = z.infer<typeof structureCell>

export const structureAnswer = z.object({ period: days, before: days, cells: z.array(structureCell) })
export type StructureAnswer = z.infer<typeof structureAnswer>

export interface Pair {
  readonly now: number
  readonly before: number
}

/** Rows of the report: a key with its two numbers. */
export type Breakdown<Key extends string> = readonly (Pair & { readonly key: Key })[]

/**
 * The period to compare with. Whole months are moved by months, so that a quarter meets a quarter; other periods by their number of days. A year
 * earlier, 29 February becomes 28 February.
 */
export function comparedDays({ from, to }: Days, against: Comparison): Days {
  if (against === 'yearBefore') return { from: monthsBefore(from, 12), to: monthsBefore(to, 12) }
  const wholeMonths = from.endsWith('-01') && addDays(to, 1).endsWith('-01')
  if (!wholeMonths) {
    const length = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1
    return { from: addDays(from, -length), to: addDays(from, -1) }
  }
  const months = monthNumber(addDays(to, 1)) - monthNumber(from)
  return { from: monthsBefore(from, months), to: addDays(from, -1) }
}

function monthNumber(date: LocalDate): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1
}

function monthsBefore(date: LocalDate, months: number): LocalDate {
  const month = monthNumber(date) - months
  const [year, index] = [Math.floor(month / 12), month % 12]
  const last = new Date(Date.UTC(year, index + 1, 0)).getUTCDate()
  const day = Math.min(Number(date.slice(8)), last)
  return `${year}-${String(index + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

export function sumOf(cells: readonly StructureCell[]): Pair {
  return cells.reduce((sum, cell) => ({ now: sum.now + cell.now, before: sum.before + cell.before }), {
    now: 0,
    before: 0,
  })
}

/** Numbers by a key, the greatest of now first; what is nought in both periods is left out. */
export function breakDown<Key extends string>(
  cells: readonly StructureCell[],
  keyOf: (cell: StructureCell) => Key,
): Breakdown<Key> {
  const groups = new Map<Key, StructureCell[]>()
  for (const cell of cells) {
    const key = keyOf(cell)
    groups.set(key, [...(groups.get(key) ?? []), cell])
  }
  return [...groups]
    .map(([key, group]) => ({ key, ...sumOf(group) }))
    .filter(({ now, before }) => now + before > 0)
    .sort((a, b) => b.now - a.now || b.before - a.before || a.key.localeCompare(b.key))
}

/**
 * Themes right below `parent` (a kind or a theme) with all that stands under each. What was registered under `parent` itself comes under its own
 * code. A code that the classifier does not hold counts under the nearest row above that it does.
 */
export function breakDownThemes(
  cells: readonly StructureCell[],
  classifier: Pick<AppealClassifier, 'rows'>,
  parent: string,
): Breakdown<string> {
  const known = new Set(classifier.rows.map(({ code }) => code))
  const below = cells.filter(({ themeCode }) => themeCode === parent || themeCode.startsWith(`${parent}.`))
  return breakDown(below, ({ themeCode }) => {
    const parts = themeCode.split('.')
    for (let length = parent.split('.').length + 1; length <= parts.length; length += 1) {
      const code = parts.slice(0, length).join('.')
      if (known.has(code)) return code
    }
    return parent
  })
}

/** Change in whole percent, as in the source's «17 % → 30 %» and «711 → 1 389»; null when there was nothing before. */
export function changePercent({ now, before }: Pair): number | null {
  return before === 0 ? null : Math.round((100 * (now - before)) / before)
}
