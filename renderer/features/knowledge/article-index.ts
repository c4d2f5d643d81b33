import { stemmer } from '@orama/stemmers/russian'
import MiniSearch, { type Query, type SearchOptions } from 'minisearch'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import { inOtherLayout, wordsOf } from '#shared/kernel/word-match.ts'
import { isOneEditFromBeginning } from './one-edit.ts'

/** A found article and what of it fits: stems of words, for `markedParts`. */
export interface ArticleHit {
  readonly article: KnowledgeArticle
  readonly terms: ReadonlySet<string>
}

/** Articles prepared for the search; built once for each change of the knowledge base. */
export interface ArticleIndex {
  /** Best first; nothing typed finds nothing. Word forms, one typo in a word of five letters or more and the other keyboard layout are forgiven. */
  find(typed: string, limit: number): ArticleHit[]
}

const FIELDS = ['question', 'words', 'answer', 'source', 'details'] as const
const WEIGHTS: Record<(typeof FIELDS)[number], number> = { question: 5, words: 4, answer: 1.5, source: 1, details: 1 }
/** From this length a typed word may hold a typo: in shorter ones every letter tells. */
const TYPO_FROM = 5
/** What is left of such a word without its ending. */
const STEM_MIN = 3

/** The stem of one word as the index holds it: «направлении» and «направление» are one. */
export function stemOf(word: string): string {
  return /^[а-я]+$/.test(word) ? stemmer(word) : word
}

export function makeArticleIndex(articles: readonly KnowledgeArticle[]): ArticleIndex {
  const byId = new Map(articles.map((article) => [article.id, article]))
  const vocabulary = new Set<string>()
  const engine = new MiniSearch<KnowledgeArticle>({
    fields: [...FIELDS],
    extractField: (article, field) => {
      const value = article[field as keyof KnowledgeArticle]
      return Array.isArray(value) ? value.join(' ') : String(value ?? '')
    },
    tokenize: wordsOf,
    processTerm: (word) => {
      const stem = stemOf(word)
      vocabulary.add(stem)
      return stem
    },
  })
  engine.addAll(articles)
  const common: SearchOptions = { tokenize: wordsOf, processTerm: stemOf, combineWith: 'AND', boost: WEIGHTS }

  const run = (query: Query, options: SearchOptions): ArticleHit[] =>
    engine.search(query, { ...common, ...options }).flatMap((found) => {
      const article = byId.get(found.id)
      return article === undefined ? [] : [{ article, terms: new Set(found.terms) }]
    })

  /** Words with a typo in what has been typed of them so far. */
  function withTypos(typed: string): ArticleHit[] {
    const groups = wordsOf(typed).map((word) => {
      if (word.length < TYPO_FROM) return [...vocabulary].filter((term) => term.startsWith(stemOf(word)))
      // A typo may hide the ending from the stemmer: the word is tried without its last letters, too, up to the four of a participle («-щего»).
      const roots = [stemOf(word), ...[1, 2, 3, 4].map((cut) => word.slice(0, -cut))].filter(
        (root) => root.length >= STEM_MIN,
      )
      return [...vocabulary].filter((term) => roots.some((root) => isOneEditFromBeginning(root, term)))
    })
    if (groups.some((group) => group.length === 0)) return []
    const queries = groups.map((group) => ({ combineWith: 'OR' as const, queries: group }))
    return run({ combineWith: 'AND', queries }, { processTerm: (stem) => stem })
  }

  return {
    find(typed, limit) {
      const layouts = [typed, inOtherLayout(typed)].filter((text) => wordsOf(text).length > 0)
      for (const look of [(text: string) => run(text, { prefix: true }), withTypos])
        for (const text of layouts) {
          const hits = look(text)
          if (hits.length > 0) return hits.slice(0, limit)
        }
      return []
    },
  }
}

/** A text cut into parts, those that the search found marked; joined they are the text again. */
export function markedParts(text: string, terms: ReadonlySet<string>): { text: string; isHit: boolean }[] {
  if (terms.size === 0) return [{ text, isHit: false }]
  return text
    .split(/([\p{L}\p{N}]+)/u)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, isHit: terms.has(stemOf(wordsOf(part)[0] ?? '')) }))
}
