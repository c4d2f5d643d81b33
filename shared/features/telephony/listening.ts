import { z } from 'zod'
import { callId, type UserId, userId, uuid } from '../../kernel/ids.ts'

/** `listen` nobody hears the supervisor · `whisper` the representative alone does · `join` everybody does (REQUIREMENTS S3). */
export const LISTENING_MODES = ['listen', 'whisper', 'join'] as const
export const listeningMode = z.enum(LISTENING_MODES)
export type ListeningMode = z.infer<typeof listeningMode>

export const LISTENING_AUDIENCE = 'opora listening'
/** How long a grant may be used to begin, or to change how one takes part. It is bound to one call besides. */
export const LISTENING_GRANT_SECONDS = 60

/** What a grant says: signed by the central API, checked by the desk that has the call. */
export const listeningClaims = z.object({
  /** Stays the same while one goes on and changes the mode. */
  lid: uuid,
  /** Extension from which the supervisor calls. */
  ext: z.string(),
  /** Whose call it is. */
  agent: userId,
  call: callId,
  mode: listeningMode,
  /** The representative is shown that somebody takes part. */
  shown: z.boolean(),
})
export type ListeningClaims = Readonly<z.infer<typeof listeningClaims>>

/** Public key of the grants (JWK, RFC 7517), beside the credentials of the telephone. */
export const listeningKey = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() })
export type ListeningKey = Readonly<z.infer<typeof listeningKey>>

/** Why a desk lets nobody in: header `X-Opora-Refused` and text `telephony:listening.refused.<reason>`. */
export const LISTENING_REFUSALS = ['forged', 'expired', 'used', 'foreign', 'callOver', 'taken'] as const
export type ListeningRefusal = (typeof LISTENING_REFUSALS)[number]

/** `POST /api/telephony/listening`. With `listeningId` the mode of one that goes on is changed. */
export const listeningRequest = z.object({
  userId,
  callId,
  mode: listeningMode,
  listeningId: uuid.optional(),
})
export type ListeningRequest = z.infer<typeof listeningRequest>

export const listeningAnswer = z.object({
  listeningId: uuid,
  /** JWT (ES256) for the header `X-Opora-Listen`. */
  grant: z.string(),
  /** Whom to call. */
  extension: z.string(),
})
export type ListeningAnswer = z.infer<typeof listeningAnswer>

/** Where law or a decision of the organisation wants it shown, as dated reference data. */
export const listeningRules = z
  .array(
    z.object({
      validFrom: z.iso.date(),
      validTo: z.iso.date().nullable(),
      source: z.string(),
      /** Modes that the representative sees while they go on. Joining is heard by everybody and always shown. */
      shown: z.array(listeningMode),
    }),
  )
  .min(1)
export type ListeningRule = z.infer<typeof listeningRules>[number]

/** Whether the representative is shown this mode on a day. */
export function isListeningShown(rules: readonly ListeningRule[], day: string, mode: ListeningMode): boolean {
  const rule = rules.findLast(({ validFrom }) => validFrom <= day) ?? rules[0]
  return mode === 'join' || rule === undefined || rule.shown.includes(mode)
}

/** Who may be listened to: not oneself. */
export function isOwnCall(supervisor: UserId, { userId: agent }: ListeningRequest): boolean {
  return supervisor === agent
}
