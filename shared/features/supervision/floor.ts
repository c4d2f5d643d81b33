import { z } from 'zod'
import { role } from '../../kernel/actor.ts'
import { callId, userId } from '../../kernel/ids.ts'
import { notReadyReason } from '../../kernel/not-ready-reason.ts'
import { callPhase, PRESENCE_TTL_MS, type PresenceReport } from './presence.ts'

/**
 * State of a representative on the floor: in a call (`ringing`, `dialling`, `talking`), otherwise what the telephone says, `noLine` when it is
 * not registered with the exchange, `atDesk` for those without a telephone, `away` without a desk that reports.
 */
export const floorState = z.enum([
  'ringing',
  'dialling',
  'talking',
  'afterCallWork',
  'ready',
  'notReady',
  'noLine',
  'atDesk',
  'away',
])
export type FloorState = z.infer<typeof floorState>

export const floorPerson = z.object({
  userId,
  name: z.string(),
  role,
  extension: z.string().nullable(),
  state: floorState,
  reason: notReadyReason.nullable(),
  /** When the state began, by the server's clock; null when it is not known. */
  since: z.string().nullable(),
  /** Calls in progress, the live one first. */
  calls: z.array(
    z.object({
      id: callId.optional(),
      direction: z.enum(['in', 'out']),
      source: z.enum(['direct', 'fundContactCentre', 'dispatchService']),
      phase: callPhase,
      since: z.string(),
    }),
  ),
  /** Commands that wait on the desk; null when no desk reports. */
  unsent: z.number().int().nullable(),
})
export type FloorPerson = z.infer<typeof floorPerson>

/** Numbers of the day. Each opens the list it counts. */
export const floorToday = z.object({
  answered: z.number().int(),
  /** Answered within the target time. */
  answeredInTime: z.number().int(),
  /** Inbound calls that nobody answered; one that rang at three desks is one. */
  lost: z.number().int(),
  outbound: z.number().int(),
  /** Mean of the conversation of answered calls, seconds; null without one. */
  meanTalkSeconds: z.number().nullable(),
  appeals: z.number().int(),
  complaints: z.number().int(),
  /** Appeals that still need work, of all days. */
  open: z.number().int(),
  unassigned: z.number().int(),
  dueToday: z.number().int(),
  overdue: z.number().int(),
})
export type FloorToday = z.infer<typeof floorToday>

/** Calls that wait for a representative in one queue, as the exchange names them. */
export const floorQueue = z.object({
  code: z.string(),
  title: z.string(),
  waiting: z.number().int(),
  /** Of them those that ring at a desk now. */
  offered: z.number().int(),
  /** When the one that waits longest came; null without any. */
  longestSince: z.string().nullable(),
})
export type FloorQueue = z.infer<typeof floorQueue>

/** From which age a state asks for a look, and from which for an act. `reason` null stands for every reason without a row of its own. */
export const floorLimit = z.object({
  state: floorState,
  reason: notReadyReason.nullable(),
  attentionSeconds: z.number().int().min(0),
  urgentSeconds: z.number().int().min(0).nullable(),
})
export type FloorLimit = z.infer<typeof floorLimit>

/** Limits as dated reference data. */
export const floorLimits = z
  .array(
    z.object({
      validFrom: z.iso.date(),
      validTo: z.iso.date().nullable(),
      source: z.string(),
      limits: z.array(floorLimit),
    }),
  )
  .min(1)

/** `GET /api/floor`. */
export const floorAnswer = z.object({
  serverTime: z.string(),
  /** Day that `today` counts, in the organisation's zone. */
  date: z.string(),
  people: z.array(floorPerson),
  today: floorToday,
  /** Wanted share of inbound calls answered within `seconds`. */
  target: z.object({ share: z.number(), seconds: z.number().int() }),
  /** Empty where no exchange asks this API, and from a server of before. */
  queues: z.array(floorQueue).default([]),
  limits: z.array(floorLimit).default([]),
})
export type FloorAnswer = z.infer<typeof floorAnswer>

/** What the server keeps of one desk: its last report and when it came. */
export interface DeskPresence {
  readonly report: PresenceReport
  readonly heardAtMs: number
}

/** Share of inbound calls answered in time among all that asked for an answer, 0–1; null when nobody called. */
export function serviceLevel({
  answered,
  answeredInTime,
  lost,
}: Pick<FloorToday, 'answered' | 'answeredInTime' | 'lost'>): number | null {
  return answered + lost === 0 ? null : answeredInTime / (answered + lost)
}

/** The limit that counts for a state: that of its reason before that of all reasons. */
export function floorLimitOf(
  limits: readonly FloorLimit[],
  { state, reason }: Pick<FloorPerson, 'state' | 'reason'>,
): FloorLimit | undefined {
  const ofState = limits.filter((limit) => limit.state === state)
  return ofState.find((limit) => limit.reason === reason) ?? ofState.find((limit) => limit.reason === null)
}

type Standing = Pick<FloorPerson, 'state' | 'reason' | 'since' | 'calls' | 'unsent'>

const AWAY: Standing = { state: 'away', reason: null, since: null, calls: [], unsent: null }
const PHASE_ORDER = ['talking', 'ringing', 'dialling', 'held'] as const

/**
 * Where somebody stands, from the last reports of all desks this person has open. Of several desks the one with a call counts, then the one
 * with a registered telephone, then the last heard.
 */
export function standingOf(desks: readonly DeskPresence[], nowMs: number): Standing {
  const living = desks.filter(({ heardAtMs }) => nowMs - heardAtMs < PRESENCE_TTL_MS)
  const [first] = [...living].sort((a, b) => weightOf(b) - weightOf(a) || b.heardAtMs - a.heardAtMs)
  if (first === undefined) return AWAY
  const unsent = living.reduce((sum, { report }) => sum + report.unsent, 0)
  const at = (forMs: number): string => new Date(first.heardAtMs - forMs).toISOString()
  const { phone } = first.report
  const calls = [...first.report.calls]
    .sort((a, b) => PHASE_ORDER.indexOf(a.phase) - PHASE_ORDER.indexOf(b.phase))
    .map(({ forMs, ...call }) => ({ ...call, since: at(forMs) }))
  const call = calls[0]
  if (call !== undefined) {
    const state = call.phase === 'held' ? 'talking' : call.phase
    return { state, reason: null, since: call.since, calls, unsent }
  }
  if (phone === null) return { state: 'atDesk', reason: null, since: null, calls, unsent }
  // Without the exchange nobody is rung, whatever the agent has chosen.
  if (!phone.isRegistered) return { state: 'noLine', reason: null, since: null, calls, unsent }
  return { state: phone.agent, reason: phone.reason, since: at(phone.forMs), calls, unsent }
}

function weightOf({ report }: DeskPresence): number {
  return (report.calls.length > 0 ? 2 : 0) + (report.phone?.isRegistered ? 1 : 0)
}

/** Wanted service level as dated reference data. */
export const serviceTargets = z
  .array(
    z.object({
      validFrom: z.iso.date(),
      validTo: z.iso.date().nullable(),
      source: z.string(),
      share: z.number().min(0).max(1),
      seconds: z.number().int().min(1),
    }),
  )
  .min(1)
export type ServiceTarget = z.infer<typeof serviceTargets>[number]
