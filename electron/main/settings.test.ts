import { describe, expect, it } from 'vitest'
import { readSettings } from './settings.ts'

describe('readSettings', () => {
  it('points at the try-out on this computer when nothing is set', () => {
    expect(readSettings({}, undefined)).toEqual({
      ok: true,
      value: { apiUrl: 'http://127.0.0.1:4680', sipUrl: 'ws://127.0.0.1:4681', externalOrigins: [] },
    })
  })

  it('takes the file, and the environment before it', () => {
    const file = JSON.stringify({ apiUrl: 'https://api.example.test/', sipUrl: 'wss://pbx.example.test/ws' })
    expect(readSettings({ OPORA_SIP_URL: 'wss://other.example.test' }, file)).toMatchObject({
      value: { apiUrl: 'https://api.example.test', sipUrl: 'wss://other.example.test' },
    })
  })

  it.each([
    ['plain http to another computer', { OPORA_API_URL: 'http://10.0.0.5:4680' }, 'apiUrl'],
    ['a loopback name inside another', { OPORA_API_URL: 'http://127.0.0.1.evil.test' }, 'apiUrl'],
    ['a file', { OPORA_API_URL: 'file:///etc/passwd' }, 'apiUrl'],
    ['a password in the address', { OPORA_API_URL: 'https://user:pass@api.example.test' }, 'apiUrl'],
    ['nonsense', { OPORA_API_URL: 'api' }, 'apiUrl'],
    ['an unencrypted exchange elsewhere', { OPORA_SIP_URL: 'ws://pbx.example.test' }, 'sipUrl'],
    ['an exchange by http', { OPORA_SIP_URL: 'https://pbx.example.test' }, 'sipUrl'],
  ])('refuses %s and names the setting', (_what, environment, field) => {
    expect(readSettings(environment, undefined)).toEqual({ ok: false, error: { field } })
  })

  it.each(['', '[]', 'null', '"text"', '{"apiUrl":'])('refuses the file %j', (text) => {
    expect(readSettings({}, text)).toEqual({ ok: false, error: { field: 'settings.json' } })
  })

  it('takes exact https origins for links, nothing looser', () => {
    const read = (origin: string) => readSettings({}, JSON.stringify({ externalOrigins: [origin] })).ok
    expect(read('https://www.example.test')).toBe(true)
    for (const origin of ['http://www.example.test', 'https://www.example.test/', 'https://*.example.test', 'mailto:a'])
      expect(read(origin), origin).toBe(false)
  })
})
