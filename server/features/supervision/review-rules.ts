import type { CommandRules, CommandSite } from '#server/sync/push.ts'
import type { ReviewCallArgs } from '#shared/features/supervision/commands.ts'
import { type ScoreCard, scoreOf } from '#shared/features/supervision/score-card.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'

/** A review is made by a card of this organisation, answers its questions only, and its score is what the weights give. */
export function reviewCallRules(cards: readonly ScoreCard[]): CommandRules {
  return {
    async check(_site: CommandSite, { cardId, marks, score }: ReviewCallArgs): Promise<Refusal | null> {
      const card = cards.find(({ id }) => id === cardId)
      if (!card) return refuse('supervision.unknownCard', 'cardId')
      if (Object.keys(marks).some((asked) => card.criteria.every(({ id }) => id !== asked)))
        return refuse('supervision.unknownCard', 'marks')
      return score === scoreOf(card, marks) ? null : refuse('supervision.wrongScore', 'score')
    },
  }
}
