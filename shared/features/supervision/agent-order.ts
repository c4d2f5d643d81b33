import { z } from 'zod'
import { typedText } from '../../kernel/text.ts'

/** Reasons that a supervisor may give to somebody who is to take no queue calls. */
export const ORDER_REASONS = ['break', 'lunch', 'paperwork', 'training', 'meeting'] as const
export const orderReason = z.enum(ORDER_REASONS)

/** `POST /api/floor/people/:userId/state`: a supervisor changes the state of a representative. */
export const agentOrder = z
  .object({
    state: z.enum(['ready', 'notReady']),
    /** Null for `ready` alone. */
    reason: orderReason.nullable(),
    /** Why, for the representative; may be empty. */
    note: typedText(200),
  })
  .refine(({ state, reason }) => (state === 'ready') === (reason === null), {
    error: 'input.invalid',
    path: ['reason'],
  })
export type AgentOrder = z.infer<typeof agentOrder>

/** What the desk hears of it on its live connection. */
export const agentOrderHeard = z.object({
  state: z.enum(['ready', 'notReady']),
  reason: orderReason.nullable(),
  note: z.string().max(200),
  /** Name of the supervisor: whose word it is, is never left out. */
  by: z.string().max(200),
})
export type AgentOrderHeard = z.infer<typeof agentOrderHeard>

/** To how many desks of the representative it went. */
export const agentOrderAnswer = z.object({ desks: z.number().int() })
