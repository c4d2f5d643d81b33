import { useQueryClient } from '@tanstack/react-query'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { type KnowledgeArticle, knowledgeArticle } from '#shared/features/knowledge/article.ts'
import { type ArticleChange, articleVersionsAnswer } from '#shared/features/knowledge/article-draft.ts'
import { queueAnswer } from '#shared/features/knowledge/queue.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { useApi, useOnlineDetail } from '../supervision/use-online.ts'

/** How the saving of an article ended. */
export type SaveEnd =
  | { readonly kind: 'saved'; readonly article: KnowledgeArticle }
  /** Somebody was quicker: what the server has now, null when it could not be read. */
  | { readonly kind: 'conflict'; readonly theirs: KnowledgeArticle | null }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'unreachable' }

/** Articles that wait for the methodologist, asked for anew when one changes. */
export function useKnowledgeQueue() {
  return useOnlineDetail('knowledgeQueue', ['knowledgeArticle'], '/api/knowledge/queue', queueAnswer, 60_000)
}

/** Kept versions of an article; null reads none. */
export function useArticleVersions(id: string | null) {
  const address = id === null ? null : `/api/knowledge/articles/${encodeURIComponent(id)}/versions`
  return useOnlineDetail('knowledgeVersions', ['knowledgeArticle'], address, articleVersionsAnswer)
}

/** Saves a version on the server; never throws. */
export function useSaveArticle(id: string): (change: ArticleChange) => Promise<SaveEnd> {
  const api = useApi()
  const queries = useQueryClient()
  const { sync } = useDeskData()
  return async (change) => {
    const address = `/api/knowledge/articles/${encodeURIComponent(id)}`
    const answer = await api.put(address, change, knowledgeArticle)
    if (answer.ok) {
      await sync.tryNow()
      await queries.invalidateQueries({ queryKey: ['knowledgeQueue'] })
      return { kind: 'saved', article: answer.value }
    }
    if (answer.failure.kind !== 'refused') return { kind: 'unreachable' }
    const { refusal, refusals } = answer.failure
    if (refusal.code !== 'knowledge.changedMeanwhile') return { kind: 'refused', refusals }
    const versions = await api.get(`${address}/versions`, articleVersionsAnswer)
    return { kind: 'conflict', theirs: versions.ok ? (versions.value.versions[0]?.article ?? null) : null }
  }
}
