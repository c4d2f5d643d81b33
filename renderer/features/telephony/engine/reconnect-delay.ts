const FIRST_MS = 300
/** The ceiling keeps "registered again" under 5 s after the link returns, jitter included. */
const CEILING_MS = 2_000
const JITTER = 0.25

/**
 * Pause before reconnection attempt `attempt` (from 0). The jitter spreads a whole department that lost the same server. [TEL22]
 * @param random uniform in [0, 1)
 */
export function reconnectDelayMs(attempt: number, random: number): number {
  const base = Math.min(CEILING_MS, FIRST_MS * 2 ** Math.min(attempt, 10))
  return Math.round(base * (1 + JITTER * (2 * random - 1)))
}

/**
 * Wait before repeating a re-INVITE that met another one (491): RFC 3261 §14.1 gives the owner of the Call-ID the longer range.
 */
export function glareDelayMs(isOwner: boolean, random: number): number {
  return Math.round(isOwner ? 2_100 + random * 1_900 : random * 2_000)
}

/** When to ask for new credentials, so that none expires in use: at 80 % of their life, at least one minute before the end. [TEL24] */
export function credentialsRenewalMs(now: number, expiresAt: number): number {
  const life = Math.max(0, expiresAt - now)
  return Math.max(0, Math.min(life * 0.8, life - 60_000))
}
