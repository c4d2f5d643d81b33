import type { ReviewComment } from '#shared/features/supervision/call-review.ts'
import { type ScoreCard, type ScoreMark, scoreOf } from '#shared/features/supervision/score-card.ts'

/** A review while it is made; kept encrypted from key to key. */
export interface ReviewDraft {
  readonly marks: Readonly<Record<string, ScoreMark>>
  readonly comments: readonly ReviewComment[]
  readonly summary: string
  /** The remark that is being typed. */
  readonly at: string
  readonly text: string
}

export const EMPTY_REVIEW: ReviewDraft = { marks: {}, comments: [], summary: '', at: '', text: '' }

/** Seconds of `1:25` or `85`; null for what is no place of a call of this length. */
export function placeOf(typed: string, lengthSeconds: number): number | null {
  const match = /^\s*(?:(\d{1,3}):)?(\d{1,5})\s*$/.exec(typed)
  if (!match) return null
  const seconds = Number(match[2])
  if (match[1] !== undefined && seconds > 59) return null
  const place = Number(match[1] ?? 0) * 60 + seconds
  return place <= lengthSeconds ? place : null
}

/** With the typed remark in its place in time, and the field empty again. */
export function withComment(draft: ReviewDraft, atSeconds: number): ReviewDraft {
  const comments = [...draft.comments, { atSeconds, text: draft.text.trim() }]
  return { ...draft, comments: comments.sort((a, b) => a.atSeconds - b.atSeconds), at: '', text: '' }
}

/** How the score stands: questions left, the number, or why there is none. */
export function standingOfScore(card: ScoreCard, marks: ReviewDraft['marks']) {
  const left = card.criteria.filter(({ id }) => marks[id] === undefined).length
  const hasFailed = card.criteria.some(({ id, isCritical }) => isCritical && marks[id] === 'no')
  return { left, hasFailed, score: scoreOf(card, marks) }
}
