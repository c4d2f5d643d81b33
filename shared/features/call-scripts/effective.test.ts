import { describe, expect, it } from 'vitest'
import { scriptInForce } from './effective.ts'
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
})
