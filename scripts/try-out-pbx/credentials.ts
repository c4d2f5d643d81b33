import { createHmac } from 'node:crypto'
import { checkSipUsername, type HmacSha1Base64, sipPassword } from '#shared/features/telephony/sip-credentials.ts'

/** HMAC-SHA1 of Node for the credentials of shared/. */
export const hmacSha1Base64: HmacSha1Base64 = (secret, text) =>
  createHmac('sha1', secret).update(text, 'utf8').digest('base64')

/** The password of a user name that is ours and in force at `nowMs`; undefined for all others. */
export function passwordOfUsername(secret: string, username: string, nowMs: number): string | undefined {
  return checkSipUsername(username, nowMs).ok ? sipPassword(secret, username, hmacSha1Base64) : undefined
}
