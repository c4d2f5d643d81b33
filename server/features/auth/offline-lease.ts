import { createECDH, hkdfSync } from 'node:crypto'
import { importJWK, SignJWT } from 'jose'
import { LEASE_AUDIENCE, type OfflineLease } from '#shared/features/auth/session.ts'

const ISSUER = 'opora'

export interface LeaseClaims {
  readonly userId: string
  readonly deviceId: string
  readonly orgId: string
}

/** Signs until when a device may be opened without the server (rule KEY4). */
export interface OfflineLeases {
  sign(claims: LeaseClaims, nowMs: number): Promise<OfflineLease>
}

/**
 * Leases as JWT, ES256: the desk can check one and cannot make one. The private key comes from the key that signs access tokens, so that
 * all API nodes sign alike and no further file has to be kept.
 * @param tokenKey 32 bytes
 * @param hours how long a lease is in force
 */
export function offlineLeases(tokenKey: Uint8Array, hours: number): OfflineLeases {
  const pair = createECDH('prime256v1')
  // A scalar past the order of the curve has a chance of 1 in 2^32, and is refused here at the start, not later.
  pair.setPrivateKey(Buffer.from(hkdfSync('sha256', tokenKey, '', 'opora offline lease 1', 32)))
  const point = pair.getPublicKey()
  const coordinate = (from: number): string => point.subarray(from, from + 32).toString('base64url')
  const key = { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33) } as const
  const signing = importJWK({ ...key, d: pair.getPrivateKey().toString('base64url') }, 'ES256')
  return {
    async sign({ userId, deviceId, orgId }, nowMs) {
      const issuedAt = Math.floor(nowMs / 1000)
      const token = await new SignJWT({ did: deviceId, org: orgId })
        .setProtectedHeader({ alg: 'ES256' })
        .setIssuer(ISSUER)
        .setAudience(LEASE_AUDIENCE)
        .setSubject(userId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + hours * 3_600)
        .sign(await signing)
      return { token, key }
    },
  }
}
