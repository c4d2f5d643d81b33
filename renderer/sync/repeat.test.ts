import { expect, it } from 'vitest'
import type { Timers } from './ports.ts'
import { repeatRounds } from './repeat.ts'

/** Sleeps until it is told to stop, never by the clock. */
const timers: Timers = {
  now: () => 0,
  sleep: (_ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) resolve()
      else signal?.addEventListener('abort', () => resolve())
    }),
}

it('ends with its round when it is stopped in the middle of one, and does not wait out the interval', async () => {
  const stopping = new AbortController()
  let endRound = (): void => {}
  let rounds = 0
  const { ended } = repeatRounds({
    round: () =>
      new Promise((resolve) => {
        rounds += 1
        endRound = () => resolve(null)
      }),
    intervalMs: 60_000,
    ports: { timers, randomBytes: (length) => new Uint8Array(length) },
    signal: stopping.signal,
  })
  stopping.abort()
  endRound()
  await ended
  expect(rounds).toBe(1)
})
