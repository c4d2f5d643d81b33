import type { Call } from '#shared/features/telephony/call.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import type { CallId, PersonId, UserId } from '#shared/kernel/ids.ts'
import { type Draws, lotteryOf } from './draws.ts'
import { privateNumber } from './places.ts'

export interface PlannedCall {
  readonly id: CallId
  readonly offeredAt: number
  readonly direction: Call['direction']
  /** Seconds of talk, 0 when nobody answered. */
  readonly talk: number
  readonly result: Call['result']
  readonly outcome: Call['outcome']
  readonly source: Call['source']
  readonly personId: PersonId | null
  /** Number of the other side; null = hidden. */
  readonly number: string | null
}

export interface CallMaker {
  make(plan: PlannedCall, user: UserId, note: string): Call
}

/** Final SIP status by result, as exchanges send it (RFC 3261 §21). */
const STATUS: Readonly<Record<Call['result'], number>> = {
  answered: 200,
  missed: 487,
  declined: 603,
  answeredElsewhere: 487,
  cancelled: 487,
  busy: 486,
  noAnswer: 480,
  failed: 503,
}
const ENDED_BY = lotteryOf([
  ['farSide', 60],
  ['desk', 38],
  ['network', 2],
] as const)
const RING_MS = { from: 2_500, to: 18_000 } as const
const HOLD_SHARE = 0.12

/** Makes past calls with the times, holds and line quality that the desk would have recorded. */
export function callMakerOf(draws: Draws, ids: Draws): CallMaker {
  return {
    make: (plan, user, note) => {
      const ring = draws.between(RING_MS.from, RING_MS.to)
      const isAnswered = plan.talk > 0
      const answeredAt = plan.offeredAt + ring
      const endedAt = isAnswered ? answeredAt + plan.talk * 1000 : plan.offeredAt + ring + draws.between(2_000, 20_000)
      const hasWrapUp = isAnswered || plan.direction === 'out'
      return {
        id: plan.id,
        sipCallId: `${hex(ids.bytes(12))}@exchange.invalid`,
        direction: plan.direction,
        remoteNumber: plan.number ?? '',
        remoteName: '',
        source: plan.source,
        personId: plan.personId,
        contactId: null,
        userId: user,
        offeredAt: toInstant(plan.offeredAt),
        answeredAt: isAnswered ? toInstant(answeredAt) : null,
        endedAt: toInstant(endedAt),
        endedBy: isAnswered ? ENDED_BY.draw(draws) : plan.result === 'missed' ? 'farSide' : null,
        result: plan.result,
        sipStatus: STATUS[plan.result],
        holds: isAnswered ? drawHolds(draws, answeredAt, endedAt) : [],
        quality: isAnswered ? drawQuality(draws) : null,
        outcome: hasWrapUp ? plan.outcome : null,
        note: hasWrapUp ? note : '',
        wrappedUpAt: hasWrapUp ? toInstant(endedAt + draws.between(8_000, 90_000)) : null,
      }
    },
  }
}

function drawHolds(draws: Draws, from: number, to: number): Call['holds'] {
  if (to - from < 120_000 || !draws.chance(HOLD_SHARE)) return []
  const begin = from + draws.between(20_000, 50_000)
  return [{ from: toInstant(begin), to: toInstant(begin + draws.between(8_000, 55_000)) }]
}

/** Most lines are clean; one in twenty loses enough to be heard. */
function drawQuality(draws: Draws): Call['quality'] {
  const isPoor = draws.chance(0.05)
  const lossPercent = round(isPoor ? 2 + draws.unit() * 6 : draws.unit() * 0.6, 2)
  const jitterMs = round(isPoor ? 20 + draws.unit() * 40 : 1 + draws.unit() * 9, 1)
  const roundTripMs = draws.between(14, isPoor ? 260 : 80)
  return {
    mos: round(4.41 - lossPercent * 0.16 - jitterMs * 0.004 - roundTripMs * 0.0006, 2),
    lossPercent,
    jitterMs,
    roundTripMs,
  }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A number of nobody in the registry: the end of the range that people's numbers do not reach. */
export function strangerNumber(draws: Draws): string {
  return privateNumber(8_000_000 + draws.between(0, 900_000))
}
