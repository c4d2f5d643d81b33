import { jwtVerify, SignJWT } from 'jose'

/** A stolen access token serves no longer than this; the desk refreshes before. */
export const ACCESS_TTL_SECONDS = 15 * 60

const ISSUER = 'opora'

export interface AccessClaims {
  readonly userId: string
  readonly deviceId: string
  readonly sessionId: string
}

export interface AccessTokens {
  sign(claims: AccessClaims, nowMs: number): Promise<{ readonly token: string; readonly expiresAtMs: number }>
  /** Null for a token that is forged, damaged or over. */
  verify(token: string, nowMs: number): Promise<(AccessClaims & { readonly expiresAtMs: number }) | null>
}

/** Access tokens as JWT, HS256. They say who and which device; rights are read from the database for each request, so that a change counts at once. */
export function accessTokens(key: Uint8Array): AccessTokens {
  return {
    async sign(claims, nowMs) {
      const issuedAt = Math.floor(nowMs / 1000)
      const expiresAt = issuedAt + ACCESS_TTL_SECONDS
      const token = await new SignJWT({ did: claims.deviceId, sid: claims.sessionId })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(ISSUER)
        .setSubject(claims.userId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(key)
      return { token, expiresAtMs: expiresAt * 1000 }
    },
    async verify(token, nowMs) {
      const verified = await jwtVerify(token, key, {
        issuer: ISSUER,
        algorithms: ['HS256'],
        currentDate: new Date(nowMs),
        requiredClaims: ['sub', 'did', 'sid', 'exp'],
      }).catch(() => null)
      if (!verified) return null
      const { sub, did, sid, exp } = verified.payload
      if (typeof sub !== 'string' || typeof did !== 'string' || typeof sid !== 'string' || exp === undefined)
        return null
      return { userId: sub, deviceId: did, sessionId: sid, expiresAtMs: exp * 1000 }
    },
  }
}
