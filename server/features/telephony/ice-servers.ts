import { createHmac } from 'node:crypto'
import type { Config } from '#server/platform/config.ts'
import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'

export type IceServer = PhoneCredentials['iceServers'][number]

/** HMAC-SHA1 as base64: the password that belongs to a timed user name (draft-uberti-behave-turn-rest-00 §2.2). */
export const hmacSha1Base64 = (secret: string, text: string): string =>
  createHmac('sha1', secret).update(text).digest('base64')

/**
 * Servers by which a desk finds a way for its sound to the exchange. TURN is let in by a user name that carries its own end; coturn checks it with the same secret
 * (`use-auth-secret`) and asks nobody.
 * @param expiresAt Unix seconds, the end of the credentials that go out together with these
 */
export function iceServersFor(
  { stun, turn, turnSecret }: Pick<Config, 'stun' | 'turn' | 'turnSecret'>,
  extension: string,
  expiresAt: number,
): IceServer[] {
  const servers: IceServer[] = []
  if (stun.length > 0) servers.push({ urls: [...stun] })
  if (turn.length > 0 && turnSecret !== undefined) {
    const username = `${expiresAt}:${extension}`
    servers.push({ urls: [...turn], username, credential: hmacSha1Base64(turnSecret, username) })
  }
  return servers
}
