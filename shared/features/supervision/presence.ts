import { z } from 'zod'
import { callId } from '../../kernel/ids.ts'
import { notReadyReason } from '../../kernel/not-ready-reason.ts'

export const callPhase = z.enum(['ringing', 'dialling', 'talking', 'held'])
export type CallPhase = z.infer<typeof callPhase>

const elapsedMs = z
  .number()
  .int()
  .min(0)
  .max(7 * 24 * 3_600_000)

/**
 * What a desk tells of itself for the floor (REQUIREMENTS S1). Times are spans by the desk's clock, never instants: a wrong clock must
 * not show a wrong waiting time (rule TIME1). Nothing in it says with whom somebody talks.
 */
export const presenceReport = z.object({
  /** Null for those without a telephone at the desk. */
  phone: z
    .object({
      isRegistered: z.boolean(),
      agent: z.enum(['ready', 'notReady', 'afterCallWork']),
      reason: notReadyReason.nullable(),
      forMs: elapsedMs,
    })
    .nullable(),
  calls: z
    .array(
      z.object({
        /** Names the call to supervisors who may listen to it; desks of before leave it out. */
        id: callId.optional(),
        direction: z.enum(['in', 'out']),
        source: z.enum(['direct', 'fundContactCentre', 'dispatchService']),
        phase: callPhase,
        /** Since it rings, or since it was answered. */
        forMs: elapsedMs,
      }),
    )
    .max(4),
  /** Commands that are not sent yet. */
  unsent: z.number().int().min(0),
})
export type PresenceReport = z.infer<typeof presenceReport>

/** A desk reports at each change and at least this often. */
export const PRESENCE_EVERY_MS = 10_000
/** A desk that was silent for this long counts as away: two reports lost and some delay. */
export const PRESENCE_TTL_MS = 25_000

/** The report without its spans: equal texts mean that nothing changed but time. */
export function presenceShape({ phone, calls, unsent }: PresenceReport): string {
  return JSON.stringify([
    phone && [phone.isRegistered, phone.agent, phone.reason],
    calls.map(({ id, direction, source, phase }) => [id, direction, source, phase]),
    unsent,
  ])
}
