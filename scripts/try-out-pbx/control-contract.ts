import { z } from 'zod'

/** Control interface of an exchange that is here to be tried out: the try-out PBX and the lab answer it alike. */
export const DEFAULT_TRY_OUT_PORT = 4681
export const DEFAULT_LAB_CONTROL_PORT = 4690

const durationMs = z.int().min(0).max(3_600_000)

export const newCall = z.strictObject({
  /** Caller: a synthetic number, or `anonymous`. */
  from: z.string().regex(/^(\+7000\d{7}|anonymous)$/, { error: 'call.fromNotSynthetic' }),
  /** Display name, as the network would send it. */
  name: z.string().max(120).optional(),
  /** Extension to ring. Without it the call goes to the service number: the registered operator's desk that has been free longest. */
  to: z
    .string()
    .regex(/^\d{2,8}$/, { error: 'call.toNotExtension' })
    .optional(),
  /** What the citizen says: an id of assets/sounds/citizen/phrases.json. */
  phrase: z.string().max(40).optional(),
  /** REQUIREMENTS C3: how the call came to us. */
  source: z.enum(['direct', 'fund', 'dispatch']).optional(),
  /** For a forwarded call: the number that was dialled first. */
  divertedFrom: z
    .string()
    .regex(/^\+?\d{3,15}$/, { error: 'call.divertedFromInvalid' })
    .optional(),
  patience: z
    .strictObject({
      ringMs: durationMs,
      greetingMs: durationMs,
      silenceMs: durationMs,
      holdMs: durationMs,
      talkMs: durationMs,
    })
    .partial()
    .optional(),
})
export type NewCall = z.infer<typeof newCall>

export const callSnapshot = z.object({
  id: z.string(),
  direction: z.enum(['incoming', 'outgoing', 'internal']),
  state: z.enum(['waiting', 'ringing', 'talking', 'ended']),
  from: z.string(),
  to: z.string().nullable(),
  startedAt: z.string(),
  answeredAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  endedBy: z.enum(['caller', 'called', 'exchange']).nullable(),
  reason: z.string().nullable(),
  /** SIP status of a call that nobody answered. */
  status: z.number().nullable(),
  /** What the robot on the line has noticed; null between two desks. */
  citizen: z
    .object({
      isHeld: z.boolean(),
      keys: z.string(),
      said: z.array(z.string()),
      sentPackets: z.number(),
      heard: z.object({ packets: z.number(), levelDb: z.number(), toneHz: z.number() }),
    })
    .nullable(),
})
export type CallSnapshot = z.infer<typeof callSnapshot>

export const registration = z.object({
  extension: z.string(),
  /** Only the try-out PBX knows the following. */
  isFree: z.boolean().optional(),
  registeredAt: z.string().optional(),
  expiresAt: z.string().optional(),
})
export type Registration = z.infer<typeof registration>

export const health = z.object({
  kind: z.enum(['try-out', 'lab']),
  sipDomain: z.string(),
  sipServer: z.string(),
  registrations: z.number(),
  calls: z.number(),
})
export type Health = z.infer<typeof health>
