import { IconCalendarClock, IconCalendarX } from '@tabler/icons-react'
import { formatDate } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import { reviewDay } from '#shared/features/knowledge/article-state.ts'
import { ArticleStateChip, Marked, stateOf } from './article-words.tsx'
import { deskTermsOn, useKnowledge } from './knowledge-context.ts'
import { VoteForm } from './vote-form.tsx'

interface ArticleViewProps {
  readonly article: KnowledgeArticle
  /** Stems of what was searched for. */
  readonly terms: ReadonlySet<string>
}

/** One article: the answer first, then what it rests on and until when. */
export function ArticleView({ article, terms }: ArticleViewProps) {
  const t = useText('knowledge')
  const { today } = useKnowledge()
  const state = stateOf(article, today)
  return (
    <article className="article">
      <h3 className="article__question" lang="ru">
        <Marked text={article.question} terms={terms} />
      </h3>
      {state === 'obsolete' ? (
        <Notice
          icon={IconCalendarX}
          tone="urgent"
          title={t('obsolete.title', { date: formatDate(article.obsoleteAfter) })}
        >
          {t('obsolete.body')}
        </Notice>
      ) : null}
      {state === 'reviewDue' ? (
        <Notice
          icon={IconCalendarClock}
          tone="attention"
          title={t('reviewDue.title', { date: formatDate(reviewDay(article, deskTermsOn(today))) })}
        />
      ) : null}
      <p className={`article__answer ${state === 'obsolete' ? 'article__answer--obsolete' : ''}`} lang="ru">
        <Marked text={article.answer} terms={terms} />
      </p>
      {(article.details ?? '') === '' ? null : (
        <div className="article__details" lang="ru">
          {article.details?.split(/\n+/).map((paragraph) => (
            <p key={paragraph}>
              <Marked text={paragraph} terms={terms} />
            </p>
          ))}
        </div>
      )}
      <dl className="article__facts">
        <dt>{t('fact.source')}</dt>
        <dd>
          <span lang="ru">
            <Marked text={article.source} terms={terms} />
          </span>
          <br />
          {t('fact.edition', { date: formatDate(article.sourceDate) })}
        </dd>
        <dt>{t('fact.state')}</dt>
        <dd>
          <ArticleStateChip state={state} isPlain /> {t('fact.until', { date: formatDate(article.obsoleteAfter) })}
        </dd>
        <dt>{t('fact.checked')}</dt>
        <dd>
          {t('fact.checkedOn', {
            date: formatDate(article.checkedOn),
            review: formatDate(reviewDay(article, deskTermsOn(today))),
          })}
        </dd>
        <dt>{t('fact.version')}</dt>
        <dd>
          {article.version}
          <span lang="ru">
            {article.author === undefined ? '' : `, ${article.author}`};{' '}
            {t('fact.approved', { by: article.approvedBy })}
          </span>
        </dd>
      </dl>
      <VoteForm key={`${article.id}@${article.version}`} article={article} />
    </article>
  )
}
