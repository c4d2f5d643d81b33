import { type ScoreCard, scoreCards } from '#shared/features/supervision/score-card.ts'
import cardsFile from '../../../assets/reference/call-score-cards.ru.json'

/** Score cards of this version of the desk, oldest first. */
export const SCORE_CARDS: readonly ScoreCard[] = scoreCards.parse(cardsFile)

export function cardById(id: string): ScoreCard | null {
  return SCORE_CARDS.find((card) => card.id === id) ?? null
}
