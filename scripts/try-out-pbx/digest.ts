import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** How long a nonce serves before the client is asked again with `stale=true`. */
const NONCE_LIFE_MS = 5 * 60_000

export type DigestCheck =
  | { readonly ok: true; readonly username: string }
  | { readonly ok: false; readonly reason: 'none' | 'malformed' | 'stale' | 'unknown-user' | 'wrong' }

export interface DigestRealm {
  /** Value of a WWW-Authenticate or Proxy-Authenticate header. */
  challenge(options?: { readonly isStale?: boolean }): string
  /** Checks an Authorization or Proxy-Authorization header for a request method. */
  check(header: string | undefined, method: string): DigestCheck
}

/**
 * Digest authentication (RFC 3261 §22, RFC 2617 with MD5, which is all that sip.js speaks). The nonce is signed and carries its own time,
 * so nothing is stored for those who never come back.
 * @param passwordOf gives the password of a user name that is ours and in force, else undefined
 */
export function createDigestRealm(options: {
  readonly realm: string
  readonly nonceKey: string
  readonly nowMs: () => number
  readonly passwordOf: (username: string) => string | undefined
}): DigestRealm {
  const sign = (stamp: string): string =>
    createHmac('sha256', options.nonceKey).update(stamp).digest('hex').slice(0, 32)
  const nonceOf = (nowMs: number): string => `${nowMs.toString(36)}.${sign(nowMs.toString(36))}`

  function nonceState(nonce: string): 'good' | 'stale' | 'foreign' {
    const [stamp = '', signature = ''] = nonce.split('.')
    if (!isEqual(signature, sign(stamp))) return 'foreign'
    const ageMs = options.nowMs() - Number.parseInt(stamp, 36)
    return ageMs >= 0 && ageMs <= NONCE_LIFE_MS ? 'good' : 'stale'
  }

  return {
    challenge: ({ isStale = false } = {}) =>
      `Digest realm="${options.realm}", nonce="${nonceOf(options.nowMs())}", algorithm=MD5, qop="auth"${isStale ? ', stale=true' : ''}`,

    check(header, method) {
      if (header === undefined) return { ok: false, reason: 'none' }
      const params = parseDigestParams(header)
      const { username, realm, nonce, uri, response, qop, nc, cnonce, algorithm } = params
      if (username === undefined || nonce === undefined || uri === undefined || response === undefined)
        return { ok: false, reason: 'malformed' }
      if (realm !== options.realm || (algorithm !== undefined && algorithm.toUpperCase() !== 'MD5'))
        return { ok: false, reason: 'malformed' }
      if (qop !== undefined && (qop !== 'auth' || nc === undefined || cnonce === undefined))
        return { ok: false, reason: 'malformed' }
      const state = nonceState(nonce)
      if (state === 'foreign') return { ok: false, reason: 'stale' }
      const password = options.passwordOf(username)
      if (password === undefined) return { ok: false, reason: 'unknown-user' }
      const expected = digestResponse({
        username,
        realm,
        password,
        method,
        uri,
        nonce,
        ...(qop === undefined ? {} : { qop, nc: nc ?? '', cnonce: cnonce ?? '' }),
      })
      if (!isEqual(expected, response.toLowerCase())) return { ok: false, reason: 'wrong' }
      // only after the password was right: `stale` tells the client that asking the person again is needless
      return state === 'stale' ? { ok: false, reason: 'stale' } : { ok: true, username }
    },
  }
}

/** The `response` value of RFC 2617 §3.2.2. */
export function digestResponse(input: {
  readonly username: string
  readonly realm: string
  readonly password: string
  readonly method: string
  readonly uri: string
  readonly nonce: string
  readonly qop?: string
  readonly nc?: string
  readonly cnonce?: string
}): string {
  const secret = md5(`${input.username}:${input.realm}:${input.password}`)
  const request = md5(`${input.method}:${input.uri}`)
  const middle = input.qop === undefined ? input.nonce : `${input.nonce}:${input.nc}:${input.cnonce}:${input.qop}`
  return md5(`${secret}:${middle}:${request}`)
}

type DigestParams = Partial<
  Record<'username' | 'realm' | 'nonce' | 'uri' | 'response' | 'qop' | 'nc' | 'cnonce' | 'algorithm', string>
>

/** Reads the parameters of a Digest header, challenge or credentials. */
export function parseDigestParams(header: string): DigestParams {
  const params: Record<string, string> = {}
  if (!/^digest\s/i.test(header)) return params
  for (const [, name, quoted, plain] of header
    .slice(6)
    .matchAll(/([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi)) {
    if (name !== undefined) params[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? ''
  }
  return params
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
