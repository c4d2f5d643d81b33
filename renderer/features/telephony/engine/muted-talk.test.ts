import { expect, it } from 'vitest'
import { fakeScheduler } from './fake-scheduler.ts'
import { MutedTalk } from './muted-talk.ts'

function setup(levels: () => number) {
  const scheduler = fakeScheduler(0)
  const seen = { said: 0, open: 0 }
  const watch = new MutedTalk({
    scheduler,
    openMeter: async () => {
      seen.open += 1
      const stop = (): void => {
        seen.open -= 1
      }
      return { level: levels, stop }
    },
    onTalking: () => {
      seen.said += 1
    },
  })
  return { scheduler, seen, watch }
}

it('[TEL44] speech into a microphone that is off is said once, and again after it was on', async () => {
  const { scheduler, seen, watch } = setup(() => 0.5)
  watch.setMuted(true)
  watch.setMuted(true)
  await Promise.resolve()
  scheduler.advance(5_000)
  expect(seen).toEqual({ said: 1, open: 0 })
  watch.setMuted(false)
  watch.setMuted(true)
  await Promise.resolve()
  scheduler.advance(5_000)
  expect(seen.said).toBe(2)
})

it('[TEL44] silence and a single knock are no speech, and nothing listens once the microphone is on', async () => {
  let looks = 0
  const { scheduler, seen, watch } = setup(() => (++looks % 10 === 0 ? 0.9 : 0.1))
  watch.setMuted(true)
  await Promise.resolve()
  scheduler.advance(60_000)
  expect(seen).toEqual({ said: 0, open: 1 })
  watch.setMuted(false)
  expect(seen.open).toBe(0)
  scheduler.advance(60_000)
  expect(looks).toBeLessThan(310)
})
