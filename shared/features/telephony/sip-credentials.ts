/**
 * Time-limited SIP credentials in the form of draft-uberti-behave-turn-rest: the user name carries its own end, the password is
 * a signature of the user name. The central API issues them, the PBX verifies them with the same secret and asks nobody.
 */

/** SIP domain and digest realm of an installation that names no other. */
export const DEFAULT_SIP_DOMAIN = 'pbx.opora.invalid'

/** How long issued credentials serve: longer than a shift, shorter than a day. */
export const SIP_CREDENTIALS_TTL_SECONDS = 12 * 60 * 60

/** HMAC-SHA1 of `text` (UTF-8) under `secret`, as base64. The host supplies it, for shared/ has neither Node nor DOM. */
export type HmacSha1Base64 = (secret: string, text: string) => string

export interface SipCredentials {
  /** The address of record is `sip:<extension>@<domain>`: the extension, not the user name, is dialled. */
  readonly extension: string
  /** Digest user name: `<end as Unix seconds>:<extension>`. */
  readonly username: string
  /** Digest password: base64(HMAC-SHA1(secret, username)). */
  readonly password: string
  /** Unix seconds; the PBX refuses a REGISTER or INVITE from this second on. */
  readonly expiresAt: number
}

export interface SipUsername {
  readonly extension: string
  readonly expiresAt: number
}

export type SipUsernameCheck =
  | { readonly ok: true; readonly value: SipUsername }
  | { readonly ok: false; readonly reason: 'malformed' | 'expired' }

const EXTENSION = /^[0-9]{2,8}$/
const USERNAME = /^([0-9]{1,12}):([0-9]{2,8})$/

/** An extension is two to eight digits: shorter than any telephone number of the outside. */
export function isExtension(text: string): boolean {
  return EXTENSION.test(text)
}

/**
 * Issues credentials for one extension.
 * @param nowMs epoch milliseconds of the issuing clock
 * @throws RangeError when the extension, the secret or the time to live is not usable; these come from configuration, never from a person
 */
export function issueSipCredentials(request: {
  readonly extension: string
  readonly secret: string
  readonly nowMs: number
  readonly ttlSeconds?: number
  readonly hmacSha1Base64: HmacSha1Base64
}): SipCredentials {
  const ttlSeconds = request.ttlSeconds ?? SIP_CREDENTIALS_TTL_SECONDS
  if (!isExtension(request.extension)) throw new RangeError('extension: two to eight digits are needed')
  if (request.secret === '') throw new RangeError('secret: must not be empty')
  if (!Number.isSafeInteger(ttlSeconds) || ttlSeconds <= 0)
    throw new RangeError('ttlSeconds: a positive whole number is needed')
  const expiresAt = Math.floor(request.nowMs / 1000) + ttlSeconds
  const username = `${expiresAt}:${request.extension}`
  return {
    extension: request.extension,
    username,
    password: sipPassword(request.secret, username, request.hmacSha1Base64),
    expiresAt,
  }
}

/**
 * Credentials for exchanges that keep a list of passwords: the user name is the extension, and the password the same as long as the secret is. `expiresAt` is
 * when the desk asks again.
 * @throws RangeError as {@link issueSipCredentials}
 */
export function fixedSipCredentials(request: Parameters<typeof issueSipCredentials>[0]): SipCredentials {
  const { extension, secret, hmacSha1Base64 } = request
  const { expiresAt } = issueSipCredentials(request)
  return { extension, username: extension, password: sipPassword(secret, extension, hmacSha1Base64), expiresAt }
}

/** The password that belongs to a user name. */
export function sipPassword(secret: string, username: string, hmacSha1Base64: HmacSha1Base64): string {
  return hmacSha1Base64(secret, username)
}

/** Reads a digest user name and says whether it still serves. The password is the digest's matter. */
export function checkSipUsername(username: string, nowMs: number): SipUsernameCheck {
  const match = USERNAME.exec(username)
  const [expiry, extension] = [match?.[1], match?.[2]]
  if (expiry === undefined || extension === undefined) return { ok: false, reason: 'malformed' }
  const expiresAt = Number(expiry)
  if (expiresAt <= Math.floor(nowMs / 1000)) return { ok: false, reason: 'expired' }
  return { ok: true, value: { extension, expiresAt } }
}
