import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from '@playwright/test'
import { telephonyRu } from '#renderer/i18n/ru/telephony.ts'
import type { OutsideCall } from '#scripts/lab/outside-call.ts'
import type { Lab } from '#scripts/lab/start-lab.ts'
import { type FaultRow, writeFaultTable } from './peers/fault-table.ts'
import { OUTSIDE_HZ, type Outside } from './peers/lab-test.ts'
import { labTest } from './softphone-at-lab.ts'
import { credentialsOf, expect, type PhonePage, TONE_TOLERANCE_HZ, VOICE_HZ } from './softphone-harness.ts'
import { startTcpRelay, type TcpRelay } from './tcp-relay.ts'

/**
 * What a representative sees when something breaks in the middle of a call, how long until all is as before, and whether the call was
 * kept. `npm run soak -- --faults` also runs what takes minutes, and writes the table into docs/reliability.md.
 */
const TABLE = process.env['OPORA_FAULT_TABLE']
const IS_SOAK = TABLE !== undefined
/** Faults of the whole table: when one test failed, the table of before stays. */
const ROWS = 10

const rows: FaultRow[] = []

const test = labTest.extend<{ relay: TcpRelay }>({
  relay: async ({ lab }, use) => {
    const relay = await startTcpRelay(lab.ports.ws)
    await use(relay)
    await relay.close()
  },
})

