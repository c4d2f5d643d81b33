import { Button } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import { useKnowledge } from '#renderer/features/knowledge/knowledge-context.ts'
import { useText } from '#renderer/i18n/i18n.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import { type ArticleFields, differingFields, fieldsOf } from './article-form-draft.ts'

interface BothArticlesProps {
  readonly mine: ArticleFields
  readonly theirs: KnowledgeArticle
  readonly isBusy: boolean
  /** Saves the form upon the version that the server has now. */
  readonly onKeepMine: (version: number) => void
  readonly onTakeTheirs: (fields: ArticleFields) => void
}

/** Both texts side by side after somebody was quicker, and the choice (rule MERGE1). */
export function BothArticles({ mine, theirs, isBusy, onKeepMine, onTakeTheirs }: BothArticlesProps) {
  const t = useText('knowledge')
  const { today } = useKnowledge()
  const saved = fieldsOf(theirs, today)
  const label = (field: keyof Omit<ArticleFields, 'version'>): string =>
    field === 'themeCode' ? t('edit.theme') : t(`edit.${field}`)
  return (
    <Notice icon={IconArrowsDiff} tone="attention" title={t('edit.both')} role="alert">
      <p>{t('edit.bothBody')}</p>
      <table className="article-both">
        <thead>
          <tr>
            <th scope="col">{t('edit.field')}</th>
            <th scope="col">{t('edit.mine')}</th>
            <th scope="col">{t('edit.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {differingFields(mine, saved).map((field) => (
            <tr key={field}>
              <th scope="row">{label(field)}</th>
              <td lang="ru">{mine[field]}</td>
              <td lang="ru">{saved[field]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <span className="article-both__actions">
        <Button size="xs" loading={isBusy} onClick={() => onKeepMine(theirs.version)}>
          {t('edit.keepMine')}
        </Button>
        <Button size="xs" variant="default" onClick={() => onTakeTheirs(saved)}>
          {t('edit.takeTheirs')}
        </Button>
      </span>
    </Notice>
  )
}
