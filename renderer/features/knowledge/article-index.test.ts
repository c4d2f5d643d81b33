import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { anArticle } from '#shared/builders/an-article.ts'
import { knowledgeArticle } from '#shared/features/knowledge/article.ts'
import { inOtherLayout, wordsOf } from '#shared/kernel/word-match.ts'
import articlesFile from '../../../assets/knowledge/articles.ru.json'
import { makeArticleIndex, markedParts, stemOf } from './article-index.ts'

const articles = z.array(knowledgeArticle).parse(articlesFile)
const index = makeArticleIndex(articles)
const everyWord = articles.flatMap(({ question, answer, words, source, details = '' }) =>
  wordsOf([question, answer, source, details, ...words].join(' ')).map(stemOf),
)
const found = (typed: string): string[] => index.find(typed, articles.length).map(({ article }) => article.id)

describe('search of articles', () => {
  it.each([
    'направление',
    'направлении',
    'направлений',
    'напр',
    'НАПРАВЛЕНИЯ',
    'yfghfdktybt',
    'напрвление',
    'направлнеи',
  ])('[C4] «%s» finds the article on a referral', (typed) => {
    const referral = makeArticleIndex([
      anArticle(),
      anArticle({ id: 'other', question: 'Полис', words: [], answer: 'Нет' }),
    ])
    expect(referral.find(typed, 5).map(({ article }) => article.id)).toEqual(['referral'])
  })

  it('finds nothing where nothing is typed, and nothing for words that stand nowhere', () => {
    expect(found('')).toEqual([])
    expect(found(' ?! ')).toEqual([])
    expect(found('ыщшгъ жжжжжж')).toEqual([])
  })

  const word = fc.constantFrom(
    ...articles.flatMap((article) =>
      wordsOf(article.question)
        .filter((it) => /^[а-я]{6,}$/.test(it))
        .map((it) => ({ article, word: it })),
    ),
  )

  it('finds an article by any longer word of its question with one typo, in either layout', () => {
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('drop', 'double', 'change'), ({ article, word: it }, seed, how) => {
        // A typo within the stem: endings are not compared at all.
        const at = seed % Math.max(1, stemOf(it).length - 1)
        const letter = how === 'drop' ? '' : how === 'double' ? `${it[at]}${it[at]}` : 'ъ'
        const typed = it.slice(0, at) + letter + it.slice(at + 1)
        // What happens to begin another word is taken as that word; two letters left would fit everything.
        fc.pre(stemOf(typed).length > 2 && !everyWord.some((other) => other.startsWith(stemOf(typed))))
        expect(found(typed)).toContain(article.id)
        expect(found(inOtherLayout(typed))).toContain(article.id)
      }),
      { numRuns: 200 },
    )
  })

  it('finds a participle with a typo, whose ending of four letters the stemmer no longer sees', () => {
    expect(found('лчащего')).toContain('doctor-female')
  })

  it('marks the words that were found and leaves the text as it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...articles), fc.array(fc.string(), { maxLength: 3 }), ({ answer }, terms) => {
        const parts = markedParts(answer, new Set([...terms, stemOf('полис')]))
        expect(parts.map(({ text }) => text).join('')).toBe(answer)
      }),
    )
    const [hit] = index.find('полисы', 1)
    const marked = markedParts('Где получить полис?', hit?.terms ?? new Set())
    expect(marked.filter(({ isHit }) => isHit).map(({ text }) => text)).toEqual(['полис'])
  })
})
