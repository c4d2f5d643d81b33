import { formatDate, formatMoment } from '#renderer/i18n/formats.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import { useArticleVersions, useKnowledgeQueue } from './use-knowledge-work.ts'

/** Beside the form: what was said about the present version, and the versions before it. */
export function ArticleHistory({ id, article }: { readonly id: string; readonly article: KnowledgeArticle | null }) {
  const t = useText('knowledge')
  const item = useKnowledgeQueue().data?.items.find(({ articleId }) => articleId === id)
  const versions = useArticleVersions(article === null ? null : id).data?.versions ?? []
  const former = versions.filter(({ article: kept }) => kept.version !== article?.version)
  if ((item?.remarks.length ?? 0) === 0 && former.length === 0) return null
  return (
    <aside className="article-editor__side scrolls" aria-label={t('edit.versions')}>
      {item === undefined || item.remarks.length === 0 ? null : (
        <>
          <h2>{t('edit.remarks')}</h2>
          <ul className="article-remarks">
            {item.remarks.map((remark) => (
              <li key={`${remark.by} ${remark.at}`}>
                <p dir="auto">{remark.text}</p>
                <small>{t('edit.remark', { by: remark.by, at: formatMoment(remark.at, Date.now()) })}</small>
              </li>
            ))}
          </ul>
        </>
      )}
      {former.length === 0 ? null : (
        <>
          <h2>{t('edit.versions')}</h2>
          {former.map(({ article: kept, savedAt, savedBy }) => (
            <details key={kept.version} className="article-former">
              <summary>
                {t('edit.version', { version: kept.version, at: formatMoment(savedAt, Date.now()), by: savedBy })}
              </summary>
              <p lang="ru">{kept.answer}</p>
              <small lang="ru">
                {kept.source}, {formatDate(kept.sourceDate)}
              </small>
            </details>
          ))}
        </>
      )}
    </aside>
  )
}
