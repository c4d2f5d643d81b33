import { describe, expect, it } from 'vitest'
import { anId } from '../../builders/ids.ts'
import { claimId, isHeld, lateness, release, type WorkClaim } from './claim.ts'

const CLAIM: WorkClaim = {
  id: claimId('informing', anId(1)),
  queue: 'informing',
  personId: anId(1),
  userId: anId(7),
  deviceId: anId(9),
  from: '2026-11-24T09:00:00.000Z',
  until: '2026-11-24T09:30:00.000Z',
  isBlock: false,
  closedAt: null,
}
const [BEFORE, AFTER] = ['2026-11-24T09:29:59.999Z', '2026-11-24T09:30:00.000Z']

describe('[LEASE1] a claim', () => {
  it('returns by itself when its time is up', () => {
    expect(isHeld(CLAIM, BEFORE)).toBe(true)
    expect(isHeld(CLAIM, AFTER)).toBe(false)
    expect(isHeld({ ...CLAIM, closedAt: BEFORE }, BEFORE)).toBe(false)
  })

  it('a result is late when the own time had run out or another holds the person', () => {
    expect(lateness(CLAIM, anId(7), BEFORE)).toBeNull()
    expect(lateness(CLAIM, anId(7), AFTER)).toBe('expired')
    expect(lateness(CLAIM, anId(6), BEFORE)).toBe('takenOver')
    expect(lateness(CLAIM, anId(6), AFTER)).toBeNull()
    expect(lateness(undefined, anId(6), AFTER)).toBeNull()
  })

  it('is given back by its holder only', () => {
    const run = (userId: string) =>
      release.apply(
        {
          actor: { userId: userId as never, orgId: anId(8), role: 'L2', clinicIds: [], deviceId: anId(9) },
          occurredAt: BEFORE,
          receivedAt: null,
          read: () => CLAIM,
        },
        { queue: 'informing', personId: anId(1) },
      )
    expect(run(anId(7))).toMatchObject({ ok: true, value: [{ data: { closedAt: BEFORE } }] })
    expect(run(anId(6))).toMatchObject({ ok: false, error: { code: 'workQueues.notHeld' } })
  })
})
