import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { formatDuration } from '#renderer/i18n/formats.ts'
import { refusalText, useLanguage, useText } from '#renderer/i18n/i18n.ts'
import { LimitedInput, LimitedTextarea } from '#renderer/ui/limited-input.tsx'
import {
  type ScoreCard,
  type ScoreCriterion,
  type ScoreMark,
  scoreMark,
} from '#shared/features/supervision/score-card.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { CommentPlace } from './comment-place.tsx'
import { placeOf, type ReviewDraft, standingOfScore, withComment } from './review-draft.ts'
import './review.css'

interface ReviewFormProps {
  readonly card: ScoreCard
  readonly draft: ReviewDraft
  readonly onChange: (draft: ReviewDraft) => void
  /** Length of the call in whole seconds. */
  readonly lengthSeconds: number
  /** Plays the call from a place on; absent when there is nothing to play. */
  readonly onPlay?: (atSeconds: number) => void
  /** Whole seconds of the call at which its recording stands. */
  readonly moment?: () => number
  readonly refusals: readonly Refusal[]
  readonly onSend: () => void
  readonly onCancel: () => void
}

/** The score card of a call with remarks at a time within it (REQUIREMENTS S2). */
export function ReviewForm(props: ReviewFormProps) {
  const t = useText('callReviews')
  const { card, draft, onChange, refusals } = props
  const { left } = standingOfScore(card, draft.marks)
  return (
    <form
      className="review"
      autoComplete="off"
      aria-label={t('title')}
      onSubmit={(event) => {
        event.preventDefault()
        if (left === 0) props.onSend()
      }}
    >
      {card.criteria.map((criterion) => (
        <Question
          key={criterion.id}
          criterion={criterion}
          mark={draft.marks[criterion.id]}
          onMark={(mark) => onChange({ ...draft, marks: { ...draft.marks, [criterion.id]: mark } })}
        />
      ))}
      <Comments {...props} />
      <LimitedTextarea
        size="xs"
        label={t('summary')}
        autosize
        minRows={2}
        maxRows={6}
        max={4_000}
        value={draft.summary}
        onText={(summary) => onChange({ ...draft, summary })}
      />
      <ScoreLine card={card} marks={draft.marks} />
      {refusals.map((refusal) => (
        <p key={refusal.code} className="field__message" role="alert">
          {refusalText(refusal)}
        </p>
      ))}
      <span className="review__actions">
        <Button type="submit" size="xs" disabled={left > 0}>
          {t('send')}
        </Button>
        <Button size="xs" variant="subtle" onClick={props.onCancel}>
          {t('cancel')}
        </Button>
      </span>
    </form>
  )
}

interface QuestionProps {
  readonly criterion: ScoreCriterion
  readonly mark: ScoreMark | undefined
  readonly onMark: (mark: ScoreMark) => void
}

function Question({ criterion, mark, onMark }: QuestionProps) {
  const t = useText('callReviews')
  const language = useLanguage()
  return (
    <fieldset className="review__question">
      <legend className="review__name">
        {criterion.name[language]}
        <span className="sv-soft">
          {t('weight', { weight: criterion.weight })}
          {criterion.isCritical ? ` · ${t('critical')}` : ''}
        </span>
      </legend>
      <p className="sv-soft">{criterion.hint[language]}</p>
      <div className="review__marks">
        {scoreMark.options.map((option) => (
          <label key={option} className="review__mark" data-mark={option}>
            <input type="radio" name={criterion.id} checked={mark === option} onChange={() => onMark(option)} />
            <span>{t(`mark.${option}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Comments({ draft, onChange, lengthSeconds, onPlay, moment }: ReviewFormProps) {
  const t = useText('callReviews')
  const [isWrong, setWrong] = useState(false)
  function add(): void {
    const place = placeOf(draft.at, lengthSeconds)
    setWrong(place === null)
    if (place !== null && draft.text.trim() !== '') onChange(withComment(draft, place))
  }
  return (
    <fieldset className="review__question">
      <legend className="review__name">{t('comments')}</legend>
      <ul className="review__comments">
        {draft.comments.map((comment) => (
          <li key={`${comment.atSeconds}${comment.text}`} className="review__comment">
            <CommentPlace atSeconds={comment.atSeconds} onPlay={onPlay} />
            <span className="review__words">{comment.text}</span>
            <button
              type="button"
              className="review__remove"
              aria-label={t('comment.remove', { time: formatDuration(comment.atSeconds) })}
              onClick={() => onChange({ ...draft, comments: draft.comments.filter((it) => it !== comment) })}
            >
              <IconX size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <div className="review__new">
        <LimitedInput
          size="xs"
          label={t('comment.at')}
          placeholder="0:00"
          value={draft.at}
          max={9}
          error={isWrong ? t('comment.at.wrong', { end: formatDuration(lengthSeconds) }) : null}
          onText={(at) => onChange({ ...draft, at })}
        />
        <LimitedInput
          size="xs"
          label={t('comment.text')}
          value={draft.text}
          max={1_000}
          onText={(text) => onChange({ ...draft, text })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            // Enter in this field adds the remark; the form is sent by its button.
            event.preventDefault()
            add()
          }}
        />
      </div>
      <span className="review__actions">
        <Button size="xs" variant="default" disabled={draft.text.trim() === ''} onClick={add}>
          {t('comment.add')}
        </Button>
        {moment === undefined ? null : (
          <Button
            size="xs"
            variant="subtle"
            onClick={() => onChange({ ...draft, at: formatDuration(Math.min(moment(), lengthSeconds)) })}
          >
            {t('comment.now')}
          </Button>
        )}
      </span>
    </fieldset>
  )
}

function ScoreLine({ card, marks }: Pick<ReviewDraft, 'marks'> & { readonly card: ScoreCard }) {
  const t = useText('callReviews')
  const { left, hasFailed, score } = standingOfScore(card, marks)
  const text =
    left > 0
      ? t('score.pending', { count: left })
      : hasFailed
        ? t('score.critical')
        : score === null
          ? t('score.none')
          : t('score.value', { score })
  return (
    <p className={`review__score ${hasFailed ? 'review__score--failed' : ''}`} role="status">
      {t('score')}: <b>{text}</b>
    </p>
  )
}
