import { z } from 'zod'
import { type LocalDate, localDate } from '../../kernel/calendar.ts'
import { type Refusal, refuse } from '../../kernel/errors.ts'
import { requiredLine, typedText } from '../../kernel/text.ts'
import { ANSWER_MAX, DETAILS_MAX, knowledgeArticle } from './article.ts'

/** What a methodologist writes; number of the version and author come from the server. */
export const articleDraft = z.object({
  question: requiredLine(200),
  answer: requiredLine(ANSWER_MAX),
  details: typedText(DETAILS_MAX),
  words: z.array(requiredLine(60)).max(20),
  themeCode: z.string().min(1, { error: 'text.required' }).max(60),
  source: requiredLine(300),
  sourceDate: localDate,
  checkedOn: localDate,
  reviewOn: localDate,
  obsoleteAfter: localDate,
  approvedBy: requiredLine(200),
})
export type ArticleDraft = Readonly<z.infer<typeof articleDraft>>

/** `PUT /api/knowledge/articles/{id}`. `version`: the one that was changed, 0 for a new article. */
export const articleChange = z.object({ version: z.number().int().min(0), draft: articleDraft })
export type ArticleChange = Readonly<z.infer<typeof articleChange>>

/** What of a draft cannot stand on this day; the first fault is enough for a refusal, the form shows all. */
export function draftFaults(draft: ArticleDraft, today: LocalDate): Refusal[] {
  const faults: (Refusal | false)[] = [
    draft.sourceDate > today && refuse('knowledge.sourceInFuture', 'draft.sourceDate'),
    draft.checkedOn > today && refuse('knowledge.checkedInFuture', 'draft.checkedOn'),
    draft.checkedOn < draft.sourceDate && refuse('knowledge.checkedBeforeSource', 'draft.checkedOn'),
    draft.reviewOn > draft.obsoleteAfter && refuse('knowledge.reviewTooLate', 'draft.reviewOn'),
    draft.obsoleteAfter < draft.sourceDate && refuse('knowledge.endsBeforeSource', 'draft.obsoleteAfter'),
  ]
  return faults.filter((fault) => fault !== false)
}

/** One kept version of an article. */
export const articleVersion = z.object({
  article: knowledgeArticle,
  savedAt: z.string(),
  savedBy: z.string(),
})
export const articleVersionsAnswer = z.object({ versions: z.array(articleVersion) })
export type ArticleVersionsAnswer = Readonly<z.infer<typeof articleVersionsAnswer>>
