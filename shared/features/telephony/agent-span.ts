import { z } from 'zod'
import { deviceId, userId, uuid } from '../../kernel/ids.ts'
import { notReadyReason } from '../../kernel/not-ready-reason.ts'

/** What a representative's time goes to: the states of the telephone, and a call whatever the state behind it. */
export const agentActivity = z.enum(['ready', 'notReady', 'afterCallWork', 'talking'])
export type AgentActivity = z.infer<typeof agentActivity>

/** A whole shift and more: what lasts longer was a computer that slept. */
export const SPAN_SECONDS_MAX = 24 * 3_600

/**
 * отрезок смены: one stretch of a representative's time in one state (REQUIREMENTS C9). The length is measured by the desk, so that a wrong
 * clock falsifies no duration; the place in the day is the desk's until the server has heard of it (rule TIME1).
 */
export const agentSpan = z.object({
  id: uuid,
  userId,
  deviceId,
  activity: agentActivity,
  /** Set with `notReady` only. */
  reason: notReadyReason.nullable(),
  /** By the desk's clock. */
  from: z.string(),
  to: z.string(),
  seconds: z.number().int().min(0).max(SPAN_SECONDS_MAX),
  /** By the server's clock; null until the server has heard of it. */
  receivedAt: z.string().nullable(),
  /** The desk died in this state: it lasted until then at least. */
  isCutShort: z.boolean(),
})
export type AgentSpan = Readonly<z.infer<typeof agentSpan>>

/**
 * Stretches in the order in which they happened (rule TIME1): by the desk's clock, but never after the moment at which the server heard of
 * them; equal instants by id, so that every desk sees one order.
 */
export function inOrderOfTime(spans: readonly AgentSpan[]): readonly AgentSpan[] {
  const endOf = ({ to, receivedAt }: AgentSpan): string => (receivedAt !== null && receivedAt < to ? receivedAt : to)
  return [...spans].sort((a, b) => endOf(a).localeCompare(endOf(b)) || a.id.localeCompare(b.id))
}
