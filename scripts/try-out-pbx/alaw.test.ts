import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALAW_SILENCE, alawTone, decodeAlaw, encodeAlawSample, levelDb, SILENCE_DB, toneHz } from './alaw.ts'

describe('A-law', () => {
  it('every code is the encoding of its own value', () => {
    for (let code = 0; code < 256; code++)
      expect(encodeAlawSample(decodeAlaw(Uint8Array.of(code))[0] ?? 0), `code ${code}`).toBe(code)
  })

  it('keeps a sample within the step of its segment', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.99, max: 0.99, noNaN: true }), (sample) => {
        const back = decodeAlaw(Uint8Array.of(encodeAlawSample(sample)))[0] ?? 0
        return Math.abs(back - sample) <= Math.max(Math.abs(sample) / 16, 1 / 1024)
      }),
    )
  })

  it('tells a tone by frequency and level, and silence by its level', () => {
    const tone = decodeAlaw(alawTone(440, 0.5, 0.5))
    expect(toneHz(tone)).toBe(440)
    expect(levelDb(tone)).toBe(-9)
    expect(levelDb(decodeAlaw(new Uint8Array(800).fill(ALAW_SILENCE)))).toBeLessThan(-60)
    expect(levelDb(new Float32Array())).toBe(SILENCE_DB)
  })
})
