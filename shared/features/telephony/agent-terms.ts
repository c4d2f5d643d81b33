import { z } from 'zod'
import { type LocalDate, localDate } from '../../kernel/calendar.ts'
import { type NotReadyReason, notReadyReason } from '../../kernel/not-ready-reason.ts'

const minutes = z.number().int().min(1).max(1_440).nullable()

/** How long each state may last, as dated reference data of the organisation (REQUIREMENTS C9). */
export const agentTerms = z
  .array(
    z.object({
      validFrom: localDate,
      /** Last day, included; null while it is in force. */
      validTo: localDate.nullable(),
      source: z.string(),
      /** Seconds of work after a call before it counts as long. */
      afterCallSeconds: z.number().int().min(5).max(3_600),
      /** Seconds that each wish for more time adds. */
      extensionSeconds: z.number().int().min(5).max(3_600),
      /** Minutes at one time and on one day; null for no limit. A reason that is not named has none. */
      reasons: z.partialRecord(notReadyReason, z.object({ onceMinutes: minutes, dayMinutes: minutes })),
    }),
  )
  .min(1)
export type AgentTerms = Readonly<z.infer<typeof agentTerms>[number]>

/** The terms in force on a day; the newest for a day that none covers. */
export function agentTermsOn(all: readonly AgentTerms[], day: LocalDate): AgentTerms {
  const inForce = all.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo))
  const terms = inForce ?? all.at(-1)
  if (terms === undefined) throw new Error('Invariant broken: there are no terms of states')
  return terms
}

export interface TimeLeft {
  /** Seconds until the nearer of both limits; negative when it is over. */
  readonly seconds: number
  /** Which limit is the nearer one. */
  readonly by: 'once' | 'day'
}

/**
 * How long a reason may still last; null when it has no limit.
 * @param nowSeconds so long it has lasted this time
 * @param beforeSeconds so long the same reason has taken on this day before
 */
export function timeLeft(
  terms: AgentTerms,
  reason: NotReadyReason,
  nowSeconds: number,
  beforeSeconds: number,
): TimeLeft | null {
  const limit = terms.reasons[reason]
  const lefts: TimeLeft[] = []
  if (limit?.onceMinutes != null) lefts.push({ by: 'once', seconds: limit.onceMinutes * 60 - nowSeconds })
  if (limit?.dayMinutes != null) lefts.push({ by: 'day', seconds: limit.dayMinutes * 60 - beforeSeconds - nowSeconds })
  return lefts.reduce<TimeLeft | null>((least, it) => (least === null || it.seconds < least.seconds ? it : least), null)
}
