import type { CallSnapshot } from '#scripts/try-out-pbx/control-contract.ts'
import { startTryOutPbx, type TryOutPbx } from '#scripts/try-out-pbx/try-out-pbx.ts'
import { test as base, expect, SECRET, TONE_TOLERANCE_HZ, VOICE_HZ } from './softphone-harness.ts'

/** Fixes which numbers of the exchange answer. */
export const SEED = 'sip-lab'
const PATIENT = { ringMs: 60_000, greetingMs: 200, silenceMs: 120_000, holdMs: 120_000, talkMs: 300_000 }

/** Citizens of the try-out exchange. */
export interface Robots {
  call(request?: Record<string, unknown>): Promise<CallSnapshot>
  get(id: string): Promise<CallSnapshot>
  hangUp(id: string): Promise<void>
  newest(): Promise<CallSnapshot>
}

export const test = base.extend<{ robots: Robots }, { pbx: TryOutPbx }>({
  pbx: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the parameters
    async ({}, use) => {
      const pbx = await startTryOutPbx({ secret: SECRET, port: 0, seed: SEED })
      await use(pbx)
      await pbx.stop()
    },
    { scope: 'worker' },
  ],
  robots: async ({ pbx }, use) => {
    const ask = async <T>(path: string, init?: RequestInit): Promise<T> => {
      const answer = await fetch(`${pbx.controlUrl}${path}`, init)
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as T
    }
    await use({
      call: (request) =>
        ask('/calls', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ from: '+70001234567', name: 'Иванова Мария', patience: PATIENT, ...request }),
        }),
      get: (id) => ask(`/calls/${id}`),
      hangUp: async (id) => void (await ask(`/calls/${id}`, { method: 'DELETE' })),
      newest: async () => {
        const calls = await ask<CallSnapshot[]>('/calls')
        const newest = calls.sort((a, b) => b.startedAt.localeCompare(a.startedAt))[0]
        if (!newest) throw new Error('no call')
        return newest
      },
    })
  },
})

/** The robot measures what it hears; its packet counter tells fresh from stale. */
export async function expectRobotHears(robots: Robots, id: string, what: 'voice' | 'silence'): Promise<void> {
  const heard = async () => (await robots.get(id)).citizen?.heard ?? { packets: 0, levelDb: -99, toneHz: 0 }
  if (what === 'voice')
    await expect
      .poll(async () => Math.abs((await heard()).toneHz - VOICE_HZ), { timeout: 10_000 })
      .toBeLessThanOrEqual(TONE_TOLERANCE_HZ)
  else await expect.poll(async () => (await heard()).levelDb, { timeout: 10_000 }).toBeLessThan(-50)
}
