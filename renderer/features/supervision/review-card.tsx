import type { ReactNode } from 'react'
import { useLanguage, useText } from '#renderer/i18n/i18n.ts'
import type { CallReview } from '#shared/features/supervision/call-review.ts'
import type { ScoreCard } from '#shared/features/supervision/score-card.ts'
import { CommentPlace } from './comment-place.tsx'
import './review.css'

interface ReviewCardProps {
  readonly review: CallReview
  /** The card it was made by; null when this desk does not hold it. */
  readonly card: ScoreCard | null
  /** Plays the call from a place on; absent when there is nothing to play. */
  readonly onPlay?: (atSeconds: number) => void
  readonly children?: ReactNode
}

/** A finished review: score, answers, remarks in the order of the call, conclusion. */
export function ReviewCard({ review, card, onPlay, children }: ReviewCardProps) {
  const t = useText('callReviews')
  const language = useLanguage()
  return (
    <div className="review">
      <p className="review__score">
        {t('score')}: <b>{review.score === null ? t('score.none') : t('score.value', { score: review.score })}</b>
      </p>
      {card === null ? null : (
        <dl className="review__answers">
          {card.criteria.map(({ id, name }) => {
            const mark = review.marks[id]
            return mark === undefined ? null : (
              <div key={id}>
                <dt>{name[language]}</dt>
                <dd data-mark={mark}>{t(`mark.${mark}`)}</dd>
              </div>
            )
          })}
        </dl>
      )}
      {review.comments.length === 0 ? null : (
        <ul className="review__comments" aria-label={t('comments')}>
          {review.comments.map(({ atSeconds, text }) => (
            <li key={`${atSeconds}${text}`} className="review__comment">
              <CommentPlace atSeconds={atSeconds} onPlay={onPlay} />
              <span className="review__words">{text}</span>
            </li>
          ))}
        </ul>
      )}
      {review.summary === '' ? null : <p className="sv-text">{review.summary}</p>}
      {children}
    </div>
  )
}
