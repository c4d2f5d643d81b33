import { z } from 'zod'
import { addDays, type LocalDate, localDate } from '../../kernel/calendar.ts'

/** How long an answer to an appeal may take, as dated reference data: a new law is a new row, never an edit of the code. */
export const answerTerm = z.object({
  validFrom: localDate,
  validTo: localDate.nullable(),
  source: z.string(),
  form: z.enum(['oral', 'written']),
  /** Calendar days from the day of registration. */
  calendarDays: z.number().int().min(1),
})
export const answerTerms = z.array(answerTerm)
export type AnswerTerms = readonly z.infer<typeof answerTerm>[]

/** Plan date of the answer for an appeal registered on a day, or null where no term is set (DOMAIN §2.3). */
export function planAnswerDate(
  form: 'oral' | 'written',
  registeredOn: LocalDate,
  terms: AnswerTerms,
): LocalDate | null {
  const term = terms.find(
    (row) =>
      row.form === form && row.validFrom <= registeredOn && (row.validTo === null || row.validTo >= registeredOn),
  )
  return term === undefined ? null : addDays(registeredOn, term.calendarDays)
}
