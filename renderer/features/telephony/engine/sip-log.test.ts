import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskSipLog } from './sip-log.ts'

describe('[TEL70] log of the SIP library', () => {
  it('keeps what happened and hides who', () => {
    expect(maskSipLog('Session abc transitioned to state Established')).toBe(
      'Session abc transitioned to state Established',
    )
    const masked = maskSipLog('From: "Иванова Мария" <sip:+79161234567@pbx.opora.invalid>;tag=1')
    expect(masked).not.toMatch(/Иванова|7916|1234567/)
    expect(masked).toContain('pbx.opora.invalid')
  })

  it('hides every line with credentials', () => {
    const masked = maskSipLog(
      'REGISTER sip:x SIP/2.0\r\nAuthorization: Digest username="1700:1001", response="aabb"\r\nCSeq: 2 REGISTER',
    )
    expect(masked).not.toMatch(/Digest|1001|aabb/)
    expect(masked).toContain('CSeq: 2 REGISTER')
  })

  it('no phone number gets through, however it is written', () => {
    const digits = fc.integer({ min: 10_000_000, max: 99_999_999 }).map(String)
    const written = digits.chain((number) =>
      fc
        .constantFrom(
          `sip:+7910${number}@host`,
          `tel:8910${number}`,
          `8 (910) ${number.slice(0, 3)}-${number.slice(3)}`,
          `+7910${number}`,
        )
        .map((text) => ({ text, number })),
    )
    fc.assert(
      fc.property(written, fc.constantFrom('Call to ', 'To: <', ''), ({ text, number }, before) => {
        expect(maskSipLog(`${before}${text}> ended`).replace(/\D/g, '')).not.toContain(number.slice(3))
      }),
    )
  })
})
