import { z } from 'zod'
import { localDate } from '../../kernel/calendar.ts'

/** Longest answer that is read out or inserted, in UTF-16 code units. */
export const ANSWER_MAX = 500
/** Longest explanation below the answer. */
export const DETAILS_MAX = 4_000

/** A typical question with its answer, kept apart from scripts so that it can be renewed without them (REQUIREMENTS C4, S10). */
export const knowledgeArticle = z.object({
  id: z.string().max(60),
  version: z.number().int().min(1),
  question: z.string().max(200),
  answer: z.string().max(ANSWER_MAX),
  /** What stands behind the answer, for whoever wants to know more: paragraphs divided by line feeds. */
  details: z.string().max(DETAILS_MAX).optional(),
  /** Words by which people ask, for the search. */
  words: z.array(z.string().max(60)).max(20),
  /** Theme of the appeal that the question stands for. */
  themeCode: z.string().max(60),
  /** Act that the answer rests on, with the day of the act or of its edition. */
  source: z.string().max(300),
  sourceDate: localDate,
  /** Last day on which somebody held the answer against the act. */
  checkedOn: localDate,
  /** From this day the methodologist is reminded to hold the answer against the act again. */
  reviewOn: localDate.optional(),
  /** From the day after, the answer is marked as to be checked before it is given. */
  obsoleteAfter: localDate,
  /** Who wrote this version. */
  author: z.string().max(200).optional(),
  approvedBy: z.string().max(200),
})
export type KnowledgeArticle = Readonly<z.infer<typeof knowledgeArticle>>
