import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkSipUsername, fixedSipCredentials, issueSipCredentials } from './sip-credentials.ts'

/** Stands for the signature; the real one is checked against openssl where Node is at hand (scripts/try-out-pbx/digest.test.ts). */
const hmacSha1Base64 = (secret: string, text: string): string => `signed by ${secret}: ${text}`
const NOW_MS = Date.UTC(2026, 0, 15, 9)

describe('time-limited SIP credentials', () => {
  it('carry their end in the user name and sign it', () => {
    const issued = issueSipCredentials({
      extension: '1001',
      secret: 'secret',
      nowMs: 1_700_000_000_000,
      ttlSeconds: 3600,
      hmacSha1Base64,
    })
    expect(issued).toEqual({
      extension: '1001',
      username: '1700003600:1001',
      password: 'signed by secret: 1700003600:1001',
      expiresAt: 1_700_003_600,
    })
  })

  it('of a list of passwords are the extension and its signature, the same at any time', () => {
    const request = { extension: '1001', secret: 'secret', hmacSha1Base64 }
    const early = fixedSipCredentials({ ...request, nowMs: NOW_MS })
    expect(early).toMatchObject({ username: '1001', password: 'signed by secret: 1001' })
    const late = fixedSipCredentials({ ...request, nowMs: NOW_MS + 86_400_000 })
    expect([late.username, late.password]).toEqual([early.username, early.password])
    expect(late.expiresAt - early.expiresAt).toBe(86_400)
  })

  it('serve until their second and not from it on', () => {
    const { username, expiresAt } = issueSipCredentials({
      extension: '1001',
      secret: 's',
      nowMs: NOW_MS,
      ttlSeconds: 60,
      hmacSha1Base64,
    })
    expect(checkSipUsername(username, (expiresAt - 1) * 1000 + 999)).toEqual({
      ok: true,
      value: { extension: '1001', expiresAt },
    })
    expect(checkSipUsername(username, expiresAt * 1000)).toEqual({ ok: false, reason: 'expired' })
  })

  it('a user name that is not ours is malformed, whatever it holds', () => {
    for (const name of [
      '',
      '1001',
      ':1001',
      '17:',
      '17:abc',
      '1001:17000000000000000',
      '17:1001:1',
      ' 17:1001',
      '17:1001\n',
      '-1:1001',
      '１７:1001',
    ])
      expect(checkSipUsername(name, 0), name).toEqual({ ok: false, reason: 'malformed' })
    fc.assert(
      fc.property(fc.string(), (name) => /^\d{1,12}:\d{2,8}$/.test(name) || checkSipUsername(name, 0).ok === false),
    )
  })

  it('configuration that cannot serve is refused at once', () => {
    const good = { extension: '1001', secret: 's', nowMs: NOW_MS, hmacSha1Base64 }
    expect(() => issueSipCredentials({ ...good, extension: '10 01' })).toThrow('extension')
    expect(() => issueSipCredentials({ ...good, secret: '' })).toThrow('secret')
    expect(() => issueSipCredentials({ ...good, ttlSeconds: 0 })).toThrow('ttlSeconds')
  })
})
