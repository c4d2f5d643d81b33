import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  branchOf,
  headerOf,
  headersOf,
  parseSipMessage,
  responseTo,
  type SipMessage,
  type SipRequest,
  serialiseSipMessage,
} from './sip-message.ts'

const REQUEST = [
  'INVITE sip:1001@pbx.opora.invalid SIP/2.0',
  'v: SIP/2.0/WS a.invalid;branch=z9hG4bK1, SIP/2.0/WS b.invalid;branch=z9hG4bK2',
  'From: "Иванова, Мария" <sip:+70001234567@x>;tag=1',
  't: <sip:1001@x>',
  'i: abc',
  'CSeq: 7  INVITE',
  'Subject: one',
  '  two',
  'l: 8',
  '',
  'привsurplus',
].join('\r\n')

function parsed(text: string): SipMessage {
  const result = parseSipMessage(text)
  if (!result.ok) throw new Error(result.reason)
  return result.message
}

const token = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/)
const value = fc.stringMatching(/^[!-~А-я]([ -~А-я]{0,30}[!-~А-я])?$/)
const message = fc
  .record({
    isRequest: fc.boolean(),
    method: fc.stringMatching(/^[A-Z]{1,10}$/),
    status: fc.integer({ min: 100, max: 699 }),
    more: fc.array(
      fc.tuple(
        token.map((name) => `x-${name}`),
        value,
      ),
      { maxLength: 5 },
    ),
    body: fc.string({ unit: 'grapheme' }),
  })
  .map(({ isRequest, method, status, more, body }): SipMessage => {
    const headers = [
      ['via', 'SIP/2.0/WS a;branch=z9hG4bKx'],
      ['from', '<sip:a@b>;tag=1'],
      ['to', '<sip:c@d>'],
      ['call-id', 'i'],
      ['cseq', `1 ${method}`],
      ...more,
    ] as SipMessage['headers']
    return isRequest
      ? { kind: 'request', method, uri: 'sip:c@d', headers, body }
      : { kind: 'response', status, reason: 'Some Reason', headers, body }
  })

describe('SIP messages', () => {
  it('reads compact names, lists, folded lines and a body measured in bytes', () => {
    const read = parsed(REQUEST)
    expect(read).toMatchObject({ kind: 'request', method: 'INVITE', uri: 'sip:1001@pbx.opora.invalid', body: 'прив' })
    expect(headersOf(read, 'via')).toHaveLength(2)
    expect(branchOf(read)).toBe('z9hG4bK1')
    expect(headerOf(read, 'subject')).toBe('one two')
    expect(headerOf(read, 'from')).toContain('Иванова, Мария')
  })

  it('what is written is read again unchanged', () => {
    fc.assert(
      fc.property(message, (written) => {
        expect(parsed(serialiseSipMessage(written))).toEqual(written)
      }),
    )
  })

  it('answers hostile text with a reason and never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        (text) => typeof parseSipMessage(text).ok === 'boolean',
      ),
    )
    const cuts = fc.tuple(fc.nat(REQUEST.length), fc.nat(20), fc.string({ unit: 'binary', maxLength: 5 }))
    fc.assert(
      fc.property(
        cuts,
        ([at, length, put]) =>
          typeof parseSipMessage(REQUEST.slice(0, at) + put + REQUEST.slice(at + length)).ok === 'boolean',
      ),
    )
  })

  it('says what is wrong', () => {
    const reasonOf = (text: string): string => {
      const result = parseSipMessage(text)
      return result.ok ? 'ok' : result.reason
    }
    expect(reasonOf('INVITE sip:a@b SIP/2.0\r\n')).toBe('no-end')
    expect(reasonOf(REQUEST.replace('SIP/2.0\r\n', 'SIP/3.0\r\n'))).toBe('start-line')
    expect(reasonOf(REQUEST.replace('Subject: one', 'Sub ject: one'))).toBe('header')
    expect(reasonOf(REQUEST.replace('i: abc\r\n', ''))).toBe('missing-header')
    expect(reasonOf(REQUEST.replace('7  INVITE', '7 BYE'))).toBe('cseq')
    expect(reasonOf(REQUEST.replace('l: 8', 'l: 800'))).toBe('length')
    expect(reasonOf(REQUEST.replace('l: 8', 'l: -1'))).toBe('length')
    expect(reasonOf(`${REQUEST}${'x'.repeat(70_000)}`)).toBe('too-long')
    expect(reasonOf(REQUEST.replace('Subject: one', 'A: b\r\n'.repeat(300).trim()))).toBe('header')
  })

  it('refuses to write what would break out of its line', () => {
    const request = parsed(REQUEST) as SipRequest
    expect(() => serialiseSipMessage({ ...request, headers: [...request.headers, ['x-a', 'b\r\nX-Evil: 1']] })).toThrow(
      'control character',
    )
    expect(() => serialiseSipMessage({ ...request, headers: [...request.headers, ['x a', 'b']] })).toThrow('token')
  })

  it('a response copies what RFC 3261 §8.2.6 says and tags To once', () => {
    const request = parsed(REQUEST) as SipRequest
    const response = responseTo(request, 180, 'Ringing', { toTag: 'mine' })
    expect(headersOf(response, 'via')).toEqual(headersOf(request, 'via'))
    expect(headerOf(response, 'to')).toBe('<sip:1001@x>;tag=mine')
    const again = responseTo({ ...request, headers: response.headers }, 200, 'OK', { toTag: 'other' })
    expect(headerOf(again, 'to')).toBe('<sip:1001@x>;tag=mine')
  })
})
