import { writeFileSync } from 'node:fs'
import { telephonyRu } from '#renderer/i18n/ru/telephony.ts'
import type { OutsideCall } from '#scripts/lab/outside-call.ts'
import type { Lab } from '#scripts/lab/start-lab.ts'
import { OUTSIDE_HZ, type Outside } from './peers/lab-test.ts'
import { labTest } from './softphone-at-lab.ts'
import { credentialsOf, expect, type PhonePage, TONE_TOLERANCE_HZ, VOICE_HZ } from './softphone-harness.ts'
import { startTcpRelay, type TcpRelay } from './tcp-relay.ts'

/**
 * What a representative sees when something breaks in the middle of a call, how long until all is as before, and whether the call was
 * kept. `OPORA_FAULT_TABLE=file` writes it down as a table.
 */
const TABLE = process.env['OPORA_FAULT_TABLE']

interface Row {
  readonly fault: string
  readonly saw: string
  readonly normalAfter: string
  readonly isKept: boolean
}
const rows: Row[] = []

const test = labTest.extend<{ relay: TcpRelay }>({
  relay: async ({ lab }, use) => {
    const relay = await startTcpRelay(lab.ports.ws)
    await use(relay)
    await relay.close()
  },
})

test.setTimeout(180_000)
test.afterAll(() => {
  if (TABLE === undefined) return
  const lines = rows.map(
    ({ fault, saw, normalAfter, isKept }) => `| ${fault} | ${saw} | ${normalAfter} | ${isKept ? 'yes' : 'no'} |`,
  )
  writeFileSync(
    TABLE,
    ['| fault | what the user saw | normal again after | call kept |', '|---|---|---|---|', ...lines, ''].join('\n'),
  )
})

/** A desk behind a wire that can be cut, in a call that is heard both ways; everything it shows of itself is noted. */
async function talking(lab: Lab, relay: TcpRelay, outside: Outside, newPhone: () => Promise<PhonePage>) {
  const desk = await newPhone()
  await desk.register(credentialsOf({ ...lab, sipServer: `ws://127.0.0.1:${relay.port}` }, '1001'))
  const call = await outside.call()
  await desk.expectStates('ringingIn')
  await desk.answer()
  await expectNormal(desk, call)
  await desk.page.evaluate(() => {
    const shown: string[] = []
    Object.assign(window, { shown })
    const note = (): void => {
      const { link, calls, quality, notices } = window.testPhone.soft.phone.state
      const seen = [
        link.state === 'registered' ? '' : `link.${link.reason}`,
        ...calls.map((one) =>
          one.state === 'talking' ? '' : one.hasMedia ? `state.${one.state}` : 'state.reconnectingMedia',
        ),
        ...Object.values(quality).map((one) => (one.isDeaf ? 'lamp.deaf' : '')),
        ...notices.map(({ key }) => `notice.${key}`),
      ]
      for (const key of seen) if (key !== '' && !shown.includes(key)) shown.push(key)
    }
    window.testPhone.soft.phone.store.subscribe(note)
  })
  return { desk, call }
}

async function expectNormal(desk: PhonePage, call: OutsideCall): Promise<void> {
  await desk.expectLink('registered')
  await expect.poll(() => desk.states(), { timeout: 45_000, intervals: [50] }).toEqual(['talking'])
  await expectHeard(desk, call)
}

async function expectHeard(desk: PhonePage, call: OutsideCall): Promise<void> {
  await expect.poll(() => Math.abs(call.heard().toneHz - VOICE_HZ)).toBeLessThanOrEqual(TONE_TOLERANCE_HZ)
  await desk.expectTone(OUTSIDE_HZ)
}

async function seen(desk: PhonePage): Promise<string> {
  const keys = await desk.page.evaluate(() => (window as unknown as { shown: string[] }).shown)
  const words = keys.map((key) => `«${telephonyRu[key as keyof typeof telephonyRu] ?? key}»`)
  return words.length === 0 ? 'nothing' : words.join(', ')
}

