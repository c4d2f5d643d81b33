import { describe, expect, it } from 'vitest'
import type { LockReason } from '#renderer/features/auth/lock-note.ts'
import { followLock, LOOK_EVERY_MS, type LockWatchParts } from './lock-watch.ts'

const MINUTE = 60_000

/** An open desk with a clock of its own. */
function aDesk(idleLockMinutes?: number) {
  const now = { ms: 1_000_000 }
  const locks: LockReason[] = []
  const hooks = {
    touched: (): void => {},
    tick: (): void => {},
    minute: (): void => {},
    leases: 0,
    power: (_change: { change: string }): void => {},
    stopped: 0,
  }
  const calls: unknown[] = []
  const state = { phase: 'open', workplace: { user: { idleLockMinutes } } }
  const stop = (): void => {
    hooks.stopped += 1
  }
  const parts = {
    session: {
      state: { getState: () => state },
      lock: async (why: LockReason) => void locks.push(why),
      checkLease: async () => {
        hooks.leases += 1
      },
    },
    desks: { getState: () => ({ phase: 'open', desk: { soft: { phone: { state: { calls } } } } }) },
    host: {
      on: (_event: string, listener: typeof hooks.power) => {
        hooks.power = listener
        return stop
      },
    },
    page: {
      now: () => now.ms,
      onTouched: (touched: () => void) => {
        hooks.touched = touched
        return stop
      },
      every: (ms: number, tick: () => void) => {
        if (ms === LOOK_EVERY_MS) hooks.tick = tick
        else hooks.minute = tick
        return stop
      },
    },
  } as unknown as LockWatchParts
  const end = followLock(parts)
  return { locks, hooks, calls, state, end, pass: (ms: number) => (now.ms += ms) }
}

describe('what locks a desk', () => {
  it('[LOCK1] five minutes without a touch where the organisation says nothing, and a touch begins them anew', () => {
    const { locks, hooks, pass } = aDesk()
    pass(4 * MINUTE)
    hooks.touched()
    pass(5 * MINUTE - 1)
    hooks.tick()
    expect(locks).toEqual([])
    pass(1)
    hooks.tick()
    expect(locks).toEqual(['idle'])
  })

  it('[LOCK1] the time that the organisation has set; 0 is never', () => {
    const short = aDesk(1)
    short.pass(MINUTE)
    short.hooks.tick()
    expect(short.locks).toEqual(['idle'])
    const never = aDesk(0)
    never.pass(24 * 60 * MINUTE)
    never.hooks.tick()
    expect(never.locks).toEqual([])
  })

  it('[LOCK1] a call is work, however long nothing is touched; the time begins when it has ended', () => {
    const { locks, hooks, calls, pass } = aDesk()
    calls.push({})
    pass(60 * MINUTE)
    hooks.tick()
    calls.pop()
    pass(4 * MINUTE)
    hooks.tick()
    expect(locks).toEqual([])
    pass(MINUTE)
    hooks.tick()
    expect(locks).toEqual(['idle'])
  })

  it('[LOCK1] the touch that wakes a sleeping computer does not hide how long it slept', () => {
    const { locks, hooks, pass } = aDesk()
    pass(8 * 60 * MINUTE)
    hooks.touched()
    expect(locks).toEqual(['idle'])
  })

  it('[LOCK1] lock and sleep of the computer, not their end', () => {
    const { locks, hooks } = aDesk()
    for (const change of ['unlock', 'resume', 'lock', 'suspend']) hooks.power({ change })
    expect(locks).toEqual(['system', 'system'])
  })

  it('[KEY4] looks each minute whether the device may still work without the server', () => {
    const { hooks } = aDesk()
    hooks.minute()
    expect(hooks.leases).toBe(1)
  })

  it('watches only an open desk, and stops', () => {
    const { locks, hooks, state, pass, end } = aDesk()
    state.phase = 'signedOut'
    pass(60 * MINUTE)
    hooks.tick()
    state.phase = 'open'
    hooks.tick()
    expect(locks).toEqual([])
    end()
    expect(hooks.stopped).toBe(4)
  })
})
