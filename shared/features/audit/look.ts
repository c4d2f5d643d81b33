import { z } from 'zod'
import { instant } from '../../kernel/calendar.ts'
import { callId, personId, uuid } from '../../kernel/ids.ts'

/**
 * One look at a person (REQUIREMENTS X3): also looks at the offline copy are recorded on the desk and delivered later. The server
 * chains the entries by hash, so that a removed one is seen.
 */
export const personLook = z.object({
  id: uuid,
  personId,
  at: instant,
  /** Why the card was opened. */
  why: z.enum(['incomingCall', 'search', 'appeal', 'journal', 'callLog', 'workList', 'report']),
  callId: callId.nullable(),
})
export type PersonLook = z.infer<typeof personLook>

/** `POST /api/audit/looks`: a repeat of an id is accepted and ignored. */
export const looksRequest = z.object({ looks: z.array(personLook).min(1).max(500) })
