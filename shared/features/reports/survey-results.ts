import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { clinicId, personId } from '../../kernel/ids.ts'

/** `GET /api/reports/surveys`: results of one survey by question, over days, of all clinics or one. */
export const surveyResultsQuery = z.object({
  scriptId: z.string().min(1).max(60),
  from: localDate,
  to: localDate,
  clinicId: clinicId.optional(),
})
export type SurveyResultsQuery = Readonly<z.infer<typeof surveyResultsQuery>>

/** Answers to one question; `codes` is null where so few answered that a person could be told from them. */
export const surveyItemResult = z.object({
  item: z.string(),
  title: z.string(),
  scale: z.string(),
  answered: z.number().int(),
  /** Share of those satisfied in percent with one decimal; null for scales that do not say so. */
  satisfied: z.number().nullable(),
  codes: z.array(z.object({ code: z.string(), name: z.string(), count: z.number().int() })).nullable(),
})
export type SurveyItemResult = Readonly<z.infer<typeof surveyItemResult>>

export const surveyResultsAnswer = z.object({
  /** Surveys with answers in these days, to choose from. */
  surveys: z.array(z.object({ scriptId: z.string(), title: z.string(), responses: z.number().int() })),
  responses: z.number().int(),
  complete: z.number().int(),
  /** Groups of fewer are not told. */
  minGroup: z.number().int(),
  items: z.array(surveyItemResult),
  /** `responses` is null for a hidden group; `clinicId` null are answers without a name. */
  clinics: z.array(z.object({ clinicId: clinicId.nullable(), responses: z.number().int().nullable() })),
})
export type SurveyResultsAnswer = Readonly<z.infer<typeof surveyResultsAnswer>>

/** `GET /api/reports/surveys/responses`: the talks that a number counts. */
export const surveyResponsesQuery = surveyResultsQuery.extend({ item: z.string().max(20), code: z.string().max(10) })
export const surveyResponsesAnswer = z.object({
  total: z.number().int(),
  items: z.array(
    z.object({
      runId: z.string(),
      on: localDate,
      personId: personId.nullable(),
      name: z.string(),
      by: z.string(),
      words: z.string(),
    }),
  ),
})
export type SurveyResponsesAnswer = Readonly<z.infer<typeof surveyResponsesAnswer>>
