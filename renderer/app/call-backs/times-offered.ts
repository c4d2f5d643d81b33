import { wallClock } from '#renderer/i18n/today.ts'
import { offeredTimes } from '#shared/features/telephony/call-back.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { callingRulesAt } from './calling-rules.ts'

/** Times for a promise as instants, the soonest first, within the hours in which people are called; never empty. */
export function timesOffered(nowMs: number): readonly string[] {
  const wall = wallClock(nowMs)
  const { from, to } = callingRulesAt(nowMs).workdays
  return offeredTimes(wall, { from, to }).map((time) => toInstant(nowMs + (time.getTime() - wall.getTime())))
}
