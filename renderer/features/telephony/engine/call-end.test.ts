import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endByRefusal, isAnsweredElsewhere, parseReason } from './call-end.ts'

describe('Reason header', () => {
  it.each([
    ['SIP;cause=200;text="Call completed elsewhere"', true],
    ['sip ; cause = 200', true],
    ['Q.850;cause=26;text="Answered elsewhere"', true],
    ['SIP;cause=487;text="ORIGINATOR_CANCEL"', false],
    ['Q.850;cause=200', false],
    ['', false],
    [undefined, false],
  ])('[TEL9] %s: answered elsewhere = %s', (header, expected) => {
    expect(isAnsweredElsewhere(header)).toBe(expected)
  })

  it('is foreign input: whatever comes, it is read without an exception', () => {
    expect(parseReason('SIP;cause=600;text="a\\"b"')).toEqual({ protocol: 'SIP', cause: 600, text: 'a\\"b' })
    fc.assert(fc.property(fc.string(), (header) => void parseReason(header)))
  })
})

describe('refusal', () => {
  it('keeps every final code and always has a reason', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 699 }), (code) => {
        const end = endByRefusal(code)
        expect(end.sipCode).toBe(code)
        expect(end.result).not.toBe('answered')
      }),
    )
  })
})