function note(fault: string, saw: string, sinceMs: number | null, isKept = true): void {
  const normalAfter = sinceMs === null ? '—' : `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`
  rows.push({ fault, saw, normalAfter, isKept })
}

test('@C1 [TEL4] [TEL22] socket lost: the talk goes on, the telephone is back within five seconds of the network', async ({
  lab,
  relay,
  outside,
  newPhone,
}) => {
  const { desk, call } = await talking(lab, relay, outside, newPhone)
  relay.cut()
  await desk.expectStates('reconnecting')
  await expectHeard(desk, call)
  const since = performance.now()
  relay.restore()
  await desk.expectLink('registered')
  expect(performance.now() - since).toBeLessThan(5_000)
  await expectNormal(desk, call)
  note('socket lost, at once there again', await seen(desk), since)
  await call.hangUp()
  await desk.expectEnded({ result: 'answered', endedBy: 'farSide' })
})

test('@C1 [TEL21] a link that is dead without a word is noticed within fifteen seconds, and the call is kept', async ({
  lab,
  relay,
  outside,
  newPhone,
}) => {
  const { desk, call } = await talking(lab, relay, outside, newPhone)
  const frozenAt = performance.now()
  relay.freeze()
  await expect.poll(() => desk.link(), { timeout: 20_000, intervals: [100] }).toBe('serverAway')
  expect(performance.now() - frozenAt).toBeLessThan(15_500)
  await expectHeard(desk, call)
  const since = performance.now()
  relay.restore()
  await expectNormal(desk, call)
  note('link dead without a word (half-open)', await seen(desk), since)
})

// A minute of silence is for the table.
for (const seconds of TABLE === undefined ? [5] : [5, 60])
  test(`@C1 [TEL4] [TEL23] no network at all for ${seconds} s, neither signalling nor audio: the call is kept`, async ({
    lab,
    relay,
    outside,
    newPhone,
  }) => {
    const { desk, call } = await talking(lab, relay, outside, newPhone)
    relay.cut()
    lab.freezeMedia(true)
    await desk.expectStates('reconnecting')
    const { packets } = call.heard()
    // The length of the outage is what is tested: the browser's own clocks of ICE run meanwhile.
    await desk.page.waitForTimeout(seconds * 1_000)
    expect(call.heard().packets).toBeLessThanOrEqual(packets + 50)
    const since = performance.now()
    lab.freezeMedia(false)
    relay.restore()
    await expectNormal(desk, call)
    note(`network away for ${seconds} s`, await seen(desk), since)
    await desk.hangUp()
    await call.ended
  })

test('@C1 [TEL24] the central API is away: calls come and go as before', async ({ lab, relay, outside, newPhone }) => {
  const { desk, call } = await talking(lab, relay, outside, newPhone)
  await desk.page.evaluate(() => window.testPhone.loseApi())
  const since = performance.now()
  relay.cut()
  await desk.expectStates('reconnecting')
  relay.restore()
  await expectNormal(desk, call)
  note('central API away, and the socket lost meanwhile', await seen(desk), since)
})

test('@C1 [TEL36] the headset is pulled out: the default microphone takes over', async ({
  lab,
  relay,
  outside,
  newPhone,
}) => {
  const { desk, call } = await talking(lab, relay, outside, newPhone)
  const since = performance.now()
  await desk.page.evaluate(() => {
    const track = window.testPhone.microphoneTrack()
    track.stop()
    track.dispatchEvent(new Event('ended'))
  })
  await expect.poll(() => seen(desk)).toContain(telephonyRu['notice.microphoneReplaced'])
  await expectNormal(desk, call)
  note('headset pulled out', await seen(desk), since)
})

test('@C1 [TEL42] the other side is gone without a word: it is said, and the representative ends the call', async ({
  lab,
  relay,
  outside,
  newPhone,
}) => {
  const { desk, call } = await talking(lab, relay, outside, newPhone)
  await call.vanish()
  await expect.poll(() => seen(desk)).toContain(telephonyRu['lamp.deaf'])
  const since = performance.now()
  await desk.hangUp()
  await desk.expectStates()
  note('far side gone without a word', await seen(desk), since, false)
})
