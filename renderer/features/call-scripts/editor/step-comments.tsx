import { Button } from '@mantine/core'
import { IconCheck, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { formatMoment } from '#renderer/i18n/formats.ts'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import type { KeptForm } from '#renderer/sync/use-kept-form.ts'
import { LimitedTextarea } from '#renderer/ui/limited-input.tsx'
import { COMMENT_MAX, type DraftComment } from '#shared/features/call-scripts/script-draft.ts'

interface StepCommentsProps {
  readonly comments: readonly DraftComment[]
  /** What is being typed, kept on this computer until it is said. */
  readonly typed: KeptForm<{ readonly text: string }>
  readonly now: number
  /** Resolves with whether the server took it. */
  readonly onSay: (text: string) => Promise<boolean>
  readonly onDone: (id: string) => Promise<boolean>
}

/** What colleagues say to one step: settled ones are quiet, the others wait. */
export function StepComments({ comments, typed, now, onSay, onDone }: StepCommentsProps) {
  const t = useText('scriptEditor')
  useLanguage()
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  const text = typed.value?.text ?? ''
  async function run(work: () => Promise<boolean>): Promise<boolean> {
    setState('busy')
    const isTaken = await work()
    setState(isTaken ? 'idle' : 'failed')
    return isTaken
  }
  return (
    <section className="comments" aria-label={t('comments')}>
      <h3 className="field__label">{t('comments')}</h3>
      {comments.map((comment) => (
        <article key={comment.id} className={`comment ${comment.isDone ? 'comment--done' : ''}`}>
          <p className="comment__head">
            <span className="ellipsis">{comment.byName}</span>
            <span>{formatMoment(comment.at, now)}</span>
          </p>
          <p className="comment__text">{comment.text}</p>
          {comment.isDone ? (
            <p className="comment__head">
              <IconCheck size={13} aria-hidden /> {t('comment.isDone')}
            </p>
          ) : (
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={<IconCheck size={13} aria-hidden />}
              onClick={() => void run(() => onDone(comment.id))}
            >
              {t('comment.done')}
            </Button>
          )}
        </article>
      ))}
      <LimitedTextarea
        size="xs"
        aria-label={t('comment.text')}
        placeholder={t('comment.text')}
        autosize
        minRows={1}
        maxRows={5}
        max={COMMENT_MAX}
        value={text}
        onText={(next) => typed.change({ text: next })}
      />
      {text.trim() === '' ? null : (
        <span>
          <Button
            size="compact-xs"
            loading={state === 'busy'}
            leftSection={<IconSend size={13} aria-hidden />}
            onClick={() => void run(() => onSay(text)).then((isTaken) => (isTaken ? typed.drop() : undefined))}
          >
            {t('comment.say')}
          </Button>
        </span>
      )}
      {state === 'failed' ? (
        <p className="field__message" role="alert">
          {t('comment.failed')}
        </p>
      ) : null}
    </section>
  )
}
