import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useId } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import { useKnowledge } from './knowledge-context.ts'

interface ArticleTabsProps {
  readonly articles: readonly KnowledgeArticle[]
  readonly active: string | null
}

/** The open articles as tabs: arrows walk them, Delete closes one. */
export function ArticleTabs({ articles, active }: ArticleTabsProps) {
  const t = useText('knowledge')
  const { shelf } = useKnowledge()
  const id = useId()
  if (articles.length === 0) return null
  const place = articles.findIndex((article) => article.id === active)

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const current = articles[place]
    if (event.key === 'Delete' && current !== undefined) shelf.closeArticle(current.id)
    else if (step !== 0) shelf.openArticle(articles[(place + step + articles.length) % articles.length]?.id ?? '')
    else return
    event.preventDefault()
    const next = shelf.state.getState().active
    if (next !== null) document.getElementById(`${id}-${next}`)?.focus()
  }

  return (
    <div className="article-tabs">
      <div className="article-tabs__list" role="tablist" aria-label={t('tabs')}>
        {articles.map((article, index) => (
          <button
            key={article.id}
            type="button"
            role="tab"
            id={`${id}-${article.id}`}
            className="article-tab"
            aria-selected={article.id === active}
            tabIndex={article.id === active || (place < 0 && index === 0) ? 0 : -1}
            aria-keyshortcuts="Delete"
            title={article.question}
            lang="ru"
            onClick={() => shelf.openArticle(article.id)}
            onKeyDown={onKeyDown}
          >
            {article.question}
          </button>
        ))}
      </div>
      {active === null ? null : (
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('tab.close', { question: articles[place]?.question ?? '' })}
          onClick={() => shelf.closeArticle(active)}
        >
          <IconX size={14} aria-hidden />
        </ActionIcon>
      )}
    </div>
  )
}
