import { deskTermsOn } from '#renderer/features/knowledge/knowledge-context.ts'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import { type ArticleDraft, articleDraft, draftFaults } from '#shared/features/knowledge/article-draft.ts'
import { reviewDay } from '#shared/features/knowledge/article-state.ts'
import { addDays, type LocalDate } from '#shared/kernel/calendar.ts'
import { type Refusal, refusalsOf } from '#shared/kernel/errors.ts'

/** What stands in the form of an article; words are typed divided by commas. `version`: the one that was opened, 0 for a new article. */
export interface ArticleFields extends Omit<ArticleDraft, 'words'> {
  readonly version: number
  readonly words: string
}

/** Days for which a new article holds, and after which it is looked through. */
const HOLDS_DAYS = 365

export function fieldsOf(article: KnowledgeArticle | null, today: LocalDate): ArticleFields {
  const empty = {
    question: '',
    answer: '',
    themeCode: '',
    source: '',
    sourceDate: '',
    checkedOn: today,
    approvedBy: '',
  }
  if (article === null) {
    const obsoleteAfter = addDays(today, HOLDS_DAYS)
    const reviewOn = reviewDay({ obsoleteAfter }, deskTermsOn(today))
    return { ...empty, version: 0, words: '', details: '', reviewOn, obsoleteAfter }
  }
  const { question, answer, themeCode, source, sourceDate, checkedOn, obsoleteAfter, approvedBy, version } = article
  return {
    ...{ question, answer, themeCode, source, sourceDate, checkedOn, obsoleteAfter, approvedBy, version },
    details: article.details ?? '',
    words: article.words.join(', '),
    reviewOn: reviewDay(article, deskTermsOn(today)),
  }
}

/** The draft for the server, or what is wrong with it by field. */
export function draftOf(
  fields: ArticleFields,
  today: LocalDate,
): { readonly draft: ArticleDraft } | { readonly refusals: readonly Refusal[] } {
  const { version: _version, ...typed } = fields
  const words = typed.words
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
  const parsed = articleDraft.safeParse({ ...typed, words })
  if (!parsed.success)
    return { refusals: refusalsOf(parsed.error).map((it) => ({ ...it, field: `draft.${it.field}` })) }
  const faults = draftFaults(parsed.data, today)
  return faults.length > 0 ? { refusals: faults } : { draft: parsed.data }
}

/** The article put out of force as of yesterday: it keeps its text and is marked everywhere. */
export function withdrawn(fields: ArticleFields, today: LocalDate): ArticleFields {
  const yesterday = addDays(today, -1)
  return {
    ...fields,
    obsoleteAfter: yesterday < fields.sourceDate ? fields.sourceDate : yesterday,
    reviewOn: fields.reviewOn < yesterday ? fields.reviewOn : yesterday,
  }
}

/** Fields whose text differs from what the server has now, in the order of the form. */
export function differingFields(mine: ArticleFields, theirs: ArticleFields): (keyof Omit<ArticleFields, 'version'>)[] {
  const order = [
    'question',
    'answer',
    'details',
    'words',
    'themeCode',
    'source',
    'sourceDate',
    'checkedOn',
    'reviewOn',
    'obsoleteAfter',
    'approvedBy',
  ] as const
  return order.filter((field) => mine[field] !== theirs[field])
}
