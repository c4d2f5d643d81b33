import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'
import { queueReason } from './article-state.ts'

/** An article that waits for the methodologist; votes and remarks are those on its present version. */
export const queueItem = z.object({
  articleId: z.string(),
  version: z.number().int(),
  reasons: z.array(queueReason).min(1),
  useful: z.number().int(),
  notUseful: z.number().int(),
  remarks: z.array(z.object({ text: z.string(), isUseful: z.boolean(), at: z.string(), by: z.string() })),
})
export type QueueItem = Readonly<z.infer<typeof queueItem>>

/** `GET /api/knowledge/queue` */
export const queueAnswer = z.object({ today: localDate, items: z.array(queueItem) })
export type QueueAnswer = Readonly<z.infer<typeof queueAnswer>>
