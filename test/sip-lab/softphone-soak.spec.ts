import { readFileSync } from 'node:fs'
import type { Browser, CDPSession } from '@playwright/test'
import { credentialsOf, expect, type PhonePage } from './softphone-harness.ts'
import { type Robots, test } from './softphone-robots.ts'

type Kind = (phone: PhonePage, robots: Robots) => Promise<void>

/** All ways in which a desk opens devices, mixes and players. Calls from outside are recorded; those to the echo are not. */
const KINDS: readonly Kind[] = [
  async (phone) => {
    await phone.dial('600')
    await phone.expectStates('talking')
    await phone.hangUp()
  },
  async (phone, robots) => {
    await answerOne(phone, robots)
    await phone.hangUp()
  },
  async (phone, robots) => {
    const id = await answerOne(phone, robots)
    await phone.toggleHold()
    await phone.expectStates('held')
    await phone.toggleHold()
    await phone.expectStates('talking')
    await phone.toggleMute()
    await robots.hangUp(id)
  },
  // Given up while the device opens and the offer is made.
  async (phone) =>
    phone.page.evaluate(() => {
      window.testPhone.soft.phone.call('600')
      window.testPhone.soft.phone.hangUp()
    }),
  async (phone, robots) => {
    const { id } = await robots.call({ to: '1001' })
    await phone.expectStates('ringingIn')
    await robots.hangUp(id)
  },
]

/** A short row in every `npm test`; `npm run soak -- --calls 500`. */
const CALLS = Number(process.env['OPORA_SOAK_CALLS'] ?? 2 * KINDS.length)
/** The calls of a short row are too few to tell a pool that fills from a leak: memory is judged from this many on. */
const JUDGED_FROM = 200
const IS_JUDGED = CALLS >= JUDGED_FROM
/** The first calls open devices, compile code and fill pools: what grows is measured from here on. */
const WARM_UP = IS_JUDGED ? Math.round(CALLS / 10) : KINDS.length
const GROWTH_MAX = 1.1
/** Closed connections, with the tracks of both directions, that Chromium itself keeps now and then (decision 77); a row that is judged forgives none. */
const KEPT_BY_BROWSER = IS_JUDGED ? 0 : 1
const KEPT: Readonly<Record<string, number>> = {
  RTCPeerConnection: KEPT_BY_BROWSER,
  MediaStreamTrack: 2 * KEPT_BY_BROWSER,
}
const CALL_MS = 3_000

interface Left {
  readonly connections: number
  readonly tracks: number
  readonly sockets: number
  readonly contexts: number
  readonly nodes: number
  readonly heapBytes: number
  readonly processKilobytes: number
}

test(`@C1 ${CALLS} calls in a row in one desk leave nothing behind`, async ({ pbx, robots, newPhone, speaking }) => {
  test.setTimeout(180_000 + CALLS * CALL_MS)
  const phone = await newPhone()
  await phone.register(credentialsOf(pbx, '1001', { recordsCalls: true }))
  const session = await phone.page.context().newCDPSession(phone.page)
  for (let call = 0; call < WARM_UP; call += 1) await oneCall(phone, robots, call)
  await untilLetGo(session)
  const before = await whatIsLeft(session, speaking)
  const startedAt = Date.now()
  for (let call = WARM_UP; call < CALLS; call += 1) await oneCall(phone, robots, call)
  const seconds = Math.round((Date.now() - startedAt) / 1_000)
  await untilLetGo(session)
  const after = await whatIsLeft(session, speaking)
  console.log(`after ${WARM_UP} calls ${JSON.stringify(before)}`)
  console.log(`after ${CALLS} calls ${JSON.stringify(after)}; ${seconds} s`)
  const { sockets, contexts, nodes } = before
  expect(after).toMatchObject({ sockets, contexts, nodes })
  expect(after.connections).toBeLessThanOrEqual(KEPT_BY_BROWSER)
  expect(after.tracks).toBeLessThanOrEqual(2 * KEPT_BY_BROWSER)
  if (!IS_JUDGED) return
  expect(after.heapBytes / before.heapBytes).toBeLessThan(GROWTH_MAX)
  expect(after.processKilobytes / before.processKilobytes).toBeLessThan(GROWTH_MAX)
})

async function oneCall(phone: PhonePage, robots: Robots, call: number): Promise<void> {
  await phone.page.evaluate(() => window.testPhone.soft.phone.ready())
  await KINDS[call % KINDS.length]?.(phone, robots)
  await phone.expectStates()
  // What the ears of the test keep of a call is no leak of the desk.
  const ended = await phone.page.evaluate(() => {
    window.testPhone.logged.splice(0)
    return window.testPhone.ended.splice(0).length
  })
  expect(ended).toBe(1)
}

async function answerOne(phone: PhonePage, robots: Robots): Promise<string> {
  const { id } = await robots.call({ to: '1001' })
  await phone.expectStates('ringingIn')
  await phone.answer()
  await phone.expectStates('talking')
  return id
}

/** Media are let go with the call. What memory is judged by waits for the sessions too: transactions keep them for 32 s (timer H of RFC 3261). */
async function untilLetGo(session: CDPSession): Promise<void> {
  for (const kind of ['RTCPeerConnection', 'MediaStreamTrack', ...(IS_JUDGED ? ['MediaStream'] : [])])
    await expect
      .poll(() => alive(session, kind), { timeout: 90_000, intervals: [500], message: `${kind} held` })
      .toBeLessThanOrEqual(KEPT[kind] ?? 0)
}

async function whatIsLeft(session: CDPSession, browser: Browser): Promise<Left> {
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return {
    connections: await alive(session, 'RTCPeerConnection'),
    tracks: await alive(session, 'MediaStreamTrack'),
    sockets: await alive(session, 'WebSocket'),
    contexts: await alive(session, 'AudioContext'),
    nodes: await alive(session, 'AudioNode'),
    heapBytes: usedSize,
    processKilobytes: await processKilobytes(browser),
  }
}

async function alive(session: CDPSession, name: string): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const prototype = await session.send('Runtime.evaluate', { expression: `${name}.prototype` })
  const { objects } = await session.send('Runtime.queryObjects', {
    prototypeObjectId: prototype.result.objectId ?? '',
  })
  const count = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function() { return this.length }',
    returnByValue: true,
  })
  await session.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' })
  return Number(count.result.value)
}

/** Proportional set size of the page's processes. */
async function processKilobytes(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1] ?? 0))
    .reduce((sum, kilobytes) => sum + kilobytes, 0)
}
