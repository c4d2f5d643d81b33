import { readFileSync } from 'node:fs'
import type { Browser, CDPSession } from '@playwright/test'
import { credentialsOf, expect, type PhonePage } from './softphone-harness.ts'
import { test } from './softphone-robots.ts'

/** `npm run soak -- --calls 500`. Not in `npm test`: one track of a short row is still held when it ends (docs/reliability.md). */
const CALLS = Number(process.env['OPORA_SOAK_CALLS'] ?? 10)
/** The calls of a short row are too few to tell a pool that fills from a leak: memory is judged from this many on. */
const JUDGED_FROM = 200
const IS_JUDGED = CALLS >= JUDGED_FROM
/** The first calls open devices, compile code and fill pools: what grows is measured from here on. */
const WARM_UP = IS_JUDGED ? Math.round(CALLS / 10) : 1
const GROWTH_MAX = 1.1
const CALL_MS = 3_000

interface Left {
  readonly connections: number
  readonly tracks: number
  readonly sockets: number
  readonly contexts: number
  readonly heapBytes: number
  readonly processKilobytes: number
}

test(`@C1 ${CALLS} calls in a row in one desk leave nothing behind`, async ({ pbx, newPhone, speaking }) => {
  test.setTimeout(180_000 + CALLS * CALL_MS)
  const phone = await newPhone()
  await phone.register(credentialsOf(pbx, '1001'))
  const session = await phone.page.context().newCDPSession(phone.page)
  for (let call = 0; call < WARM_UP; call += 1) await oneCall(phone)
  if (IS_JUDGED) await untilLetGo(session)
  const before = await whatIsLeft(session, speaking)
  for (let call = WARM_UP; call < CALLS; call += 1) await oneCall(phone)
  expect(await phone.ended()).toHaveLength(CALLS)
  await untilLetGo(session)
  const after = await whatIsLeft(session, speaking)
  console.log(`after ${WARM_UP} calls ${JSON.stringify(before)}\nafter ${CALLS} calls ${JSON.stringify(after)}`)
  expect(after).toMatchObject({ connections: 0, tracks: 0, sockets: before.sockets, contexts: before.contexts })
  if (!IS_JUDGED) return
  expect(after.heapBytes / before.heapBytes).toBeLessThan(GROWTH_MAX)
  expect(after.processKilobytes / before.processKilobytes).toBeLessThan(GROWTH_MAX)
})

/** One call to the echo of the exchange. */
async function oneCall(phone: PhonePage): Promise<void> {
  await phone.dial('600')
  await phone.expectStates('talking')
  await phone.hangUp()
  await phone.expectStates()
}

/** Waits until the last calls are let go: transactions keep them for 32 s (timer H of RFC 3261). */
async function untilLetGo(session: CDPSession): Promise<void> {
  await expect.poll(() => alive(session, 'RTCPeerConnection'), { timeout: 90_000, intervals: [2_000] }).toBe(0)
  await expect.poll(() => alive(session, 'MediaStreamTrack'), { timeout: 90_000, intervals: [2_000] }).toBe(0)
}

async function whatIsLeft(session: CDPSession, browser: Browser): Promise<Left> {
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return {
    connections: await alive(session, 'RTCPeerConnection'),
    tracks: await alive(session, 'MediaStreamTrack'),
    sockets: await alive(session, 'WebSocket'),
    contexts: await alive(session, 'AudioContext'),
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
