import { test as base, expect } from '@playwright/test'
import type { OutsideCall } from '#scripts/lab/outside-call.ts'
import { type Lab, SERVICE_NUMBER } from '#scripts/lab/start-lab.ts'
import { type Outside, outsideOf, startTestLab } from './peers/lab-test.ts'
import {
  makePriority,
  type QueueApi,
  type Ring,
  ROUTING_SECRET,
  SimulatedAgent,
  startQueueApi,
} from './peers/queue-floor.ts'
import { arrivalsSwapped, type Choice, choicesOfPolicy } from './peers/queue-policy.ts'

const EXTENSIONS = ['1010', '1011', '1012', '1013', '1014']
const TALK_MS = 2_500
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
    // The API shares two cores with twenty callers: what the exchange does without an answer is another test's matter.
    const routing = { url: api.url, secret: ROUTING_SECRET, answerSeconds: 30 }
    const lab = await startTestLab({ deskRingMs: 5_000, routing })
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

const inOrder = (choices: readonly Choice[]): Choice[] =>
  choices.map(({ call, extension }) => ({ call, extension })).sort((a, b) => a.call.localeCompare(b.call))

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
  // At each moment the API chose what the policy chooses from what exchange and desks had said until then, and those desks rang.
  const moments = api.moments.filter(({ named }) => named.length > 0)
  const chosen = choicesOfPolicy(api.moments, SERVICE_NUMBER, (from) => (from === priority ? ['priorityRight'] : []))
  expect(api.moments.map(({ rung }) => inOrder(rung))).toEqual(chosen.map(inOrder))
  expect(inOrder(rings.map(({ callId, extension }) => ({ call: callId, extension })))).toEqual(inOrder(chosen.flat()))
  expect(moments.flatMap(arrivalsSwapped)).toEqual([])
  // Whatever an answer decides is done at once: nobody it names is asked for again.
  const namedOnceRung = moments.flatMap(({ rung }, index) =>
    rung.filter(({ call }) => moments.slice(index + 1).some(({ named }) => named.some((one) => one.call === call))),
  )
  expect(namedOnceRung).toEqual([])
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
