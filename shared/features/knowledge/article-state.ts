import { z } from 'zod'
import { addDays, type LocalDate, localDate } from '../../kernel/calendar.ts'
import type { KnowledgeArticle } from './article.ts'

/** When articles are brought before the methodologist: dated reference data (`assets/knowledge/terms.ru.json`). */
export const knowledgeTerms = z.object({
  validFrom: localDate,
  validTo: localDate.nullable(),
  /** Days before the last day of an article without a review day of its own. */
  reviewBeforeDays: z.number().int().min(0).max(365),
  /** An article is poor when at least so many voted on its version and at least this share of them found it of no use. */
  poorVotesMin: z.number().int().min(1),
  poorShare: z.number().min(0).max(1),
})
export type KnowledgeTerms = Readonly<z.infer<typeof knowledgeTerms>>

/** `obsolete` is not to be given unchecked; `reviewDue` may be given and is to be looked through. */
export type ArticleState = 'inForce' | 'reviewDue' | 'obsolete'

/** The day from which the methodologist is reminded of an article. */
export function reviewDay(
  article: Pick<KnowledgeArticle, 'reviewOn' | 'obsoleteAfter'>,
  terms: Pick<KnowledgeTerms, 'reviewBeforeDays'>,
): LocalDate {
  return article.reviewOn ?? addDays(article.obsoleteAfter, -terms.reviewBeforeDays)
}

/** How an article stands on a day. */
export function articleState(
  article: Pick<KnowledgeArticle, 'reviewOn' | 'obsoleteAfter'>,
  terms: Pick<KnowledgeTerms, 'reviewBeforeDays'>,
  today: LocalDate,
): ArticleState {
  if (today > article.obsoleteAfter) return 'obsolete'
  return today >= reviewDay(article, terms) ? 'reviewDue' : 'inForce'
}

/** What was said about one version of an article. */
export interface ArticleOpinion {
  readonly useful: number
  readonly notUseful: number
  readonly remarks: number
}

/** Why an article waits for the methodologist, the gravest first. */
export const queueReason = z.enum(['obsolete', 'poorVotes', 'remarks', 'reviewDue'])
export type QueueReason = z.infer<typeof queueReason>

/** Every reason for which an article stands in the queue; none when it does not. */
export function queueReasons(
  article: Pick<KnowledgeArticle, 'reviewOn' | 'obsoleteAfter'>,
  opinion: ArticleOpinion,
  terms: KnowledgeTerms,
  today: LocalDate,
): QueueReason[] {
  const state = articleState(article, terms, today)
  const votes = opinion.useful + opinion.notUseful
  const isPoor = votes >= terms.poorVotesMin && opinion.notUseful / votes >= terms.poorShare
  const reasons: (QueueReason | false)[] = [
    state === 'obsolete' && 'obsolete',
    isPoor && 'poorVotes',
    opinion.remarks > 0 && 'remarks',
    state === 'reviewDue' && 'reviewDue',
  ]
  return reasons.filter((reason) => reason !== false)
}
