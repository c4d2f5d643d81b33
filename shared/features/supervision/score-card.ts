import { z } from 'zod'
import type { LocalDate } from '../../kernel/calendar.ts'

/**
 * One question of a score card. `weight` is its share of the whole; weights of a card add up to 100. A failed critical question makes the
 * whole review 0, whatever the rest.
 */
export const scoreCriterion = z.object({
  id: z.string().regex(/^[a-z][A-Za-z]*$/),
  name: z.object({ ru: z.string(), en: z.string() }),
  hint: z.object({ ru: z.string(), en: z.string() }),
  weight: z.number().min(0).max(100),
  isCritical: z.boolean(),
})
export type ScoreCriterion = z.infer<typeof scoreCriterion>

/** Card by which calls are judged, as dated reference data: a review keeps the card it was made by. */
export const scoreCard = z
  .object({
    id: z.string().max(60),
    validFrom: z.iso.date(),
    validTo: z.iso.date().nullable(),
    source: z.string(),
    criteria: z.array(scoreCriterion).min(1).max(20),
  })
  .refine((card) => card.criteria.reduce((sum, { weight }) => sum + weight, 0) === 100, {
    error: 'supervision.weightsNot100',
  })
export type ScoreCard = z.infer<typeof scoreCard>
export const scoreCards = z.array(scoreCard).min(1)

/** Answer to a question: done, in part, not done, or nothing to judge. */
export const scoreMark = z.enum(['yes', 'partly', 'no', 'notApplicable'])
export type ScoreMark = z.infer<typeof scoreMark>

const SHARE_OF = { yes: 1, partly: 0.5, no: 0 } as const

/**
 * Score in whole percent of the weights that apply: what could not be judged neither helps nor harms. Null while a question has no answer, and
 * when nothing could be judged.
 */
export function scoreOf(card: ScoreCard, marks: Readonly<Record<string, ScoreMark>>): number | null {
  let reached = 0
  let possible = 0
  for (const { id, weight, isCritical } of card.criteria) {
    const mark = marks[id]
    if (mark === undefined) return null
    if (mark === 'notApplicable') continue
    if (isCritical && mark === 'no') return 0
    reached += weight * SHARE_OF[mark]
    possible += weight
  }
  return possible === 0 ? null : Math.round((100 * reached) / possible)
}

/** The card in force on the day of the call; the newest one for a day that no card covers. */
export function cardOn(cards: readonly ScoreCard[], day: LocalDate): ScoreCard | null {
  const inForce = cards.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo))
  return inForce ?? cards.at(-1) ?? null
}
