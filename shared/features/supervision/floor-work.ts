import { z } from 'zod'
import { appealId, personId } from '../../kernel/ids.ts'

/** `GET /api/floor/people/:userId/work`: what somebody holds and has not finished. */
export const floorWork = z.object({
  /** People of a queue who are this representative's for a time (rule LEASE1). */
  claims: z.array(
    z.object({ id: z.string(), personId, personName: z.string(), until: z.string(), isBlock: z.boolean() }),
  ),
  /** Appeals that are still open and no case yet: a case has its own way to another expert. */
  appeals: z.array(
    z.object({ id: appealId, number: z.string(), registeredAt: z.string(), answerBy: z.string().nullable() }),
  ),
})
export type FloorWork = z.infer<typeof floorWork>

/** `POST /api/floor/people/:userId/work/take`: the supervisor takes one over. */
export const takeWork = z.object({ kind: z.enum(['claim', 'appeal']), id: z.string().min(1).max(80) })
export type TakeWork = z.infer<typeof takeWork>

export const takeWorkAnswer = z.object({ takenAt: z.string() })
