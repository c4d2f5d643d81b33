import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Db, Tx } from '#server/db/database.ts'
import { apiErrors } from '#server/platform/http-errors.ts'
import type { SecretBox } from '#server/platform/keys.ts'
import { type Session, type SessionUser, type SignInRequest, sessionUser } from '#shared/features/auth/session.ts'
import { type Actor, actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import type { AccessTokens } from './access-tokens.ts'
import { forgetFailures, lockedUntil, noteFailure } from './lock-out.ts'
import type { OfflineLeases } from './offline-lease.ts'
import { verifyAgainstNobody, verifyPassword } from './passwords.ts'

export const REFRESH_TTL_MS = 30 * 24 * 60 * 60 * 1000
/** A refresh whose answer was lost on the way may be repeated with the old token for this long; later it counts as theft. */
export const REFRESH_REPEAT_MS = 60_000

export interface AuthContext {
  readonly db: Db
  readonly tokens: AccessTokens
  readonly box: SecretBox
  /** Minutes east of UTC of the organisation's days; the desks are told. */
  readonly zoneOffsetMinutes: number
  /** After so many minutes without a key a desk locks itself (rule LOCK1); the desks are told. */
  readonly idleLockMinutes: number
  readonly leases: OfflineLeases
  readonly now: () => number
}

interface DeviceRow {
  readonly id: string
  readonly expected_n: number
  readonly data_key: Uint8Array
  readonly revoked_at: Date | null
}

/**
 * Opens a session on a device with a password.
 * @throws ApiError 401 `auth.wrongCredentials`, 401 `auth.notActive`, 401 `device.revoked`, 429 `auth.locked`
 */
export async function signIn(context: AuthContext, request: SignInRequest): Promise<Session> {
  const now = context.now()
  const until = await lockedUntil(context.db, request.login, now)
  if (until !== null) throw apiErrors.locked(Math.ceil((until - now) / 60_000))
  const user = await findUser(context, 'login', request.login.trim())
  const isRight = user ? await verifyPassword(request.password, user.passwordHash) : await noUser(request.password)
  if (!user || !isRight) {
    await noteFailure(context.db, request.login, now)
    throw apiErrors.wrongCredentials()
  }
  await forgetFailures(context.db, request.login)
  // Only who knows the password is told: the answer must not tell strangers which accounts there are.
  if (!user.active) throw apiErrors.notActive()
  return context.db.transaction().execute(async (tx) => {
    const device = await findOrMakeDevice(tx, context, user.session.id, request)
    if (device.revoked_at) throw apiErrors.deviceRevoked(device.id)
    const sessionId = newUuid(now, (length) => randomBytes(length))
    const secret = newSecret()
    await tx
      .insertInto('sessions')
      .values({
        id: sessionId,
        device_id: device.id,
        current_hash: hashOf(secret),
        previous_hash: null,
        rotated_at: toInstant(now),
        expires_at: toInstant(now + REFRESH_TTL_MS),
        revoked_why: null,
      })
      .execute()
    return present(context, user.session, device, sessionId, secret)
  })
}

/**
 * Exchanges a refresh token for a new pair. A token that was already exchanged and comes again later ends the session: either the
 * desk or a thief has a copy, and the server cannot tell which.
 * @throws ApiError 401 `auth.sessionEnded`, 401 `auth.notActive` to the holder of the last token of an account that was switched off,
 * 401 `device.revoked`
 */
export async function refreshSession(context: AuthContext, refreshToken: string): Promise<Session> {
  const now = context.now()
  const { sessionId, secret } = splitToken(refreshToken)
  const rotated = await context.db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('sessions')
      .innerJoin('devices', 'devices.id', 'sessions.device_id')
      .select([
        'sessions.current_hash',
        'sessions.previous_hash',
        'sessions.rotated_at',
        'sessions.expires_at',
        'sessions.revoked_at',
        'devices.id as device_id',
        'devices.user_id',
        'devices.expected_n',
        'devices.data_key',
        'devices.revoked_at as device_revoked_at',
      ])
      .where('sessions.id', '=', sessionId)
      .forUpdate()
      .executeTakeFirst()
    if (!row) return null
    if (row.device_revoked_at) throw apiErrors.deviceRevoked(row.device_id)
    const hash = hashOf(secret)
    if (row.revoked_at || row.expires_at.getTime() <= now) {
      if (isSame(hash, row.current_hash) && !(await isActive(tx, row.user_id))) throw apiErrors.notActive()
      return null
    }
    const isCurrent = isSame(hash, row.current_hash)
    const isRepeat =
      row.previous_hash !== null &&
      isSame(hash, row.previous_hash) &&
      now - row.rotated_at.getTime() <= REFRESH_REPEAT_MS
    if (!isCurrent && !isRepeat) {
      await endSession(tx, sessionId, 'refresh token used twice', now)
      return null
    }
    const next = newSecret()
    await tx
      .updateTable('sessions')
      .set({
        current_hash: hashOf(next),
        previous_hash: hash,
        // A repeat does not start the time anew, or a thief could keep repeating.
        ...(isCurrent ? { rotated_at: toInstant(now) } : {}),
        expires_at: toInstant(now + REFRESH_TTL_MS),
      })
      .where('id', '=', sessionId)
      .execute()
    await tx
      .updateTable('devices')
      .set({ seen_at: toInstant(now) })
      .where('id', '=', row.device_id)
      .execute()
    const device: DeviceRow = {
      id: row.device_id,
      expected_n: row.expected_n,
      data_key: row.data_key,
      revoked_at: row.device_revoked_at,
    }
    return { userId: row.user_id, device, next }
  })
  const user = rotated ? await findUser(context, 'id', rotated.userId) : null
  if (!rotated || !user?.active) throw apiErrors.sessionEnded()
  return present(context, user.session, rotated.device, sessionId, rotated.next)
}

