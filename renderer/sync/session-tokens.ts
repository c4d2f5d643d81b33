import { type Session, session as sessionSchema } from '#shared/features/auth/session.ts'
import type { AccessTokens, Fetch, Timers } from './ports.ts'

/** The token is renewed this long before it ends, so that a request under way is not refused. */
const RENEW_AHEAD_MS = 60_000
/** Between tries to renew a token that is about to end while the server cannot be reached. */
const RENEW_PAUSE_MS = 5_000

/**
 * Access tokens of a signed-in session, renewed by `POST /api/auth/refresh`. Refresh tokens rotate: one renewal at a time, and the new
 * session is handed out before it is used, so that it can be kept.
 */
export function createSessionTokens(options: {
  readonly baseUrl: string
  readonly session: Session
  readonly fetch: Fetch
  readonly timers: Timers
  readonly onRenewed: (session: Session) => Promise<void> | void
  readonly onSignedOut: () => void
}): AccessTokens {
  let current: Session | null = options.session
  let renewing: Promise<'renewed' | 'signedOut' | 'unreachable'> | null = null
  let triedAtMs = Number.NEGATIVE_INFINITY

  async function renewOnce(refreshToken: string): Promise<'renewed' | 'signedOut' | 'unreachable'> {
    triedAtMs = options.timers.now()
    try {
      const response = await options.fetch(`${options.baseUrl}/api/auth/refresh`, {
        method: 'POST',
        cache: 'no-store',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ refreshToken }),
      })
      if (response.status === 401 || response.status === 403) {
        current = null
        options.onSignedOut()
        return 'signedOut'
      }
      const renewed = sessionSchema.safeParse(await response.json())
      if (!response.ok || !renewed.success) return 'unreachable'
      current = renewed.data
      await options.onRenewed(renewed.data)
      return 'renewed'
    } catch {
      return 'unreachable'
    }
  }

  function renewCurrent(): Promise<'renewed' | 'signedOut' | 'unreachable'> {
    if (current === null) return Promise.resolve('signedOut')
    renewing ??= renewOnce(current.refreshToken).finally(() => {
      renewing = null
    })
    return renewing
  }

  return {
    async current() {
      const nowMs = options.timers.now()
      const isEnding = current !== null && Date.parse(current.accessExpiresAt) - nowMs < RENEW_AHEAD_MS
      if (isEnding && nowMs - triedAtMs > RENEW_PAUSE_MS) await renewCurrent()
      return current?.accessToken ?? null
    },
    async renew(refusedToken) {
      if (current !== null && current.accessToken !== refusedToken) return 'renewed'
      return renewCurrent()
    },
  }
}
