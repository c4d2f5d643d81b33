import { Button, SegmentedControl } from '@mantine/core'
import { IconBook2, IconCircleCheck, IconPlus, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { ArticleStateChip, stateOf } from '#renderer/features/knowledge/article-words.tsx'
import { useKnowledge } from '#renderer/features/knowledge/knowledge-context.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { rightOf } from '#shared/features/auth/rights.ts'
import { useDesk, useNavigation } from '../desk-context.tsx'
import { newId } from '../desk-parts.ts'
import type { WorkTab } from '../work/work-list.tsx'
import { useKnowledgeQueue } from './use-knowledge-work.ts'
import './knowledge-work.css'

/** What the methodologist has to look at in the knowledge base; no tab for a role without the right. */
export function useKnowledgeTab(): readonly WorkTab[] {
  const { workplace } = useDesk()
  const mayKeep = rightOf(workplace.user.role, 'knowledge.keep') !== null
  const t = useText('knowledge')
  return mayKeep ? [{ key: 'knowledge', label: t('queue.tab'), body: <KnowledgeTab /> }] : []
}

function KnowledgeTab() {
  const t = useText('knowledge')
  const { navigation } = useDesk()
  const { articles = [], today } = useKnowledge()
  const queue = useKnowledgeQueue()
  const [shown, setShown] = useState<'waiting' | 'all'>('waiting')
  const opened = useNavigation(({ task }) => (task.kind === 'knowledge' ? task.articleId : null))
  const items = queue.data?.items ?? []
  const open = (articleId: string): void => navigation.go({ kind: 'knowledge', articleId })
  return (
    <div className="knowledge-tab">
      <Button fullWidth variant="light" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => open(newId())}>
        {t('queue.new')}
      </Button>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t('queue.title')}
        value={shown}
        onChange={(value) => setShown(value === 'all' ? 'all' : 'waiting')}
        data={[
          { value: 'waiting', label: `${t('queue.waiting')} · ${items.length}` },
          { value: 'all', label: `${t('queue.all')} · ${articles.length}` },
        ]}
      />
      {queue.isError ? (
        <p className="knowledge-tab__failed" role="alert">
          {t('queue.failed')}{' '}
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconRefresh size={14} aria-hidden />}
            onClick={() => void queue.refetch()}
          >
            {t('queue.retry')}
          </Button>
        </p>
      ) : null}
      {shown === 'waiting' && queue.isSuccess && items.length === 0 ? (
        <EmptyState icon={IconCircleCheck} title={t('queue.empty')} body={t('queue.emptyBody')} />
      ) : null}
      {shown === 'all' && articles.length === 0 ? (
        <EmptyState icon={IconBook2} title={t('empty')} body={t('empty.body')} />
      ) : null}
      <ul className="work-rows">
        {shown === 'waiting'
          ? items.map((item) => {
              const article = articles.find(({ id }) => id === item.articleId)
              return (
                <li key={item.articleId} className="work-row">
                  <button
                    type="button"
                    className="work-row__main"
                    aria-current={opened === item.articleId}
                    onClick={() => open(item.articleId)}
                  >
                    <span className="work-row__words">
                      <span lang="ru">{article?.question ?? item.articleId}</span>
                      <small>
                        {item.reasons.map((reason) => t(`reason.${reason}`)).join(' · ')}
                        {item.useful + item.notUseful === 0 ? '' : ` · ${t('queue.votes', item)}`}
                      </small>
                    </span>
                  </button>
                </li>
              )
            })
          : articles.map((article) => (
              <li key={article.id} className="work-row">
                <button
                  type="button"
                  className="work-row__main"
                  aria-current={opened === article.id}
                  onClick={() => open(article.id)}
                >
                  <span className="work-row__words">
                    <span lang="ru">{article.question}</span>
                    <small>
                      <ArticleStateChip state={stateOf(article, today)} isPlain />
                    </small>
                  </span>
                </button>
              </li>
            ))}
      </ul>
    </div>
  )
}
