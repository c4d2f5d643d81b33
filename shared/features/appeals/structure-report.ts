import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { comparison, days, type Pair } from '../../kernel/compared-period.ts'
import { clinicId } from '../../kernel/ids.ts'
import { type AppealClassifier, appealKind } from './classifier.ts'

/** `GET /api/reports/structure`: appeals of a period against another (REQUIREMENTS S4). Both days are included. */
export const structureQuery = z.object({ from: localDate, to: localDate, against: comparison.default('previous') })
export type StructureQuery = z.infer<typeof structureQuery>

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

/** Rows of the report: a key with its two numbers. */
export type Breakdown<Key extends string> = readonly (Pair & { readonly key: Key })[]

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
