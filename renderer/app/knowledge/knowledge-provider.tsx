import { type ReactNode, useMemo } from 'react'
import { makeArticleIndex } from '#renderer/features/knowledge/article-index.ts'
import { stateOf } from '#renderer/features/knowledge/article-words.tsx'
import { type Knowledge, KnowledgeContext } from '#renderer/features/knowledge/knowledge-context.ts'
import { formatDate } from '#renderer/i18n/formats.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { PhraseContext, type PhraseSource } from '#renderer/ui/phrase-source.ts'
import { useDesk } from '../desk-context.tsx'

/** The knowledge base of this desk for its side and for fields into which answers are inserted. */
export function KnowledgeProvider({ children }: { readonly children: ReactNode }) {
  const { knowledge: shelf, workplace } = useDesk()
  const read = useDeskRead(['knowledgeArticle'], (reads) => reads.records('knowledgeArticle'), 'all')
  const today = todayHere(Date.now())
  const knowledge = useMemo((): Knowledge => {
    const articles = read
      ?.map(({ data }) => data)
      .toSorted((a, b) => a.themeCode.localeCompare(b.themeCode, 'ru', { numeric: true }) || a.id.localeCompare(b.id))
    return {
      shelf,
      articles,
      index: makeArticleIndex(articles ?? []),
      today,
      userId: workplace.user.id,
      onLeave: () => document.getElementById('zone-task')?.focus(),
    }
  }, [read, shelf, today, workplace.user.id])
  const phrases = useMemo((): PhraseSource => phrasesOf(knowledge), [knowledge])
  return (
    <KnowledgeContext value={knowledge}>
      <PhraseContext value={phrases}>{children}</PhraseContext>
    </KnowledgeContext>
  )
}

/** Answers that may be inserted: what is obsolete is read beside the field, never put into a letter by one key. */
function phrasesOf({ index, today }: Knowledge): PhraseSource {
  return {
    find: (typed, limit) =>
      index
        .find(typed, Number.POSITIVE_INFINITY)
        .filter(({ article }) => stateOf(article, today) !== 'obsolete')
        .slice(0, limit)
        .map(({ article }) => ({
          id: article.id,
          title: article.question,
          text: article.answer,
          note: `${article.source}, ${formatDate(article.sourceDate)}`,
        })),
  }
}
