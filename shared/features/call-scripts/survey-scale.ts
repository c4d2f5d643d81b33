import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'

/** A scale of answers as the fund's forms fix it (DOMAIN §6): dated reference data, never a constant. */
export const surveyScale = z.object({
  id: z.string().max(40),
  title: z.string().max(200),
  validFrom: localDate,
  validTo: localDate.nullable(),
  /** Form that fixes the codes. */
  source: z.string(),
  /** False where the form was not seen and the codes are this product's own. */
  confirmed: z.boolean(),
  codes: z
    .array(
      z.object({
        code: z.string().max(10),
        name: z.string().max(200),
        /** Counts as satisfied in the share of S8. */
        satisfied: z.boolean().optional(),
        /** The cause lies with the clinic and goes to the ministry's report. */
        clinicSide: z.boolean().optional(),
      }),
    )
    .min(2),
})
export type SurveyScale = Readonly<z.infer<typeof surveyScale>>
