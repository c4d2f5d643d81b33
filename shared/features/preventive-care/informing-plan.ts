import { z } from 'zod'
import { type LocalDate, localDate } from '../../kernel/calendar.ts'

/** One dated rule set of planning the informing: in what order people are called, how often, and how long one is kept for a representative. */
export const informingPlan = z.object({
  id: z.string(),
  validFrom: localDate,
  validTo: localDate.nullable(),
  source: z.string(),
  /** Who comes first. A person belongs to the first tier one of whose sets of marks is complete; inside it, to the earliest such set. */
  tiers: z.array(
    z.object({ code: z.enum(['highRisk', 'priorityRight', 'lowMobility']), anyOf: z.array(z.array(z.string())) }),
  ),
  /** Age groups in the order in which they are called, by the age reached in the year. They cover every adult age once. */
  ageGroups: z.array(z.object({ code: z.string(), from: z.number().int(), to: z.number().int() })).min(1),
  /** Attempts without an answer after which telephone and post are given up. */
  attemptsMax: z.number().int().min(1),
  attemptsPerDay: z.number().int().min(1),
  /** Days until the next attempt after nobody answered. */
  retryAfterDays: z.number().int().min(1),
  /** Days until the next talk with who will think and named no day. */
  thinkDays: z.number().int().min(1),
  /** Days after which somebody who said yes and did not come is reminded. */
  remindAfterDays: z.number().int().min(1),
  /** Days that the clinic's data have to confirm what a person said about having passed. */
  passedCheckDays: z.number().int().min(1),
  /** How long a person chosen online is kept for one representative, minutes. */
  claimMinutes: z.number().int().min(1),
  /** How long a block taken for a shift is kept, hours. */
  blockHours: z.number().int().min(1).max(24),
  /** Most people of one block. */
  blockMax: z.number().int().min(1),
})
export type InformingPlan = Readonly<z.infer<typeof informingPlan>>

export const informingPlans = z.array(informingPlan).min(1)

/** The rule set in force on a day, or null when none is. */
export function planOn(day: LocalDate, plans: readonly InformingPlan[]): InformingPlan | null {
  return plans.find((plan) => plan.validFrom <= day && (plan.validTo === null || plan.validTo >= day)) ?? null
}

/** The person's place in the order: number of the tier (0 first; those of no tier come last) and of the set of marks inside it. */
export function tierOf(
  marks: readonly string[],
  plan: InformingPlan,
): { readonly tier: number; readonly place: number } {
  for (const [tier, { anyOf }] of plan.tiers.entries()) {
    const place = anyOf.findIndex((set) => set.every((mark) => marks.includes(mark)))
    if (place >= 0) return { tier, place }
  }
  return { tier: plan.tiers.length, place: 0 }
}

/** Number of the age group, in calling order; past the last one for an age that no group holds. */
export function ageGroupOf(age: number, plan: InformingPlan): number {
  const index = plan.ageGroups.findIndex((group) => age >= group.from && age <= group.to)
  return index < 0 ? plan.ageGroups.length : index
}
