import { importJWK, jwtVerify } from 'jose'
import type { DevicePassport, SealedLease } from '#shared/ipc/contract.ts'

const ISSUER = 'opora'
const AUDIENCE = 'opora-offline'

/** What a lease says, in milliseconds since the epoch by the server's clock. */
export interface LeaseTerms {
  readonly issuedAt: number
  readonly until: number
}

/** The terms of a lease that the server has signed for this very user, device and organisation; undefined for any other. */
export async function termsOf(
  { token, key }: SealedLease,
  { user, deviceId }: DevicePassport,
): Promise<LeaseTerms | undefined> {
  try {
    const { payload } = await jwtVerify(token, await importJWK(key, 'ES256'), {
      algorithms: ['ES256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      subject: user.id,
      requiredClaims: ['iat', 'exp'],
      // Whether it is in force is judged by the mark of the vault, not by this computer's clock.
      currentDate: new Date(0),
    })
    const { iat = 0, exp = 0, did, org } = payload
    return did === deviceId && org === user.orgId ? { issuedAt: iat * 1000, until: exp * 1000 } : undefined
  } catch {
    return undefined
  }
}
