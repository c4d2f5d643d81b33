import type { Call } from '../features/telephony/call.ts'
import { anId, USER_ID } from './ids.ts'

/**
 * A valid call for tests: inbound, answered after 6 seconds, three minutes long, wrapped up. `serial` makes ids of a second call different
 * from the first; `overrides` replace whole fields.
 */
export function aCall(overrides: Partial<Call> = {}, serial = 1): Call {
  return {
    id: anId(0xca_0000 + serial),
    sipCallId: `call-${serial}@exchange.invalid`,
    direction: 'in',
    remoteNumber: '+70000000001',
    remoteName: '',
    source: 'direct',
    personId: anId(1),
    contactId: null,
    userId: anId(USER_ID),
    offeredAt: '2026-11-23T09:27:00.000Z',
    answeredAt: '2026-11-23T09:27:06.000Z',
    endedAt: '2026-11-23T09:30:06.000Z',
    endedBy: 'farSide',
    result: 'answered',
    sipStatus: 200,
    holds: [],
    quality: { mos: 4.3, lossPercent: 0.1, jitterMs: 4, roundTripMs: 30 },
    outcome: 'resolved',
    note: '',
    wrappedUpAt: '2026-11-23T09:30:30.000Z',
    ...overrides,
  }
}
