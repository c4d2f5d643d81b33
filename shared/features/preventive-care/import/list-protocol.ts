import { z } from 'zod'
import { localDate } from '../../../kernel/calendar.ts'

const texts = z.record(z.string(), z.string())

/** Words of the protocol that goes back to the clinic: a document in the language of the clinic, hence reference data. */
export const listProtocol = z.object({
  id: z.string(),
  validFrom: localDate,
  validTo: localDate.nullable(),
  source: z.string(),
  sheet: z.string().max(31),
  fileName: z.string(),
  columns: z.object({
    place: z.string(),
    label: z.string(),
    outcome: z.string(),
    field: z.string(),
    reason: z.string(),
  }),
  /** By kind of row before confirmation, by `outcome.…` after it. */
  outcomes: texts,
  fields: texts,
  doubts: texts,
  conflict: z.string(),
  left: z.string(),
  /** What is wrong and what to do, by code; `{{name}}` stands for an argument. */
  problems: texts,
})
export type ListProtocol = Readonly<z.infer<typeof listProtocol>>
