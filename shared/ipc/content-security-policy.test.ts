import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCsp } from './content-security-policy.ts'

const nonce = 'c2l4dGVlbiBieXRlcyEh'
const directive = (csp: string, name: string): string | undefined =>
  csp
    .split('; ')
    .find((part) => part.startsWith(`${name} `))
    ?.slice(name.length + 1)

describe('buildCsp', () => {
  it('lists exactly the own origin, the API in both forms and the exchange', () => {
    const csp = buildCsp({ apiUrl: 'http://127.0.0.1:4680', sipUrl: 'ws://127.0.0.1:4681', nonce })
    expect(directive(csp, 'connect-src')).toBe("'self' http://127.0.0.1:4680 ws://127.0.0.1:4680 ws://127.0.0.1:4681")
  })

  it('keeps the origin only: paths of the API and of the exchange do not matter', () => {
    const csp = buildCsp({ apiUrl: 'https://API.example.test/x/y', sipUrl: 'wss://pbx.example.test:8443/ws', nonce })
    expect(directive(csp, 'connect-src')).toBe(
      "'self' https://api.example.test wss://api.example.test wss://pbx.example.test:8443",
    )
  })

  it('names an address once when API and exchange share it', () => {
    const csp = buildCsp({ apiUrl: 'https://one.example.test', sipUrl: 'wss://one.example.test/sip', nonce })
    expect(directive(csp, 'connect-src')).toBe("'self' https://one.example.test wss://one.example.test")
  })

  it('starts from nothing and never allows inline code, evaluation or a wildcard', () => {
    const csp = buildCsp({ apiUrl: 'https://a.test', sipUrl: 'wss://b.test', nonce })
    expect(directive(csp, 'default-src')).toBe("'none'")
    expect(directive(csp, 'script-src')).toBe("'self'")
    expect(directive(csp, 'style-src')).toBe(`'self' 'nonce-${nonce}'`)
    for (const name of ['base-uri', 'form-action', 'frame-ancestors', 'object-src'])
      expect(directive(csp, name)).toBe("'none'")
    expect(csp).not.toMatch(/unsafe|\*/)
  })

  it('refuses what is not an address of the right kind', () => {
    for (const apiUrl of [
      '',
      'a.test',
      'ws://a.test',
      'file:///etc',
      'https://a.test; script-src *',
      'https://u:p@a.test',
    ])
      expect(() => buildCsp({ apiUrl, sipUrl: 'wss://b.test', nonce })).toThrow(/csp/)
    expect(() => buildCsp({ apiUrl: 'https://a.test', sipUrl: 'https://b.test', nonce })).toThrow(/csp/)
    expect(() => buildCsp({ apiUrl: 'https://a.test', sipUrl: 'wss://b.test', nonce: 'short' })).toThrow(/nonce/)
  })

  it('cannot be bent by any address: the names of the directives never change', () => {
    const names = (csp: string) => csp.split('; ').map((part) => part.split(' ')[0])
    const expected = names(buildCsp({ apiUrl: 'https://a.test', sipUrl: 'wss://b.test', nonce }))
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((s) => `https://a.test/${s}`),
        ),
        (apiUrl) => {
          let csp: string
          try {
            csp = buildCsp({ apiUrl, sipUrl: 'wss://b.test', nonce })
          } catch {
            return
          }
          expect(names(csp)).toEqual(expected)
          expect(directive(csp, 'connect-src')?.split(' ')).toHaveLength(4)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
