import { createECDH, hkdfSync } from 'node:crypto'
import { importJWK } from 'jose'

/** A pair for ES256: whoever has the public part can check what was signed and cannot sign. */
export interface SigningPair {
  readonly publicKey: { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }
  readonly privateKey: ReturnType<typeof importJWK>
}

/**
 * The pair for one purpose, derived from the key that signs access tokens, so that all API nodes sign alike and no further file has to be kept.
 * @param tokenKey 32 bytes
 * @param purpose what the signatures are for; another purpose has another pair
 * @throws Error at the start, with a chance of 1 in 2^32, when the derived scalar lies past the order of the curve
 */
export function signingPair(tokenKey: Uint8Array, purpose: string): SigningPair {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(Buffer.from(hkdfSync('sha256', tokenKey, '', purpose, 32)))
  const point = pair.getPublicKey()
  const coordinate = (from: number): string => point.subarray(from, from + 32).toString('base64url')
  const publicKey = { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33) } as const
  return { publicKey, privateKey: importJWK({ ...publicKey, d: pair.getPrivateKey().toString('base64url') }, 'ES256') }
}
