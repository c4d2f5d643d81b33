import { createLabControl } from '#scripts/lab/lab-control.ts'
import type { Lab } from '#scripts/lab/start-lab.ts'
import { type CallSnapshot, callSnapshot } from '#scripts/try-out-pbx/control-contract.ts'
import { startTryOutPbx } from '#scripts/try-out-pbx/try-out-pbx.ts'
import { OUTSIDE_HZ, type Outside, outsideOf, startTestLab } from './peers/lab-test.ts'
import {
  test as base,
  credentialsOf,
  type Exchange,
  expect,
  type PhonePage,
  SECRET,
  TONE_TOLERANCE_HZ,
  VOICE_HZ,
} from './softphone-harness.ts'
import { startTcpRelay } from './tcp-relay.ts'

/** Both exchanges with a real Chromium and the real softphone: what each of them owes the desk. */
interface Running extends Exchange {
  readonly controlUrl: string
  stop(): Promise<void>
}

const test = base.extend<{ outside: Outside }, { lab: Lab }>({
  lab: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the parameters
    async ({}, use) => {
      const lab = await startTestLab({ secret: SECRET })
      await use(lab)
      await lab.stop()
    },
    { scope: 'worker' },
  ],
  outside: async ({ lab }, use) => {
    const outside = outsideOf(lab)
    await use(outside)
    await outside.close()
  },
})

const EXCHANGES = {
  'the try-out PBX': async (): Promise<Running> => startTryOutPbx({ secret: SECRET, port: 0 }),
  'the lab': async (): Promise<Running> => {
    const lab = await startTestLab({ secret: SECRET })
    const control = createLabControl(lab)
    const controlUrl = await control.listen({ host: '127.0.0.1', port: 0 })
    const stop = async (): Promise<void> => {
      await control.close()
      await lab.stop()
    }
    return { domain: lab.domain, sipServer: lab.sipServer, controlUrl, stop }
  },
} as const

for (const [name, start] of Object.entries(EXCHANGES))
  test(`@C1 ${name}: a desk registers, is called by the control interface, both hear each other, the caller hangs up`, async ({
    newPhone,
  }) => {
    const exchange = await start()
    try {
      const desk = await newPhone()
      await desk.register(credentialsOf(exchange, '1001'))
      const call = { from: '+70001234567', name: 'Иванова Мария', phrase: 'check-up', source: 'fund' }
      const made = await fetch(`${exchange.controlUrl}/calls`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(call),
      })
      const { id } = (await made.json()) as CallSnapshot
      const snapshot = async (): Promise<CallSnapshot> =>
        (await (await fetch(`${exchange.controlUrl}/calls/${id}`)).json()) as CallSnapshot
      await desk.expectStates('ringingIn')
      expect(await desk.page.evaluate(() => window.testPhone.soft.phone.state.calls[0]?.remote)).toMatchObject({
        number: '+70001234567',
        name: 'Иванова Мария',
        source: 'fundContactCentre',
      })
      await desk.answer()
      await desk.expectStates('talking')
      await expect
        .poll(async () => Math.abs(((await snapshot()).citizen?.heard.toneHz ?? 0) - VOICE_HZ))
        .toBeLessThanOrEqual(TONE_TOLERANCE_HZ)
      await expect.poll(async () => (await desk.hear()).rms).toBeGreaterThan(0.005)
      await fetch(`${exchange.controlUrl}/calls/${id}`, { method: 'DELETE' })
      await desk.expectEnded({ result: 'answered', endedBy: 'farSide' })
      await expect.poll(async () => (await snapshot()).state).toBe('ended')
    } finally {
      await exchange.stop()
    }
  })

