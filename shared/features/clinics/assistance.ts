import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { assistanceId, clinicId, personId, userId } from '../../kernel/ids.ts'
import { typedText } from '../../kernel/text.ts'

/** Dated dictionary of assistances (виды содействия); `key` is the digit that registers one, `1`–`9`. */
export const assistanceKinds = z.object({
  validFrom: localDate,
  validTo: localDate.nullable(),
  source: z.string(),
  kinds: z.array(z.object({ code: z.string(), key: z.string().regex(/^[1-9]$/), name: z.string() })).max(9),
})
export type AssistanceKinds = Readonly<z.infer<typeof assistanceKinds>>

/** содействие: help that a representative gave a person in dealing with a clinic (REQUIREMENTS E9, P11). */
export const assistance = z.object({
  id: assistanceId,
  personId,
  clinicId,
  /** Code of the dictionary. */
  kind: z.string().regex(/^[a-z][A-Za-z]{1,39}$/),
  note: typedText(500),
  userId,
  at: z.string(),
})
export type Assistance = Readonly<z.infer<typeof assistance>>
