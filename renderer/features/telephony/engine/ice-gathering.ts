import type { Scheduler } from './scheduler.ts'

/** Candidates of one burst come within a few milliseconds of each other; TCP ones 125 ms later, and nobody needs them. */
export const QUIET_MS = 20
/** How long the offer waits for a relay where TURN is configured: without one the call may have no way at all. */
export const RELAY_WAIT_MS = 400
/** No candidate at all (no network interface): the offer leaves anyway and the exchange says what it thinks. */
export const NO_CANDIDATE_MS = 1_000

/** Remembers between calls whether the configured TURN answers, so that a dead one costs its wait once. */
export interface RelayMemory {
  isRelayDead: boolean
}

export interface GatheringWatch {
  /** A candidate line was gathered, e.g. `candidate:1 1 udp … typ host`; to be told after the end as well. */
  seen(candidate: string): void
  stop(): void
}

/**
 * Ends ICE gathering early. [TEL33]
 * SIP carries no trickle, so the library waits for `complete`, which an unreachable STUN delays by 5 s and more.
 * @param onEnough called at most once
 */
export function watchGathering(
  options: { readonly needsRelay: boolean; readonly memory: RelayMemory; readonly scheduler: Scheduler },
  onEnough: () => void,
): GatheringWatch {
  const { memory, scheduler } = options
  const waitsForRelay = options.needsRelay && !memory.isRelayDead
  const beganAt = scheduler.now()
  let hasRelay = false
  let isDone = false
  let cancelQuiet: (() => void) | undefined

  const finish = (): void => {
    if (isDone) return
    isDone = true
    cancelQuiet?.()
    cancelLimit()
    onEnough()
  }
  const restartQuiet = (): void => {
    cancelQuiet?.()
    cancelQuiet = scheduler.after(QUIET_MS, finish)
  }
  const cancelLimit = scheduler.after(waitsForRelay ? RELAY_WAIT_MS : NO_CANDIDATE_MS, () => {
    if (waitsForRelay) memory.isRelayDead = !hasRelay
    finish()
  })

  return {
    seen: (candidate) => {
      if (/ typ relay/.test(candidate)) {
        hasRelay = true
        // After the end, too, it is word of a TURN that answers again; one that is slower than the wait is not worth it.
        if (scheduler.now() - beganAt <= RELAY_WAIT_MS) memory.isRelayDead = false
      }
      if (isDone || candidate === '') return
      if (!waitsForRelay || hasRelay) restartQuiet()
    },
    stop: () => {
      isDone = true
      cancelQuiet?.()
      cancelLimit()
    },
  }
}
