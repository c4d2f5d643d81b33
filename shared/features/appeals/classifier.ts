import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'

/** Kinds of appeal (DOMAIN §2.5): жалоба, заявление, консультация, предложение, благодарность. */
export const appealKind = z.enum(['complaint', 'application', 'consultation', 'proposal', 'gratitude'])
export type AppealKind = z.infer<typeof appealKind>

/**
 * One row of the classifier. Rows form a tree by dots in the code; `selectable` rows can be the theme of an appeal. The parent of
 * a row is the longest code above it that exists: `application.3.1` stands right under `application`, as in form ПГ.
 */
export const classifierRow = z.object({
  /** Unique within the classifier, e.g. `complaint.7.1.2`: the kind, then the row of form ПГ and its clarifications. */
  code: z.string().regex(/^[a-zA-Z]+(\.[0-9a-z]+)*$/),
  kind: appealKind,
  name: z.string(),
  /** Other words that people use for it, for the search by typing. */
  words: z.array(z.string()).optional(),
  selectable: z.boolean(),
  /** Counts in the share of questions on medical care (001). */
  medicalCare: z.boolean(),
  /** The clinic complained of must be named. */
  needsClinic: z.boolean(),
})
export type ClassifierRow = Readonly<z.infer<typeof classifierRow>>

/** Themes of appeals as dated reference data: an appeal keeps the version it was registered under. */
export const appealClassifier = z.object({
  id: z.string(),
  version: z.string(),
  validFrom: localDate,
  validTo: localDate.nullable(),
  source: z.string(),
  rows: z.array(classifierRow),
})
export type AppealClassifier = Readonly<z.infer<typeof appealClassifier>>

/** The rows from the root down to `code`, for showing a theme as a path. */
export function themePath(classifier: AppealClassifier, code: string): ClassifierRow[] {
  const parts = code.split('.')
  const byCode = new Map(classifier.rows.map((row) => [row.code, row]))
  return parts
    .map((_, index) => byCode.get(parts.slice(0, index + 1).join('.')))
    .filter((row): row is ClassifierRow => row !== undefined)
}

const ABOUT_A_CLINIC = /^complaint\.(4|5|7|8|9|10|11|12|13|15)(\.|$)/
const OUTSIDE_THE_TERRITORY = /^complaint\.(4|13|15)\.2(\.|$)/

/**
 * Whether a complaint with this theme must name the clinic it is about (DOMAIN §2.4). What happened outside the territory of
 * insurance may concern a clinic that no directory of ours holds. Kept equal to `needsClinic` of the rows by a test, because a
 * command is checked without the classifier at hand.
 */
export function mustNameClinic(themeCode: string): boolean {
  return ABOUT_A_CLINIC.test(themeCode) && !OUTSIDE_THE_TERRITORY.test(themeCode)
}
