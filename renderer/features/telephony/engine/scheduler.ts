/** Clock and timers as one parameter, so that tests own the time. Milliseconds. */
export interface Scheduler {
  now(): number
  /** Runs `action` once after `ms`; the returned function cancels it. */
  after(ms: number, action: () => void): () => void
  /** Uniform in [0, 1). */
  random(): number
}

export const browserScheduler: Scheduler = {
  now: () => Date.now(),
  after: (ms, action) => {
    const timer = setTimeout(action, ms)
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}
