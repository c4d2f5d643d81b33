import { z } from 'zod'
import { role } from '../../kernel/actor.ts'
import { clinicId, deviceId, orgId, userId, uuid } from '../../kernel/ids.ts'

/** Longest login and password, in UTF-16 code units. */
export const LOGIN_MAX = 80
export const PASSWORD_MAX = 200

/** What holds where the server says nothing (one of an earlier version), and the longest that may be set. */
export const IDLE_LOCK_MINUTES = 5
export const IDLE_LOCK_MINUTES_MAX = 240

/** How long a desk may be opened without the server after its last contact, in hours, where nothing else is set (rule KEY4). */
export const OFFLINE_LEASE_HOURS = 72
export const OFFLINE_LEASE_HOURS_MAX = 24 * 30
/** Told apart from an access token, which is signed by another key and for another reader. */
export const LEASE_AUDIENCE = 'opora-offline'

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/**
 * The server's signed word until when this user may open this device without it: a JWT (ES256) with `sub` user, `did` device, `org`
 * organisation, `iat` and `exp`, and the public key by which it is checked (RFC 7517).
 */
export const offlineLease = z.object({
  token: z.string().max(2_000),
  key: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate }),
})
export type OfflineLease = z.infer<typeof offlineLease>

/** `POST /api/auth/sign-in`. A device is one installation of the desk used by one user: its commands are counted apart (rule PUSH1). */
export const signInRequest = z.object({
  login: z.string().min(1, { error: 'auth.loginRequired' }).max(LOGIN_MAX),
  password: z.string().min(1, { error: 'auth.passwordRequired' }).max(PASSWORD_MAX),
  /** Made once by the installation and kept; in a browser, once for each browser profile. */
  installationId: uuid,
  host: z.enum(['electron', 'browser']),
  appVersion: z.string().max(40),
})
export type SignInRequest = z.infer<typeof signInRequest>

export const sessionUser = z.object({
  id: userId,
  orgId,
  orgName: z.string(),
  name: z.string(),
  role,
  clinicIds: z.array(clinicId),
  extension: z.string().nullable(),
  /** Minutes east of UTC by which the organisation counts its days: every desk counts them alike, whatever its computer's zone. */
  zoneOffsetMinutes: z.number().int().min(-720).max(840),
  /** Minutes without a key or a movement after which the desk locks itself (rule LOCK1); 0: never, where the organisation says so. */
  idleLockMinutes: z.number().int().min(0).max(IDLE_LOCK_MINUTES_MAX).optional(),
})
export type SessionUser = z.infer<typeof sessionUser>

/**
 * Answer to sign-in and refresh. `dataKey` (32 bytes, base64) encrypts the local store; the server keeps it in escrow so that unsent
 * work survives a new password or a lost operating-system store. `expectedN` is the next command number of this device.
 */
export const session = z.object({
  accessToken: z.string(),
  /** Instant at which the access token ends; it is refreshed before. */
  accessExpiresAt: z.string(),
  refreshToken: z.string(),
  deviceId,
  expectedN: z.number().int().min(1),
  dataKey: z.string(),
  user: sessionUser,
  /** Server's clock, so that the desk can tell a wrong clock (rule TIME1). */
  serverTime: z.string(),
  /** Absent from a server of an earlier version: the desk then opens without it for as long as it likes. */
  offlineLease: offlineLease.optional(),
})
export type Session = z.infer<typeof session>

export const refreshRequest = z.object({ refreshToken: z.string().min(1).max(400) })
export type RefreshRequest = z.infer<typeof refreshRequest>