/** Ends every session of a user, on all devices; the devices and what waits on them stay. */
export async function endSessionsOf(db: Db | Tx, userId: string, why: string, nowMs: number): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ revoked_at: toInstant(nowMs), revoked_why: why })
    .where('device_id', 'in', (devices) => devices.selectFrom('devices').select('id').where('user_id', '=', userId))
    .where('revoked_at', 'is', null)
    .execute()
}

export async function endSession(db: Db | Tx, sessionId: string, why: string, nowMs: number): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ revoked_at: toInstant(nowMs), revoked_why: why })
    .where('id', '=', sessionId)
    .where('revoked_at', 'is', null)
    .execute()
}

export interface AuthenticatedSession {
  readonly actor: Actor
  readonly sessionId: string
  readonly expiresAtMs: number
}

/**
 * Who an access token stands for, with the rights of this moment.
 * @throws ApiError 401
 */
export async function authenticateToken(context: AuthContext, token: string): Promise<AuthenticatedSession> {
  const claims = await context.tokens.verify(token, context.now())
  if (!claims) throw apiErrors.tokenInvalid()
  const row = await context.db
    .selectFrom('sessions')
    .innerJoin('devices', 'devices.id', 'sessions.device_id')
    .innerJoin('users', 'users.id', 'devices.user_id')
    .select([
      'users.id',
      'users.org_id',
      'users.role',
      'users.clinic_ids',
      'users.active',
      'devices.id as device_id',
      'devices.revoked_at as device_revoked_at',
      'sessions.revoked_at',
    ])
    .where('sessions.id', '=', claims.sessionId)
    .where('devices.id', '=', claims.deviceId)
    .where('users.id', '=', claims.userId)
    .executeTakeFirst()
  if (row?.device_revoked_at) throw apiErrors.deviceRevoked(row.device_id)
  if (!row?.active || row.revoked_at) throw apiErrors.sessionEnded()
  const known = actor.parse({
    userId: row.id,
    orgId: row.org_id,
    role: row.role,
    clinicIds: row.clinic_ids,
    deviceId: row.device_id,
  })
  return { actor: known, sessionId: claims.sessionId, expiresAtMs: claims.expiresAtMs }
}

interface FoundUser {
  readonly session: SessionUser
  readonly passwordHash: string
  readonly active: boolean
}

export async function findUser(context: AuthContext, by: 'id' | 'login', value: string): Promise<FoundUser | null> {
  const row = await context.db
    .selectFrom('users')
    .innerJoin('organisations', 'organisations.id', 'users.org_id')
    .select([
      'users.id',
      'users.org_id',
      'organisations.name as org_name',
      'users.name',
      'users.role',
      'users.clinic_ids',
      'users.extension',
      'users.password_hash',
      'users.active',
    ])
    .where((where) =>
      by === 'id' ? where('users.id', '=', value) : where(where.fn('lower', ['users.login']), '=', value.toLowerCase()),
    )
    .executeTakeFirst()
  if (!row) return null
  const session = sessionUser.parse({
    id: row.id,
    orgId: row.org_id,
    orgName: row.org_name,
    name: row.name,
    role: row.role,
    clinicIds: row.clinic_ids,
    extension: row.extension,
    zoneOffsetMinutes: context.zoneOffsetMinutes,
    idleLockMinutes: context.idleLockMinutes,
  })
  return { session, passwordHash: row.password_hash, active: row.active }
}

async function isActive(tx: Tx, userId: string): Promise<boolean> {
  const { active } = await tx.selectFrom('users').select('active').where('id', '=', userId).executeTakeFirstOrThrow()
  return active
}

async function noUser(password: string): Promise<false> {
  await verifyAgainstNobody(password)
  return false
}

/** One device for each pair of installation and user (rule PUSH1); its data key is made once and kept for ever. */
async function findOrMakeDevice(
  tx: Tx,
  context: AuthContext,
  userId: string,
  request: SignInRequest,
): Promise<DeviceRow> {
  const now = context.now()
  const id = newUuid(now, (length) => randomBytes(length))
  const row = await tx
    .insertInto('devices')
    .values({
      id,
      user_id: userId,
      installation_id: request.installationId,
      host: request.host,
      app_version: request.appVersion,
      data_key: context.box.seal(randomBytes(32), id),
      created_at: toInstant(now),
      seen_at: toInstant(now),
    })
    .onConflict((conflict) =>
      conflict.columns(['installation_id', 'user_id']).doUpdateSet({
        host: request.host,
        app_version: request.appVersion,
        seen_at: toInstant(now),
      }),
    )
    .returning(['id', 'expected_n', 'data_key', 'revoked_at'])
    .executeTakeFirstOrThrow()
  return row
}

async function present(
  context: AuthContext,
  user: SessionUser,
  device: DeviceRow,
  sessionId: string,
  secret: string,
): Promise<Session> {
  const now = context.now()
  const access = await context.tokens.sign({ userId: user.id, deviceId: device.id, sessionId }, now)
  return {
    accessToken: access.token,
    accessExpiresAt: toInstant(access.expiresAtMs),
    refreshToken: `${sessionId}.${secret}`,
    deviceId: device.id as Session['deviceId'],
    expectedN: device.expected_n,
    dataKey: context.box.open(device.data_key, device.id).toString('base64'),
    user,
    serverTime: toInstant(now),
    offlineLease: await context.leases.sign({ userId: user.id, deviceId: device.id, orgId: user.orgId }, now),
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

function splitToken(token: string): { sessionId: string; secret: string } {
  const at = token.indexOf('.')
  return { sessionId: at < 0 ? '' : token.slice(0, at), secret: token.slice(at + 1) }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
