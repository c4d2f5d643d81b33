import { SignJWT } from 'jose'
import { signingPair } from '#server/platform/signing-pair.ts'
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
 * Leases as JWT, ES256: the desk can check one and cannot make one.
 * @param tokenKey 32 bytes
 * @param hours how long a lease is in force
 */
export function offlineLeases(tokenKey: Uint8Array, hours: number): OfflineLeases {
  const { publicKey: key, privateKey: signing } = signingPair(tokenKey, 'opora offline lease 1')
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
