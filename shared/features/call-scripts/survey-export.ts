import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'

/** What of the surveys is put into a file for the fund: one list of codes, the days of the talks. */
export const surveyExportQuery = z.object({ scale: z.string().max(40), from: localDate, to: localDate })
export type SurveyExportQuery = Readonly<z.infer<typeof surveyExportQuery>>

/** The words of the file, in the language of the fund: reference data. */
export const surveyExportWords = z.object({
  fileName: z.string(),
  accepted: z.string(),
  refused: z.string(),
  head: z.object({ query: z.string(), made: z.string(), insurer: z.string() }),
  query: z.string(),
  columns: z.tuple([z.string(), z.string(), z.string(), z.string(), z.string(), z.string(), z.string()]),
  reason: z.string(),
  reasons: z.record(z.string(), z.string()),
})
export type SurveyExportWords = Readonly<z.infer<typeof surveyExportWords>>
