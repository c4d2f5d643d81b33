import { SignJWT } from 'jose'
import { signingPair } from '#server/platform/signing-pair.ts'
import {
  LISTENING_AUDIENCE,
  LISTENING_GRANT_SECONDS,
  type ListeningClaims,
  type ListeningKey,
} from '#shared/features/telephony/listening.ts'

/** Signs who may take part in which call, and how. */
export interface ListeningGrants {
  /** For the desks, beside the credentials of their telephones. */
  readonly publicKey: ListeningKey
  /** @param grantId each grant serves once */
  sign(claims: ListeningClaims, grantId: string, nowMs: number): Promise<string>
}

/** @param tokenKey 32 bytes */
export function listeningGrants(tokenKey: Uint8Array): ListeningGrants {
  const { publicKey, privateKey } = signingPair(tokenKey, 'opora listening 1')
  return {
    publicKey,
    async sign(claims, grantId, nowMs) {
      const issuedAt = Math.floor(nowMs / 1000)
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256' })
        .setIssuer('opora')
        .setAudience(LISTENING_AUDIENCE)
        .setJti(grantId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + LISTENING_GRANT_SECONDS)
        .sign(await privateKey)
    },
  }
}
