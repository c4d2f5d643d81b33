import { Select } from '@mantine/core'
import { useMemo } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import { DateField } from '#renderer/ui/date-field.tsx'
import { LimitedInput, LimitedTextarea } from '#renderer/ui/limited-input.tsx'
import { themePath } from '#shared/features/appeals/classifier.ts'
import { ANSWER_MAX, DETAILS_MAX } from '#shared/features/knowledge/article.ts'
import type { ArticleFields } from './article-form-draft.ts'

interface ArticleFieldsetProps {
  readonly fields: ArticleFields
  readonly problemOf: (field: string) => string | null
  readonly onChange: (change: Partial<ArticleFields>) => void
}

/** The fields of an answer: what is read out first, then what it rests on and until when. */
export function ArticleFieldset({ fields, problemOf, onChange }: ArticleFieldsetProps) {
  const t = useText('knowledge')
  const themes = useThemes()
  const line = (field: 'question' | 'source' | 'approvedBy' | 'words', max: number) => ({
    label: t(`edit.${field}`),
    value: fields[field],
    max,
    required: field !== 'words',
    error: problemOf(field),
    onText: (text: string) => onChange({ [field]: text }),
  })
  const day = (field: 'sourceDate' | 'checkedOn' | 'reviewOn' | 'obsoleteAfter') => (
    <DateField
      label={t(`edit.${field}`)}
      required
      value={fields[field]}
      error={problemOf(field)}
      onDate={(date) => onChange({ [field]: date })}
    />
  )
  return (
    <>
      <LimitedInput {...line('question', 200)} lang="ru" />
      <LimitedTextarea
        label={t('edit.answer')}
        description={t('edit.answerHint', { length: fields.answer.length, max: ANSWER_MAX })}
        lang="ru"
        required
        autosize
        minRows={3}
        value={fields.answer}
        max={ANSWER_MAX}
        error={problemOf('answer')}
        onText={(answer) => onChange({ answer })}
      />
      <LimitedTextarea
        label={t('edit.details')}
        lang="ru"
        autosize
        minRows={3}
        maxRows={12}
        value={fields.details}
        max={DETAILS_MAX}
        error={problemOf('details')}
        onText={(details) => onChange({ details })}
      />
      <div className="article-editor__pair">
        <LimitedInput {...line('words', 1_000)} description={t('edit.wordsHint')} lang="ru" />
        <Select
          label={t('edit.theme')}
          description={fields.themeCode}
          required
          searchable
          autoComplete="off"
          data={themes}
          value={fields.themeCode === '' ? null : fields.themeCode}
          error={problemOf('themeCode')}
          onChange={(themeCode) => onChange({ themeCode: themeCode ?? '' })}
        />
      </div>
      <div className="article-editor__pair article-editor__pair--law">
        <LimitedInput {...line('source', 300)} lang="ru" />
        {day('sourceDate')}
      </div>
      <div className="article-editor__days">
        {day('checkedOn')}
        {day('reviewOn')}
        {day('obsoleteAfter')}
      </div>
      <LimitedInput {...line('approvedBy', 200)} lang="ru" />
    </>
  )
}

/** Themes of the newest classifier as a list to choose from. */
function useThemes(): { value: string; label: string }[] {
  const read = useDeskRead(['appealClassifier'], (reads) => reads.records('appealClassifier'), 'all')
  return useMemo(() => {
    const classifier = (read ?? []).map(({ data }) => data).sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0]
    return (classifier?.rows ?? [])
      .filter((row) => row.code.includes('.'))
      .map((row) => ({
        value: row.code,
        label: themePath(classifier as NonNullable<typeof classifier>, row.code)
          .map(({ name }) => name)
          .join(' › '),
      }))
  }, [read])
}
