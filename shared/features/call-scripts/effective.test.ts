import { describe, expect, it } from 'vitest'
import { newestInForce, scriptInForce } from './effective.ts'
import { sampleOuter } from './sample-scripts.ts'

describe('[C4] the script in force', () => {
  it('is the latest that has come into effect', () => {
    const later = { ...sampleOuter, version: 4, effectiveFrom: '2026-06-01' }
    const scripts = [later, sampleOuter]
    expect(scriptInForce(scripts, 'inboundConsultation', '2026-05-31')).toBe(sampleOuter)
    expect(scriptInForce(scripts, 'inboundConsultation', '2026-06-01')).toBe(later)
    expect(scriptInForce(scripts, 'inboundConsultation', '2025-12-31')).toBeNull()
    expect(scriptInForce(scripts, 'complaintIntake', '2026-06-01')).toBeNull()
    expect(
      scriptInForce([sampleOuter, { ...sampleOuter, version: 9 }], 'inboundConsultation', '2026-06-01')?.version,
    ).toBe(9)
  })
  it('leaves a script alone whose last day is past, and falls back to the version before it', () => {
    const until = (effectiveTo: string) => newestInForce([{ ...sampleOuter, effectiveTo }], '2026-11-24').length
    expect([until('2026-11-24'), until('2026-11-23')]).toEqual([1, 0])
    const later = { ...sampleOuter, version: 4, effectiveFrom: '2026-11-24' }
    expect(newestInForce([later, sampleOuter], '2026-11-24')).toEqual([later])
    // Withdrawn on its first day: its last day is the day before.
    expect(newestInForce([{ ...later, effectiveTo: '2026-11-23' }, sampleOuter], '2026-11-24')).toEqual([sampleOuter])
  })
})
