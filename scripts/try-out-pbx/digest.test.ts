import { describe, expect, it } from 'vitest'
import { hmacSha1Base64, passwordOfUsername } from './credentials.ts'
import { createDigestRealm, type DigestRealm, digestResponse, parseDigestParams } from './digest.ts'

let nowMs = 1_700_000_000_000
const realm = (): DigestRealm =>
  createDigestRealm({
    realm: 'r',
    nonceKey: 'key',
    nowMs: () => nowMs,
    passwordOf: (username) => (username === 'anna' ? 'secret' : undefined),
  })

function signed(challenge: string, over: Record<string, string> = {}): string {
  const { nonce = '' } = parseDigestParams(challenge)
  const input = {
    username: 'anna',
    realm: 'r',
    password: 'secret',
    method: 'REGISTER',
    uri: 'sip:r',
    nonce,
    qop: 'auth',
    nc: '00000001',
    cnonce: 'c',
    ...over,
  }
  const fields = {
    username: input.username,
    realm: input.realm,
    nonce: input.nonce,
    uri: input.uri,
    qop: input.qop,
    nc: input.nc,
    cnonce: input.cnonce,
    response: digestResponse(input),
  }
  return `Digest ${Object.entries(fields)
    .map(([name, text]) => `${name}="${text}"`)
    .join(', ')}`
}

describe('digest', () => {
  it('computes the example of RFC 2617 §3.5', () => {
    const input = {
      username: 'Mufasa',
      realm: 'testrealm@host.com',
      password: 'Circle Of Life',
      method: 'GET',
      uri: '/dir/index.html',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      qop: 'auth',
      nc: '00000001',
      cnonce: '0a4f113b',
    }
    expect(digestResponse(input)).toBe('6629fae49393a05397450978507c4ef1')
  })

  it('takes the right password and nothing else', () => {
    const auth = realm()
    const challenge = auth.challenge()
    expect(auth.check(signed(challenge), 'REGISTER')).toEqual({ ok: true, username: 'anna' })
    expect(auth.check(undefined, 'REGISTER')).toEqual({ ok: false, reason: 'none' })
    expect(auth.check('Basic YTpi', 'REGISTER')).toEqual({ ok: false, reason: 'malformed' })
    expect(auth.check(signed(challenge), 'INVITE')).toEqual({ ok: false, reason: 'wrong' })
    expect(auth.check(signed(challenge, { password: 'guess' }), 'REGISTER')).toEqual({ ok: false, reason: 'wrong' })
    expect(auth.check(signed(challenge, { username: 'boris' }), 'REGISTER')).toEqual({
      ok: false,
      reason: 'unknown-user',
    })
    expect(auth.check(signed(challenge, { nonce: 'made.up' }), 'REGISTER')).toEqual({ ok: false, reason: 'stale' })
  })

  it('asks again without asking the person when the nonce is old', () => {
    const auth = realm()
    const challenge = auth.challenge()
    nowMs += 6 * 60_000
    expect(auth.check(signed(challenge), 'REGISTER')).toEqual({ ok: false, reason: 'stale' })
    expect(auth.challenge({ isStale: true })).toContain('stale=true')
  })
})

describe('passwords of time-limited credentials', () => {
  it('are what openssl computes: printf %s 1700003600:1001 | openssl dgst -sha1 -hmac secret -binary | base64', () => {
    expect(hmacSha1Base64('secret', '1700003600:1001')).toBe('x+o+uou1gEOIeTdZl38YFS+xmqU=')
  })

  it('exist while the user name is in force', () => {
    expect(passwordOfUsername('secret', '1700003600:1001', 1_700_000_000_000)).toBe('x+o+uou1gEOIeTdZl38YFS+xmqU=')
    expect(passwordOfUsername('secret', '1700003600:1001', 1_700_003_600_000)).toBeUndefined()
    expect(passwordOfUsername('secret', '1001', 0)).toBeUndefined()
  })
})
