import { z } from 'zod'
import { localDate } from '../../../kernel/calendar.ts'
import letters from './look-alike-letters.json' with { type: 'json' }

/** What a list may say about a person. Anything else in a file is not read at all: diagnoses never enter by this way (DOMAIN §8). */
export const listField = z.enum([
  'surname',
  'givenName',
  'patronymic',
  'birthDate',
  'sex',
  'policySeries',
  'policyNumber',
  'snils',
  'phone',
  'unit',
  'precinct',
  'careKind',
  'quarter',
  'month',
  'year',
  'stage1On',
  'sentToStage2',
  'stage2On',
  'insurer',
  'clinic',
])
export type ListField = z.infer<typeof listField>

const words = z.array(z.string().min(1))

/**
 * How one region writes its lists: tags of the exchange file, headings of tables, words for values. Regions differ, so a profile is
 * dated reference data and never code (DOMAIN §5).
 */
export const listProfile = z.object({
  id: z.string(),
  validFrom: localDate,
  validTo: localDate.nullable(),
  source: z.string(),
  /** Most rows of one file; a larger one is refused as a whole. */
  maxRows: z.number().int().min(1),
  /** How long what a list brought is kept beside the registry. */
  terms: z.object({
    source: z.string(),
    /** Days for which the rows of a finished import can still be looked through and written out as a protocol. */
    rowsDays: z.number().int().min(1),
    /** Days after which a list that nobody confirmed is cancelled. */
    previewDays: z.number().int().min(1),
  }),
  careKinds: z.object({ checkUp: words, preventiveExamination: words }),
  yes: words,
  no: words,
  male: words,
  female: words,
  /** Words that stand where a person has no patronymic. */
  absent: words,
  xml: z.object({
    root: z.string(),
    header: z.string(),
    record: z.string(),
    /** Tags of the header that hold for every record, by the field they give. */
    headerFields: z.partialRecord(z.string(), listField),
    fields: z.partialRecord(z.string(), listField),
  }),
  /** Headings of a table by field, the first one being the usual one. */
  columns: z.record(listField, words.min(1)),
  requiredColumns: z.array(listField),
})
export type ListProfile = Readonly<z.infer<typeof listProfile>>

/** A heading or a word as people write it: case, spaces, line breaks and the dotted letter do not matter. */
export function plainWord(text: string): string {
  return text.toLowerCase().replaceAll(letters.dotted, letters.plain).replace(/\s+/g, ' ').replace(/[*:]/g, '').trim()
}

/** Which field each heading of a table names; unknown headings give null. */
export function fieldsOfHeadings(headings: readonly string[], profile: ListProfile): (ListField | null)[] {
  const byHeading = new Map<string, ListField>()
  for (const field of listField.options)
    for (const heading of profile.columns[field]) byHeading.set(plainWord(heading), field)
  return headings.map((heading) => byHeading.get(plainWord(heading)) ?? null)
}
