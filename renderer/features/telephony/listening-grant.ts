import { importJWK, jwtVerify } from 'jose'
import {
  LISTENING_AUDIENCE,
  LISTENING_GRANT_SECONDS,
  type ListeningClaims,
  type ListeningKey,
  type ListeningRefusal,
  listeningClaims,
} from '#shared/features/telephony/listening.ts'

/** What this desk believes of a grant: what it says, and its own id. */
export type GrantCheck =
  | { readonly ok: true; readonly claims: ListeningClaims; readonly grantId: string }
  | { readonly ok: false; readonly refusal: Extract<ListeningRefusal, 'forged' | 'expired'> }

/** How far a desk's clock may be off; a grant is used once and for one call, so this opens nothing to others. Seconds. */
const CLOCK_TOLERANCE_S = 120

/**
 * Checks the signature and the time of a grant (JWT, ES256). Who is meant by it is the caller's matter.
 * @param key of the credentials; without one nobody is believed
 * @param nowMs epoch milliseconds of this computer
 */
export async function checkGrant(grant: string, key: ListeningKey | undefined, nowMs: number): Promise<GrantCheck> {
  if (key === undefined) return { ok: false, refusal: 'forged' }
  try {
    const { payload } = await jwtVerify(grant, await importJWK(key, 'ES256'), {
      algorithms: ['ES256'],
      issuer: 'opora',
      audience: LISTENING_AUDIENCE,
      requiredClaims: ['exp', 'iat', 'jti'],
      currentDate: new Date(nowMs),
      clockTolerance: CLOCK_TOLERANCE_S,
      // Whoever signs for longer than agreed is not believed either.
      maxTokenAge: LISTENING_GRANT_SECONDS,
    })
    return { ok: true, claims: listeningClaims.parse(payload), grantId: String(payload.jti) }
  } catch (error) {
    const isLate = error instanceof Error && 'code' in error && error.code === 'ERR_JWT_EXPIRED'
    return { ok: false, refusal: isLate ? 'expired' : 'forged' }
  }
}
