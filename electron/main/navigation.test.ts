import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { externalAddress } from './navigation.ts'
import { isOwnUrl } from './origin.ts'

const allowed = ['https://help.example.test']

describe('externalAddress', () => {
  it('hands over an https address of the list', () => {
    expect(externalAddress('https://help.example.test/a?b#c', allowed)).toBe('https://help.example.test/a?b#c')
  })

  it.each([
    'http://help.example.test/',
    'https://help.example.test.evil.test/',
    'https://evil.test/https://help.example.test',
    'https://help.example.test@evil.test/',
    'https://user@help.example.test/',
    'https://help.example.test:444/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://help.example.test/share',
    'ms-msdt:/id',
    'tel:+70001234567',
    'data:text/html,x',
    'help.example.test',
    `https://help.example.test/${'a'.repeat(2000)}`,
  ])('keeps %s in', (url) => {
    expect(externalAddress(url, allowed)).toBeUndefined()
  })

  it('lets out nothing but https to the exact origin, whatever the address', () => {
    const anyUrl = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc
        .tuple(fc.constantFrom('https', 'HTTPS', 'http', 'file', 'javascript', 'smb', 'app', 'search-ms'), fc.string())
        .map(([scheme, rest]) => `${scheme}://help.example.test${rest}`),
      fc.tuple(fc.string(), fc.string()).map(([before, after]) => `${before}https://help.example.test${after}`),
    )
    fc.assert(
      fc.property(anyUrl, (url) => {
        const out = externalAddress(url, allowed)
        if (out !== undefined) expect(out.startsWith('https://help.example.test/')).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('isOwnUrl', () => {
  it('knows the pages of the desk', () => {
    expect(isOwnUrl('app://bundle/index.html#/x')).toBe(true)
    expect(isOwnUrl('app://bundle')).toBe(true)
  })

  it.each([
    undefined,
    '',
    'app://bundle.evil/',
    'app://bundle@evil/',
    'app://user@bundle/',
    'app://bundle:1/',
    'app:bundle/',
    'app2://bundle/',
    'https://bundle/',
    'file:///bundle',
    'data:text/html,app://bundle/',
    'about:blank',
    'about:srcdoc',
  ])('does not take %s for one', (url) => {
    expect(isOwnUrl(url)).toBe(false)
  })
})
