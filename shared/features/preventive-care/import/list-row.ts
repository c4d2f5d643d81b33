import { z } from 'zod'
import { localDate } from '../../../kernel/calendar.ts'
import { type Refusal, refusal } from '../../../kernel/errors.ts'
import { phoneNumber } from '../../../kernel/phone.ts'
import { policy } from '../../../kernel/policy-number.ts'
import type { ListField } from './list-profile.ts'

/** A value as it stood in the file, with what the file said about its type. */
export interface SourceCell {
  readonly text: string
  /** `number` cells of spreadsheets lose digits beyond 15 and leading zeros; `formula` and `error` cells are never trusted. */
  readonly type: 'text' | 'number' | 'formula' | 'error'
}

/** One record of a file before any judgement. */
export interface SourceRow {
  /** Line of a text file, row of a sheet, record of an exchange file: what the clinic looks for when it mends the list. From 1. */
  readonly place: number
  readonly cells: Readonly<Partial<Record<ListField, SourceCell>>>
  /** Days since 1900 or since 1904, for date cells of spreadsheets that are numbers. */
  readonly is1904: boolean
}

/** A record that can be used: checked, in one form for all spellings. */
export const listRow = z.object({
  surname: z.string(),
  givenName: z.string(),
  /** Null when the person has none or the list does not say. */
  patronymic: z.string().nullable(),
  birthDate: localDate,
  sex: z.enum(['male', 'female']).nullable(),
  policy: policy.nullable(),
  snils: z.string().nullable(),
  phone: phoneNumber.nullable(),
  unit: z.number().int().nullable(),
  precinct: z.number().int().nullable(),
  care: z.enum(['checkUp', 'preventiveExamination']).nullable(),
  quarter: z.number().int().min(1).max(4).nullable(),
  stage1On: localDate.nullable(),
  sentToStage2: z.boolean().nullable(),
  stage2On: localDate.nullable(),
})
export type ListRow = Readonly<z.infer<typeof listRow>>

/** What reading one record gave: a row with remarks that do not stop it, or every reason why it cannot be used. */
export type ReadRow =
  | { readonly ok: true; readonly row: ListRow; readonly remarks: readonly Refusal[] }
  | { readonly ok: false; readonly problems: readonly Refusal[] }

export const rowProblems = z.array(refusal)
