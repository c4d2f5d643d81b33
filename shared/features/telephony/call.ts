import { z } from 'zod'
import { callId, contactId, personId, userId } from '../../kernel/ids.ts'
import { typedText } from '../../kernel/text.ts'
import { callRecording } from './call-recording.ts'

export const callResult = z.enum([
  'answered',
  'missed',
  'declined',
  'answeredElsewhere',
  'cancelled',
  'busy',
  'noAnswer',
  'failed',
])
export type CallResult = z.infer<typeof callResult>

/** Where the call came from (REQUIREMENTS C3): direct, forwarded from the single contact centre of the fund, from the dispatch service. */
export const callSource = z.enum(['direct', 'fundContactCentre', 'dispatchService'])

/** Outcome chosen at wrap-up (DOMAIN §9, «Call outcomes»; the first is the usual one of an inbound call). */
export const callOutcome = z.enum([
  'resolved',
  'appealRegistered',
  'handedOver',
  'callBackPromised',
  'wrongPerson',
  'refusedToTalk',
  'cutOff',
  'noAnswer',
  'busy',
  'answeringMachine',
  'wrongNumber',
])
export type CallOutcome = z.infer<typeof callOutcome>

/** Where a fault of the line lay: the network of the desk, its computer or microphone, or beyond both. */
export const trouble = z.enum(['ownNetwork', 'ownDevice', 'farSide'])
export type Trouble = z.infer<typeof trouble>

/** Estimate by the E-model from WebRTC statistics (ANCHORS-PRODUCT §3): transport only, R 0–100, MOS 1–4.5. */
export const callQuality = z.object({
  mos: z.number(),
  lossPercent: z.number(),
  jitterMs: z.number(),
  roundTripMs: z.number(),
  /** Seconds for which each cause stood. Absent when none did, and in calls of an older desk. */
  troubles: z.partialRecord(trouble, z.number().int().min(0)).optional(),
})

/** Facts of one call, INVITE to BYE, by the desk that had it (DESIGN §6). Instants are ISO 8601 by the desk's clock. */
export const call = z.object({
  id: callId,
  /** SIP Call-ID: joins the desk's record with the exchange's. */
  sipCallId: z.string().max(200),
  direction: z.enum(['in', 'out']),
  /** E.164 where it is a Russian number, otherwise as received; empty when hidden. */
  remoteNumber: z.string().max(40),
  /** Display name as sent by the exchange; not to be trusted as identity. */
  remoteName: typedText(120),
  source: callSource,
  personId: personId.nullable(),
  contactId: contactId.nullable(),
  userId,
  offeredAt: z.string(),
  answeredAt: z.string().nullable(),
  endedAt: z.string(),
  endedBy: z.enum(['desk', 'farSide', 'network']).nullable(),
  result: callResult,
  /** Final SIP status that ended the attempt, when there was one. */
  sipStatus: z.number().int().nullable(),
  holds: z.array(z.object({ from: z.string(), to: z.string() })).max(200),
  quality: callQuality.nullable(),
  /** Set when the other side was sent on to somebody: at once, or after asking. Absent for other calls. */
  transfer: z.object({ kind: z.enum(['blind', 'consult']), to: z.string().max(40) }).optional(),
  /** Filled at wrap-up. */
  outcome: callOutcome.nullable(),
  note: typedText(4_000),
  wrappedUpAt: z.string().nullable(),
  /** Absent when the call was not recorded, or its desk has not told yet. */
  recording: callRecording.optional(),
})
export type Call = Readonly<z.infer<typeof call>>

/** Seconds of conversation, 0 when it was not answered. */
export function talkSeconds(facts: Pick<Call, 'answeredAt' | 'endedAt'>): number {
  return facts.answeredAt === null
    ? 0
    : Math.max(0, Math.round((Date.parse(facts.endedAt) - Date.parse(facts.answeredAt)) / 1000))
}
