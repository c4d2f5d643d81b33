import { test as base, expect } from '@playwright/test'
import type { OutsideCall } from '#scripts/lab/outside-call.ts'
import type { Lab } from '#scripts/lab/start-lab.ts'
import { type Outside, outsideOf, startTestLab } from './peers/lab-test.ts'
import {
  makePriority,
  type QueueApi,
  type Ring,
  ROUTING_SECRET,
  SimulatedAgent,
  startQueueApi,
} from './peers/queue-floor.ts'

const EXTENSIONS = ['1010', '1011', '1012', '1013', '1014']
const TALK_MS = 2_500
/** By then the exchange has named a call, and told of an end, to the central API. */
const KNOWN_AFTER_MS = 2_000
/** How long an offer holds: the ring of the plan and the grace. */
const OFFER_MS = 23_000

interface Floor {
  readonly lab: Lab
  readonly api: QueueApi
  readonly outside: Outside
  readonly rings: Ring[]
}

const test = base.extend<{ floor: Floor }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the parameters
  floor: async ({}, use) => {
    const api = await startQueueApi(EXTENSIONS)
    const lab = await startTestLab({ deskRingMs: 5_000, routing: { url: api.url, secret: ROUTING_SECRET } })
    const outside = outsideOf(lab)
    const rings: Ring[] = []
    const agents: SimulatedAgent[] = []
    for (const extension of EXTENSIONS)
      agents.push(await SimulatedAgent.arrive(lab, api, extension, TALK_MS, (ring) => void rings.push(ring)))
    await use({ lab, api, outside, rings })
    for (const agent of agents) agent.leave()
    await outside.close()
    await lab.stop()
    await api.kill().catch(() => {})
  },
})

const isLater = (a: Ring, b: Ring): boolean => (a.decidedAtMs ?? 0) > (b.decidedAtMs ?? 0)
/** `a` was first and had been named by the exchange when `b` was decided. */
const cameBefore = (a: Ring, b: Ring): boolean =>
  (a.arrivedAtMs ?? 0) < (b.arrivedAtMs ?? 0) && (a.arrivedAtMs ?? 0) + KNOWN_AFTER_MS < decisionOf(b)
const wasReadyBefore = (a: Ring, b: Ring): boolean =>
  a.readySinceMs < b.readySinceMs - 50 && a.toldReadyAtMs + KNOWN_AFTER_MS < decisionOf(b)
const decisionOf = ({ decidedAtMs }: Ring): number => (decidedAtMs ?? 0) - OFFER_MS

const numberOf = (index: number): string => `+7000555${String(index).padStart(4, '0')}`

/** Twenty callers within a second, the last of them of a priority group. */
function callers(outside: Outside, count: number): Promise<OutsideCall[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => outside.call({ from: numberOf(index) })))
}

test('@C3 @C9 [DIST3] [DIST7] [DIST11] twenty simultaneous calls to five representatives: every one is answered once, in the order of the policy', async ({
  floor,
}) => {
  test.setTimeout(120_000)
  const { api, outside, rings } = floor
  const priority = numberOf(19)
  await makePriority(api, priority)
  const calls = await callers(outside, 20)
  await Promise.all(calls.map((call) => call.ringing()))
  const ended = await Promise.all(calls.map((call) => call.ended))
  expect(ended.map(({ status, endedBy }) => `${status} ${endedBy}`)).toEqual(ended.map(() => '200 desk'))

  expect(new Set(rings.map(({ callId }) => callId)).size).toBe(20)
  expect(rings).toHaveLength(20)
  expect(rings.every(({ arrivedAtMs }) => arrivedAtMs !== null)).toBe(true)
  expect(new Map(EXTENSIONS.map((one) => [one, rings.filter(({ extension }) => extension === one).length]))).toEqual(
    new Map(EXTENSIONS.map((one) => [one, 4])),
  )
  // The first five desks ring for whoever came while all were free; of those who waited the priority caller is served before the rest.
  expect(rings.findIndex(({ from }) => from === priority)).toBeLessThan(10)
  const inOrder = rings.filter(({ from }) => from !== priority)
  for (const ring of inOrder)
    expect(inOrder.filter((later) => isLater(later, ring) && cameBefore(later, ring))).toEqual([])
  // Nobody is passed over who had been ready for longer.
  for (const ring of rings)
    expect(rings.filter((later) => isLater(later, ring) && wasReadyBefore(later, ring))).toEqual([])
})

test('@C3 the central API dies while ten wait: the exchange hunts by itself, nobody is lost', async ({ floor }) => {
  test.setTimeout(120_000)
  const { api, outside, rings } = floor
  const calls = await callers(outside, 15)
  await expect.poll(() => rings.length).toBeGreaterThanOrEqual(5)
  await api.kill()
  const ended = await Promise.all(calls.map((call) => call.ended))
  expect(ended.map(({ status, endedBy }) => `${status} ${endedBy}`)).toEqual(ended.map(() => '200 desk'))
  expect(new Set(rings.map(({ callId }) => callId)).size).toBe(15)
})
