import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatNameAddress, parseNameAddress, parseSipUri, splitList } from './sip-address.ts'

describe('SIP addresses', () => {
  it('a display name of any text comes back as it was, but for control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
        const kept = name.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim()
        const address = parseNameAddress(formatNameAddress({ displayName: name, uri: 'sip:a@b', tag: 't' }))
        return address?.uri === 'sip:a@b' && address.params.get('tag') === 't' && (address.displayName ?? '') === kept
      }),
    )
  })

  it('reads every form of RFC 3261 §20', () => {
    expect(parseNameAddress('sip:a@b;tag=1')).toMatchObject({ uri: 'sip:a@b' })
    expect(parseNameAddress('sip:a@b;tag=1')?.params.get('tag')).toBe('1')
    expect(parseNameAddress('<sip:a@b;transport=ws>;expires=60;reg-id=1')?.params.get('expires')).toBe('60')
    expect(parseNameAddress('Anna <sip:a@b>')?.displayName).toBe('Anna')
    for (const broken of ['', '"Anna <sip:a@b>', '"Anna"', '<sip:a@b', 'sip:a b', '<>'])
      expect(parseNameAddress(broken), broken).toBeUndefined()
  })

  it('splits lists outside quotes and brackets only', () => {
    expect(splitList('"a, \\"b" <sip:x@y?h=1,2>, <sip:z@y>')).toEqual(['"a, \\"b" <sip:x@y?h=1,2>', '<sip:z@y>'])
  })

  it('reads user and host of a URI; what is no SIP URI is undefined', () => {
    expect(parseSipUri('sip:+7000@pbx.invalid:5060;transport=ws')).toEqual({
      user: '+7000',
      host: 'pbx.invalid',
      port: 5060,
    })
    expect(parseSipUri('sips:%31001@[::1]')).toEqual({ user: '1001', host: '[::1]' })
    for (const broken of ['http://x', 'sip:', 'sip:%E0%@x', 'sip:a@b c', 'tel:112'])
      expect(parseSipUri(broken), broken).toBeUndefined()
  })
})
