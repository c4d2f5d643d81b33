import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'

/**
 * `GET /api/persons/:id/health`: medical secrecy of one person, for roles with `person.health.look` only. It is read online, never
 * synced, and every reading is entered into the audit.
 */
export const personHealth = z.object({
  facts: z.array(
    z.object({
      kind: z.enum(['diagnosis', 'healthGroup', 'care']),
      /** ICD-10 code, health group or kind of care. */
      code: z.string(),
      since: localDate,
      /** Under dispensary observation for it. */
      dispensary: z.boolean(),
    }),
  ),
})
export type PersonHealth = z.infer<typeof personHealth>
