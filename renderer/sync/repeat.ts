import type { ApiFailure } from './api-client.ts'
import { backOffMs, type SyncPorts } from './ports.ts'

const RETRY_FIRST_MS = 1_000
const RETRY_MOST_MS = 15_000

export interface Repeated {
  /** Work is there: a round begins at once, unless a failure is being waited out. */
  wake(): void
  /** A round begins now whatever is being waited for. Resolves when a round that began after the call has ended. */
  now(): Promise<void>
}

/**
 * Repeats a round of sync: when woken, at intervals, and after failures with growing pauses. A wake during a round leads to another
 * round after it, so that nothing that came in meanwhile is left lying.
 */
export function repeatRounds(options: {
  readonly round: () => Promise<ApiFailure | null>
  readonly intervalMs: number
  readonly ports: Pick<SyncPorts, 'timers' | 'randomBytes'>
  readonly signal: AbortSignal
}): Repeated & { readonly ended: Promise<void> } {
  let isWanted = true
  let failures = 0
  let pause = new AbortController()
  let waiters: (() => void)[] = []

  async function run(): Promise<void> {
    while (!options.signal.aborted) {
      isWanted = false
      const served = waiters
      waiters = []
      const failure = await options.round().catch((error: unknown): ApiFailure => {
        if (!options.signal.aborted) console.error('A round of sync failed', error)
        return { kind: 'unreachable', retryAfterMs: null }
      })
      for (const done of served) done()
      // Stopped in the middle of the round: a signal that was raised before is not heard in a pause, and the desk would wait it out.
      if (options.signal.aborted) break
      failures = failure ? failures + 1 : 0
      if (waiters.length > 0 || (isWanted && !failure)) continue
      pause = new AbortController()
      const pauseMs = failure
        ? Math.max(
            failure.kind === 'unreachable' ? (failure.retryAfterMs ?? 0) : 0,
            backOffMs(failures - 1, RETRY_FIRST_MS, RETRY_MOST_MS, options.ports.randomBytes),
          )
        : options.intervalMs
      const end = (): void => pause.abort()
      options.signal.addEventListener('abort', end)
      await options.ports.timers.sleep(pauseMs, pause.signal)
      options.signal.removeEventListener('abort', end)
    }
    for (const done of waiters) done()
  }

  return {
    wake() {
      isWanted = true
      if (failures === 0) pause.abort()
    },
    now() {
      if (options.signal.aborted) return Promise.resolve()
      const served = new Promise<void>((resolve) => waiters.push(resolve))
      pause.abort()
      return served
    },
    ended: run(),
  }
}
