import type { StoreApi } from 'zustand/vanilla'
import type { SessionStore } from '#renderer/features/auth/session-state.ts'
import { IDLE_LOCK_MINUTES } from '#shared/features/auth/session.ts'
import type { HostBridge } from '#shared/ipc/contract.ts'
import type { DeskSessionState } from '../desk-session.ts'

/** What the watch needs of the page it watches. */
export interface WatchedPage {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Calls back at each sign of a person: a key, a movement, a touch. Returns how to stop. */
  onTouched(touched: () => void): () => void
  every(ms: number, tick: () => void): () => void
}

export interface LockWatchParts {
  readonly session: Pick<SessionStore, 'state' | 'lock' | 'checkLease'>
  readonly desks: Pick<StoreApi<DeskSessionState>, 'getState'>
  readonly host: Pick<HostBridge, 'on'>
  readonly page: WatchedPage
}

/** How often it is looked whether the desk is idle. */
export const LOOK_EVERY_MS = 5_000
const MINUTE_MS = 60_000
/** How often the host is asked how long the device may work without the server; it notes the time then (rule KEY5). */
export const LEASE_EVERY_MS = MINUTE_MS

/**
 * Rule LOCK1: the desk locks itself when the computer is locked or goes to sleep, and when nobody has touched it for the time that the
 * organisation has set. A call is somebody at work: who listens touches nothing. Returns how to stop.
 */
export function followLock({ session, desks, host, page }: LockWatchParts): () => void {
  let touchedAt = page.now()

  function isOnCall(): boolean {
    const state = desks.getState()
    return state.phase === 'open' && (state.desk.soft?.phone.state.calls.length ?? 0) > 0
  }

  function look(): void {
    const now = page.now()
    const open = session.state.getState()
    if (open.phase !== 'open' || isOnCall()) {
      touchedAt = now
      return
    }
    const minutes = open.workplace.user.idleLockMinutes ?? IDLE_LOCK_MINUTES
    if (minutes > 0 && now - touchedAt >= minutes * MINUTE_MS) void session.lock('idle')
  }

  const stops = [
    page.onTouched(() => {
      // A computer that slept wakes with a touch: how long it slept counts, not the touch.
      look()
      touchedAt = page.now()
    }),
    page.every(LOOK_EVERY_MS, look),
    page.every(LEASE_EVERY_MS, () => void session.checkLease()),
    host.on('power', ({ change }) => {
      if (change === 'lock' || change === 'suspend') void session.lock('system')
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart', 'input'] as const

/** The page of this window. */
export function browserPage(window: Window): WatchedPage {
  return {
    now: () => Date.now(),
    onTouched(touched) {
      for (const sign of SIGNS) window.addEventListener(sign, touched, { capture: true, passive: true })
      return () => {
        for (const sign of SIGNS) window.removeEventListener(sign, touched, { capture: true })
      }
    },
    every(ms, tick) {
      const timer = setInterval(tick, ms)
      return () => clearInterval(timer)
    },
  }
}
