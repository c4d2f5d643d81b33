import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { appealId, scriptRunId, userId } from '../../kernel/ids.ts'
import { call, callOutcome, callResult } from './call.ts'

/** `GET /api/call-log`: calls, newest first (REQUIREMENTS S2). Both days are included. Those without the whole log see their own calls. */
export const callLogQuery = z.object({
  from: localDate,
  to: localDate,
  userId: userId.optional(),
  direction: call.shape.direction.optional(),
  result: callResult.optional(),
  outcome: callOutcome.optional(),
  hasAppeal: z.enum(['yes', 'no']).optional(),
  /** Answered within so many seconds. */
  answeredWithin: z.coerce.number().int().min(1).max(3_600).optional(),
  /** Inbound calls that nobody answered, each once, however many desks it rang at. */
  lost: z.literal('yes').optional(),
  /** Whether a supervisor has reviewed it. */
  reviewed: z.enum(['yes', 'no']).optional(),
  /** Digits anywhere in the other side's number. */
  number: z
    .string()
    .regex(/^\+?\d{1,15}$/)
    .optional(),
  /** `next` of the page before. */
  after: z.string().max(120).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type CallLogQuery = z.infer<typeof callLogQuery>

export const callLogItem = z.object({
  call,
  personName: z.string().nullable(),
  userName: z.string(),
  /** Result of the last script run of the call; null when none ran. */
  scriptResult: z.string().nullable(),
  /** Registration numbers of the appeals registered in the call. */
  appealNumbers: z.array(z.string()),
  /** The supervisor's review; the score is null when nothing could be judged. */
  review: z.object({ score: z.number().int().nullable(), isRead: z.boolean() }).nullable(),
})

export type CallLogItem = z.infer<typeof callLogItem>

export const callLogAnswer = z.object({
  items: z.array(callLogItem),
  next: z.string().nullable(),
  total: z.number().int(),
})
export type CallLogAnswer = z.infer<typeof callLogAnswer>

/** `GET /api/call-log/:id`: one call with what was said by script and what came of it. */
export const callLogDetail = z.object({
  call,
  personName: z.string().nullable(),
  userName: z.string(),
  runs: z.array(
    z.object({
      id: scriptRunId,
      scriptId: z.string(),
      scriptVersion: z.number().int(),
      /** Title of that version; null when this server does not hold it. */
      scriptTitle: z.string().nullable(),
      result: z.string(),
      startedAt: z.string(),
      endedAt: z.string(),
      answers: z.array(
        z.object({
          nodeId: z.string(),
          value: z.string(),
          label: z.string(),
          step: z.string().optional(),
          at: z.string(),
        }),
      ),
    }),
  ),
  appeals: z.array(
    z.object({
      id: appealId,
      number: z.string(),
      kind: z.string(),
      themeCode: z.string(),
      state: z.string(),
      registeredAt: z.string(),
      text: z.string(),
    }),
  ),
})
export type CallLogDetail = z.infer<typeof callLogDetail>
