import type { Scheduler } from '../scheduler.ts'

/** Time that goes on when it is told to. */
export interface FakeScheduler extends Scheduler {
  /** Lets time pass; what falls due runs in its order. */
  pass(ms: number): void
}

export function createFakeScheduler(startMs = 1_700_000_000_000): FakeScheduler {
  let nowMs = startMs
  const planned = new Set<{ readonly atMs: number; readonly action: () => void }>()
  return {
    nowMs: () => nowMs,
    after(delayMs, action) {
      const plan = { atMs: nowMs + delayMs, action }
      planned.add(plan)
      return () => void planned.delete(plan)
    },
    pass(ms) {
      const endMs = nowMs + ms
      for (;;) {
        const next = [...planned].filter((plan) => plan.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0]
        if (next === undefined) break
        planned.delete(next)
        nowMs = next.atMs
        next.action()
      }
      nowMs = endMs
    },
  }
}
