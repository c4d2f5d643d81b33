import { z } from 'zod'
import { callId, userId } from '../../kernel/ids.ts'
import { requiredLine, typedText } from '../../kernel/text.ts'
import { scoreMark } from './score-card.ts'

/** A remark at a place of the call. */
export const reviewComment = z.object({
  /** Whole seconds from the answer; from the beginning of the ringing when nobody answered. */
  atSeconds: z.number().int().min(0).max(86_400),
  text: requiredLine(1_000),
})
export type ReviewComment = z.infer<typeof reviewComment>

/**
 * разбор звонка: what a supervisor found in a call, sent back to who had it (REQUIREMENTS S2). There is one for each call, under the call's own
 * id; a later one replaces it and counts `revision` on.
 */
export const callReview = z.object({
  id: callId,
  revision: z.number().int().min(1),
  /** Whose call it was. */
  userId,
  reviewedBy: userId,
  cardId: z.string().max(60),
  marks: z.record(z.string().max(60), scoreMark),
  /** 0–100; null when nothing could be judged. */
  score: z.number().int().min(0).max(100).nullable(),
  comments: z.array(reviewComment).max(50),
  summary: typedText(4_000),
  reviewedAt: z.string(),
  /** When the representative said that it was read; null until then. */
  readAt: z.string().nullable(),
  reply: typedText(2_000),
})
export type CallReview = Readonly<z.infer<typeof callReview>>
