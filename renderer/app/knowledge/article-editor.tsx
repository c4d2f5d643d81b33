import { Button } from '@mantine/core'
import { IconAlertCircle, IconCalendarX, IconCircleCheck, IconDeviceFloppy } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useKnowledge } from '#renderer/features/knowledge/knowledge-context.ts'
import { refusalText, useText } from '#renderer/i18n/i18n.ts'
import { useKeptForm } from '#renderer/sync/use-kept-form.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { KeptWord } from '#renderer/ui/kept-word.tsx'
import { KeyHint } from '#renderer/ui/key-hint.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import type { KnowledgeArticle } from '#shared/features/knowledge/article.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { TaskFrame } from '../shell/task-frame.tsx'
import { ArticleFieldset } from './article-fieldset.tsx'
import { type ArticleFields, draftOf, fieldsOf, withdrawn } from './article-form-draft.ts'
import { ArticleHistory } from './article-history.tsx'
import { BothArticles } from './both-articles.tsx'
import { type SaveEnd, useSaveArticle } from './use-knowledge-work.ts'
import './knowledge-work.css'

interface ArticleEditorProps {
  readonly articleId: string
  readonly onClose: () => void
}

/** The methodologist's editor of one answer (REQUIREMENTS S10): what is typed is kept here, a version is made by the server. */
export function ArticleEditor({ articleId, onClose }: ArticleEditorProps) {
  const t = useText('knowledge')
  const { articles } = useKnowledge()
  if (articles === undefined) return <EmptyState icon={IconDeviceFloppy} title={t('edit.title')} />
  const article = articles.find(({ id }) => id === articleId) ?? null
  return <Opened key={articleId} id={articleId} article={article} onClose={onClose} />
}

interface OpenedProps {
  readonly id: string
  readonly article: KnowledgeArticle | null
  readonly onClose: () => void
}

function Opened({ id, article, onClose }: OpenedProps) {
  const t = useText('knowledge')
  const { today } = useKnowledge()
  const save = useSaveArticle(id)
  // What was saved last stands before what the store knows: the sync brings it a moment later.
  const begun = useRef<KnowledgeArticle | null>(null)
  const form = useKeptForm<ArticleFields>(`knowledge/article/${id}`, () => fieldsOf(begun.current ?? article, today))
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const [end, setEnd] = useState<SaveEnd | null>(null)
  const [isBusy, setBusy] = useState(false)
  const { value } = form
  if (value === null) return null

  async function send(fields: ArticleFields): Promise<void> {
    const made = draftOf(fields, today)
    setEnd(null)
    setRefusals('refusals' in made ? made.refusals : [])
    if ('refusals' in made) return
    setBusy(true)
    const ended = await save({ version: fields.version, draft: made.draft })
    setBusy(false)
    setEnd(ended)
    if (ended.kind === 'refused') setRefusals(ended.refusals)
    if (ended.kind !== 'saved') return
    begun.current = ended.article
    await form.drop()
  }

  const problemOf = (field: string): string | null => {
    const refusal = refusals.find((it) => it.field === `draft.${field}`)
    return refusal === undefined ? null : refusalText(refusal)
  }
  const others = refusals.filter((it) => it.field === undefined)
  return (
    <TaskFrame title={t(article === null ? 'edit.newTitle' : 'edit.title')} onClose={onClose} isFilled>
      <form
        className="article-editor"
        autoComplete="off"
        noValidate
        aria-label={t('edit.title')}
        onKeyDown={(event) => {
          if (!event.ctrlKey || event.key !== 'Enter' || event.repeat) return
          event.preventDefault()
          void send(value)
        }}
        onSubmit={(event) => {
          event.preventDefault()
          void send(value)
        }}
      >
        <div className="article-editor__main scrolls">
          {others.map((refusal) => (
            <Notice
              key={refusal.code}
              icon={IconAlertCircle}
              tone="attention"
              title={refusalText(refusal)}
              role="alert"
            />
          ))}
          {end?.kind === 'unreachable' ? (
            <Notice icon={IconAlertCircle} tone="attention" title={t('edit.unreachable')} role="alert" />
          ) : null}
          {end?.kind === 'saved' ? (
            <Notice
              icon={IconCircleCheck}
              tone="accent"
              title={t('edit.saved', { version: end.article.version })}
              role="status"
            />
          ) : null}
          {end?.kind === 'conflict' && end.theirs !== null ? (
            <BothArticles
              mine={value}
              theirs={end.theirs}
              isBusy={isBusy}
              onKeepMine={(version) => {
                form.change({ version })
                void send({ ...value, version })
              }}
              onTakeTheirs={(fields) => {
                setEnd(null)
                form.change(fields)
              }}
            />
          ) : null}
          <ArticleFieldset fields={value} problemOf={problemOf} onChange={form.change} />
        </div>
        <ArticleHistory id={id} article={article} />
        <footer className="article-editor__foot">
          <KeptWord keeping={form.keeping} />
          {article === null ? null : (
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconCalendarX size={16} aria-hidden />}
              disabled={isBusy || value.obsoleteAfter < today}
              onClick={() => form.change(withdrawn(value, today))}
            >
              {t('edit.withdraw')}
            </Button>
          )}
          <Button
            type="submit"
            loading={isBusy}
            rightSection={<KeyHint keys="Ctrl+↵" />}
            aria-keyshortcuts="Control+Enter"
          >
            {t('edit.save', { version: value.version + 1 })}
          </Button>
        </footer>
      </form>
    </TaskFrame>
  )
}