test.setTimeout(180_000)
test.afterAll(({ speaking }) => {
  if (TABLE === undefined || rows.length < ROWS) return
  const today = new Date().toISOString().slice(0, 10)
  writeFaultTable(
    TABLE,
    rows,
    `Measured on ${today}, Chromium ${speaking.version()}, Kamailio and rtpengine of the lab on the same computer.`,
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
    const shown: { key: string; atMs: number }[] = []
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
      for (const key of seen)
        if (key !== '' && !shown.some((one) => one.key === key)) shown.push({ key, atMs: Date.now() })
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
  await desk.expectTone(OUTSIDE_HZ, 30_000)
}

interface Shown {
  readonly key: string
  readonly atMs: number
}

const wordOf = (key: string): string => telephonyRu[key as keyof typeof telephonyRu] ?? key

function shownOn(desk: PhonePage): Promise<readonly Shown[]> {
  return desk.page.evaluate(() => (window as unknown as { shown: Shown[] }).shown)
}

async function expectShown(desk: PhonePage, key: keyof typeof telephonyRu): Promise<void> {
  await expect.poll(async () => (await shownOn(desk)).map((one) => one.key)).toContain(key)
}

/**
 * Notes a row of the table; call it at the moment when all is as before.
 * @param brokenAtMs when the fault began; epoch milliseconds
 * @param mendedAtMs when it was over, null when the call did not outlive it
 */
async function note(fault: string, desk: PhonePage, brokenAtMs: number, mendedAtMs: number | null): Promise<void> {
  const normalAfter = mendedAtMs === null ? null : (Date.now() - mendedAtMs) / 1_000
  const shown = await shownOn(desk)
  const first = shown[0]
  const noticedAfter = first === undefined ? null : (first.atMs - brokenAtMs) / 1_000
  rows.push({ fault, saw: shown.map(({ key }) => wordOf(key)), noticedAfter, normalAfter, isKept: mendedAtMs !== null })
}

/** Registered again within the time that is promised from the return of the network on. */
async function expectBackInTime(desk: PhonePage, mendedAtMs: number): Promise<void> {
  await desk.expectLink('registered')
  expect(Date.now() - mendedAtMs).toBeLessThan(5_000)
}

/** As a computer that sleeps: no process of the page, of its network or of its audio runs. */
async function sleepFor(browser: Browser, ms: number): Promise<void> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const processes = processInfo.filter(({ type }) => type !== 'browser').map(({ id }) => id)
  for (const id of processes) process.kill(id, 'SIGSTOP')
  await pause(ms)
  for (const id of processes) process.kill(id, 'SIGCONT')
}

test('@C1 [TEL4] [TEL22] socket lost: the talk goes on, the telephone is back within five seconds of the network', async ({
  lab,
  relay,
  outside,
  newPhone,
}) => {
  const { desk, call } = await talking(lab, relay, outside, newPhone)
  const broken = Date.now()
  relay.cut()
  await desk.expectStates('reconnecting')
  await expectHeard(desk, call)
  const mended = Date.now()
  relay.restore()
  await expectBackInTime(desk, mended)
  await expectNormal(desk, call)
  await note('socket lost', desk, broken, mended)
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
  const broken = Date.now()
  relay.freeze()
  await expect.poll(() => desk.link(), { timeout: 20_000, intervals: [100] }).toBe('serverAway')
  expect(Date.now() - broken).toBeLessThan(15_500)
  await expectHeard(desk, call)
  const mended = Date.now()
  relay.restore()
  await expectBackInTime(desk, mended)
  await expectNormal(desk, call)
  await note('link dead without a word (half-open)', desk, broken, mended)
})

// A minute of silence is for the table.
for (const seconds of IS_SOAK ? [5, 60] : [5])
  test(`@C1 [TEL4] [TEL23] no network at all for ${seconds} s, neither signalling nor audio: the call is kept`, async ({
    lab,
    relay,
    outside,
    newPhone,
  }) => {
    const { desk, call } = await talking(lab, relay, outside, newPhone)
    const broken = Date.now()
    relay.cut()
    lab.freezeMedia(true)
    await desk.expectStates('reconnecting')
    const { packets } = call.heard()
    // The length of the outage is what is tested: the browser's own clocks of ICE run meanwhile.
    await pause(seconds * 1_000)
    expect(call.heard().packets).toBeLessThanOrEqual(packets + 50)
    const mended = Date.now()
    lab.freezeMedia(false)
    relay.restore()
    await expectBackInTime(desk, mended)
    await expectNormal(desk, call)
    await note(`network away for ${seconds} s`, desk, broken, mended)
    await desk.hangUp()
    await call.ended
  })

test('@C1 [TEL4] [TEL23] the exchange dies and starts anew, knowing nobody: the talk goes on and can be held and ended', async ({
  lab,
  relay,
  outside,
  newPhone,
}) => {
  const { desk, call } = await talking(lab, relay, outside, newPhone)
  const broken = Date.now()
  await lab.restartExchange()
  const mended = Date.now()
  await expectBackInTime(desk, mended)
  await expectNormal(desk, call)
  await note('exchange killed and started again', desk, broken, mended)
  await desk.toggleHold()
  await desk.expectStates('held')
  await call.hangUp()
  await desk.expectEnded({ result: 'answered', endedBy: 'farSide' })
})

test('@C1 [TEL24] the central API is away: calls come and go as before', async ({ lab, relay, outside, newPhone }) => {
  const { desk, call } = await talking(lab, relay, outside, newPhone)
  const broken = Date.now()
  await desk.page.evaluate(() => window.testPhone.loseApi())
  relay.cut()
  await desk.expectStates('reconnecting')
  const mended = Date.now()
  relay.restore()
  await expectBackInTime(desk, mended)
  await expectNormal(desk, call)
  await note('central API restarts, and the socket is lost meanwhile', desk, broken, mended)
  await desk.hangUp()
  await call.ended
  await desk.page.evaluate(() => window.testPhone.soft.phone.ready())
  const next = await outside.call()
  await desk.expectStates('ringingIn')
  await desk.answer()
  await expectNormal(desk, next)
})

// Its length is tested: longer than the browser keeps a path of media alive by itself.
if (IS_SOAK)
  test('@C1 [TEL4] [TEL21] the computer sleeps for forty seconds and wakes with a dead socket: the call is kept', async ({
    lab,
    relay,
    outside,
    newPhone,
    speaking,
  }) => {
    const { desk, call } = await talking(lab, relay, outside, newPhone)
    const broken = Date.now()
    relay.freeze()
    await sleepFor(speaking, 40_000)
    const mended = Date.now()
    relay.restore()
    await desk.page.evaluate(() => window.testPhone.soft.wake())
    await expect.poll(async () => (await shownOn(desk)).length).toBeGreaterThan(0)
    await expectNormal(desk, call)
    await note('computer asleep for 40 s', desk, broken, mended)
    await desk.hangUp()
    await call.ended
  })

test('@C1 [TEL36] the headset is pulled out: the default microphone takes over', async ({
  lab,
  relay,
  outside,
  newPhone,
}) => {
  const { desk, call } = await talking(lab, relay, outside, newPhone)
  const broken = Date.now()
  await desk.page.evaluate(() => {
    const track = window.testPhone.microphoneTrack()
    track.stop()
    track.dispatchEvent(new Event('ended'))
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
  })
  await expectShown(desk, 'notice.microphoneReplaced')
  await expectNormal(desk, call)
  await note('headset pulled out', desk, broken, broken)
})

test('@C1 [TEL42] the other side is gone without a word: it is said, and the representative ends the call', async ({
  lab,
  relay,
  outside,
  newPhone,
}) => {
  const { desk, call } = await talking(lab, relay, outside, newPhone)
  const broken = Date.now()
  await call.vanish()
  await expectShown(desk, 'lamp.deaf')
  await desk.hangUp()
  await desk.expectStates()
  await note('far side gone without a word', desk, broken, null)
})

test('@C1 [TEL23] the other side hung up while the line was down: the call ends here as well once the line is back', async ({
  lab,
  relay,
  outside,
  newPhone,
}) => {
  const { desk, call } = await talking(lab, relay, outside, newPhone)
  const broken = Date.now()
  relay.cut()
  await desk.expectStates('reconnecting')
  await call.hangUp()
  relay.restore()
  await desk.expectLink('registered')
  await desk.expectStates()
  await desk.expectEnded({ result: 'answered', endedBy: 'farSide' })
  await note('far side hangs up while the line is down', desk, broken, null)
})
