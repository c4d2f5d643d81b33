import { z } from 'zod'

/**
 * The latest time a record has seen, by the server's clock, and by how much this computer's clock is ahead of the server's: a clock that is
 * off by an hour is off, not set back. Milliseconds since the epoch.
 */
export const clockMark = z.object({ latest: z.number(), aheadMs: z.number() })
export type ClockMark = z.infer<typeof clockMark>

/** A clock may be corrected by the network a little: two minutes is what the protocol calls a wrong clock (TIME1). */
export const SET_BACK_MS = 120_000

export interface SeenTime {
  /** What time it is at least: never before the latest time seen. */
  readonly now: number
  readonly isSetBack: boolean
  readonly mark: ClockMark
}

/** Rule KEY5: looks at this computer's clock in the light of what was seen before. */
export function lookAtClock(mark: ClockMark, ownNow: number): SeenTime {
  const told = ownNow - mark.aheadMs
  const now = Math.max(told, mark.latest)
  return { now, isSetBack: told < mark.latest - SET_BACK_MS, mark: { ...mark, latest: now } }
}

/** The server has told its time just now: that is the time, whatever was seen on a clock that ran ahead. */
export function markOf(serverNow: number, ownNow: number): ClockMark {
  return { latest: serverNow, aheadMs: ownNow - serverNow }
}
