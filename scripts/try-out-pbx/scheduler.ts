/** Time as a parameter: tests hand in their own. */
export interface Scheduler {
  /** Epoch milliseconds. */
  nowMs(): number
  /** Calls `action` once after the delay; the returned function calls it off. */
  after(delayMs: number, action: () => void): () => void
}

export const systemScheduler: Scheduler = {
  nowMs: () => Date.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs)
    return () => clearTimeout(timer)
  },
}
