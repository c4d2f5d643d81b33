import type { Timers } from '#renderer/sync/ports.ts'

/** Time that stands still until it is moved. Sleepers wake in order of their end. */
export class VirtualTime implements Timers {
  #nowMs: number
  #sleepers: { readonly at: number; readonly wake: () => void }[] = []

  constructor(startMs = Date.UTC(2026, 10, 24, 9)) {
    this.#nowMs = startMs
  }

  now(): number {
    return this.#nowMs
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleepers = this.#sleepers.filter((it) => it !== sleeper)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const sleeper = { at: this.#nowMs + ms, wake }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', wake)
    })
  }

  /** When the next sleeper wakes, or null when nobody sleeps. */
  get nextAt(): number | null {
    return this.#sleepers.reduce<number | null>((least, { at }) => (least === null ? at : Math.min(least, at)), null)
  }

  advance(ms: number): void {
    this.#nowMs += ms
    const due = this.#sleepers.filter(({ at }) => at <= this.#nowMs).sort((a, b) => a.at - b.at)
    this.#sleepers = this.#sleepers.filter(({ at }) => at > this.#nowMs)
    for (const { wake } of due) wake()
  }
}
