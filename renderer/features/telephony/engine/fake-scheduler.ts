import type { Scheduler } from './scheduler.ts'

export interface FakeScheduler extends Scheduler {
  /** Moves time on and runs what falls due, in order. */
  advance(ms: number): void
  readonly pending: number
}

/** A scheduler whose time moves only when told to. `random` is 0.5 for good. */
export function fakeScheduler(startMs = 0): FakeScheduler {
  let now = startMs
  let timers: { at: number; action: () => void }[] = []
  return {
    now: () => now,
    random: () => 0.5,
    after: (ms, action) => {
      const timer = { at: now + ms, action }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance: (ms) => {
      const end = now + ms
      for (;;) {
        const due = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!due) break
        timers = timers.filter((timer) => timer !== due)
        now = Math.max(now, due.at)
        due.action()
      }
      now = end
    },
    get pending() {
      return timers.length
    },
  }
}
