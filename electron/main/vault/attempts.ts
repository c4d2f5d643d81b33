/** Wrong passwords in a row, and when the last try began (milliseconds since the epoch). */
export interface Attempts {
  readonly failed: number
  readonly lastAt: number
}

/** Pause before the first to the fifth try. A person mistypes twice or thrice; a machine that guesses gains nothing. */
const DELAY_BEFORE_TRY_MS = [0, 0, 0, 30_000, 300_000] as const

/** After this many wrong passwords the wrapped key is erased; the server's escrow returns it at the next sign-in there. */
export const MAX_TRIES = DELAY_BEFORE_TRY_MS.length

export function triesLeft(attempts: Attempts): number {
  return Math.max(0, MAX_TRIES - attempts.failed)
}

/**
 * Milliseconds until the next try may be made, never more than its own pause. A clock that was set back does not shorten the
 * pause: it starts anew (`withClock`).
 */
export function retryAfterMs(attempts: Attempts, now: number): number {
  const delay = DELAY_BEFORE_TRY_MS[attempts.failed] ?? 0
  return Math.min(delay, Math.max(0, attempts.lastAt + delay - now))
}

/** The attempts as a clock that may have been set back shows them: time never runs before the last try. */
export function withClock(attempts: Attempts, now: number): Attempts {
  return attempts.lastAt > now ? { ...attempts, lastAt: now } : attempts
}