for (const [name, start] of Object.entries(EXCHANGES))
  test(`@C1 [TEL51] ${name}: a call to the service number rings operators who are ready, and no supervisor`, async ({
    newPhone,
  }) => {
    const exchange = await start()
    try {
      const callIn = (from: string, to?: string): Promise<Response> =>
        fetch(`${exchange.controlUrl}/calls`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ from, ...(to === undefined ? {} : { to }) }),
        })
      // each of them has been free for longer than the next
      const [supervisor, away, ready] = [await newPhone(), await newPhone(), await newPhone()]
      await supervisor.register(credentialsOf(exchange, '1301'))
      expect((await callIn('+70001234567')).status).toBe(409)
      await away.register(credentialsOf(exchange, '1001'))
      await away.page.evaluate(() => window.testPhone.soft.phone.notReady('lunch'))
      await ready.register(credentialsOf(exchange, '1002'))

      const { id } = callSnapshot.parse(await (await callIn('+70001234567')).json())
      await ready.expectStates('ringingIn')
      expect(await turnedAway(away)).toBe(1)
      expect(await away.states()).toEqual([])
      expect(await supervisor.states()).toEqual([])
      await ready.answer()
      await ready.expectStates('talking')
      // the only one who is ready talks now, and the next call still is nothing to the supervisor
      await callIn('+70007654321')
      await expect.poll(() => turnedAway(away)).toBe(2)
      expect(await supervisor.page.evaluate(() => window.testPhone.ended.length)).toBe(0)
      expect(await supervisor.states()).toEqual([])
      // by her extension she is rung as everybody is
      await callIn('+70002345678', '1301')
      await supervisor.expectStates('ringingIn')
      await fetch(`${exchange.controlUrl}/calls/${id}`, { method: 'DELETE' })
    } finally {
      await exchange.stop()
    }
  })

test('@C1 a call from outside lives through a cut of the link, and its end reaches the desk afterwards', async ({
  lab,
  outside,
  newPhone,
}) => {
  const relay = await startTcpRelay(lab.ports.ws)
  try {
    const desk = await newPhone()
    await desk.register(credentialsOf({ ...lab, sipServer: `ws://127.0.0.1:${relay.port}` }, '1001'))
    const call = await outside.call()
    await desk.expectStates('ringingIn')
    await desk.answer()
    await desk.expectTone(OUTSIDE_HZ)
    relay.cut()
    await expect.poll(() => desk.link()).not.toBe('registered')
    const packets = call.heard().packets
    await expect.poll(() => call.heard().packets).toBeGreaterThan(packets + 50)
    relay.restore()
    await desk.expectLink('registered')
    // the refresh: a re-INVITE of the desk over the new connection
    await call.message(
      ({ direction, message }) => direction === 'received' && message.kind === 'request' && message.method === 'INVITE',
    )
    await expect.poll(() => Math.abs(call.heard().toneHz - VOICE_HZ)).toBeLessThanOrEqual(TONE_TOLERANCE_HZ)
    expect(await call.hangUp()).toMatchObject({ endedBy: 'outside', isClean: true })
    await desk.expectEnded({ result: 'answered', endedBy: 'farSide' })
  } finally {
    await relay.close()
  }
})

test('@C1 a desk calls outside through the lab; keys by RFC 4733 arrive', async ({ lab, outside, newPhone }) => {
  const desk = await newPhone()
  await desk.register(credentialsOf(lab, '1001'))
  const side = await outside.waitForCall()
  await desk.dial('+70001234567')
  await desk.expectStates('talking')
  await desk.expectTone(OUTSIDE_HZ)
  await expect.poll(() => Math.abs(side.heard().toneHz - VOICE_HZ)).toBeLessThanOrEqual(TONE_TOLERANCE_HZ)
  await desk.press('42#')
  await expect.poll(() => side.keys).toBe('42#')
  await desk.hangUp()
  expect(await side.ended).toMatchObject({ status: 200, endedBy: 'desk', isClean: true })
})

/** How many callers of the queue were not let ring at a desk. */
function turnedAway(desk: PhonePage): Promise<number> {
  return desk.page.evaluate(() => window.testPhone.soft.phone.state.agent.turnedAway.count)
}
