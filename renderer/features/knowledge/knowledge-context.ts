import { createContext, useContext } from 'react'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import { type KnowledgeTerms, knowledgeTerms } from '#shared/features/knowledge/article-state.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'
import { must } from '#shared/kernel/result.ts'
import termsFile from '../../../assets/knowledge/terms.ru.json'
import type { ArticleIndex } from './article-index.ts'
import type { KnowledgeShelf } from './knowledge-shelf.ts'

const TERMS = knowledgeTerms.array().parse(termsFile)

/** Terms that this version of the desk was built with; the server has the last word on its queue. */
export function deskTermsOn(day: LocalDate): KnowledgeTerms {
  return must(
    TERMS.find((row) => row.validFrom <= day && (row.validTo === null || day <= row.validTo)) ?? TERMS.at(-1),
    'terms of the knowledge base',
  )
}

/** The knowledge base as this desk holds it. */
export interface Knowledge {
  readonly shelf: KnowledgeShelf
  /** Undefined until the local store has answered. */
  readonly articles: readonly KnowledgeArticle[] | undefined
  readonly index: ArticleIndex
  readonly today: LocalDate
  readonly userId: string
  /** Where the focus goes when the side is left: the task in the centre. */
  readonly onLeave: () => void
}

export const KnowledgeContext = createContext<Knowledge | null>(null)

export function useKnowledge(): Knowledge {
  return must(useContext(KnowledgeContext), 'KnowledgeContext')
}
