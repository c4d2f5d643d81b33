import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, type Page } from '@playwright/test'
import { deskRu } from '#renderer/i18n/ru/desk.ts'
import { buildDesk, isDeskStale } from '#scripts/build-desk.ts'
import { type CallSnapshot, callSnapshot } from '#scripts/try-out-pbx/control-contract.ts'
import { startTryOutPbx, type TryOutPbx } from '#scripts/try-out-pbx/try-out-pbx.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { prepareTemplate, SIP_SECRET, startApi } from '#test/e2e/harness/api-process.ts'
import { OperatorPage } from '#test/e2e/page-models/desk-page.ts'
import { startTcpRelay } from '#test/sip-lab/tcp-relay.ts'
import { installPopWatch, keepPlainRows, scanPlainRows } from './pop-page.ts'
import { registryPersons } from './registry-server.ts'
import { type Benchmark, type BenchResult, median, percentile, rounded } from './result.ts'

const CALLS = 60
const WARM_UP_CALLS = 5
const SCANS = 10
const INVITE_TO_POP_MS = 150
const ROWS_AT_ONCE = 4_000
/** Callers are taken from all over the registry. */
const CALLERS_APART = 613

interface Caller {
  readonly phone: string
  readonly name: string
}

/** From the INVITE at the desk's socket until the caller's name is painted, in the real desk with everybody in its store. */
export const popBenchmark: Benchmark = { name: 'invite-to-pop', run: inviteToPop }

async function inviteToPop(say: (line: string) => void): Promise<readonly BenchResult[]> {
  if (isDeskStale()) await buildDesk()
  await prepareTemplate('full')
  const pbx = await startTryOutPbx({ secret: SIP_SECRET, port: 0 })
  let inviteAt = Number.NaN
  const relay = await startTcpRelay(pbx.port, (data) => {
    if (data.includes('INVITE sip:')) inviteAt = Date.now()
  })
  const sipServer = `ws://127.0.0.1:${relay.port}`
  const api = await startApi({ size: 'full', sip: { server: sipServer, domain: pbx.domain } })
  const profile = mkdtempSync(join(tmpdir(), 'opora-bench-'))
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['OPORA_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--disable-gpu', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
    chromiumSandbox: false,
    viewport: { width: 1366, height: 768 },
  })
  try {
    const page = browser.pages()[0] ?? (await browser.newPage())
    await page.addInitScript(installPopWatch)
    await page.goto(api.url)
    const operator = new OperatorPage(page)
    await operator.signIn('operator1')
    await operator.takeCalls()
    const persons = registryPersons()
    const reachable = persons.filter((person) => numberOf(person) !== '')
    for (let at = 0; at < persons.length; at += ROWS_AT_ONCE)
      await page.evaluate(keepPlainRows, persons.slice(at, at + ROWS_AT_ONCE))

    const [pops, crowded, scans] = [[] as number[], [] as number[], [] as number[]]
    let n = 0
    for (let call = -WARM_UP_CALLS; call < 2 * CALLS; ) {
      n += CALLERS_APART
      // Every second call comes while the desk still writes and draws the end of the one before: measured apart.
      const isCrowded = call > 0 && call % 2 === 1
      if (!isCrowded) await atRest(operator)
      const caller = await callerOf(api.url, n)
      const shown = await popOnce(page, pbx, caller)
      // a number that a family shares shows how many they are: not the way of this measurement
      if (shown.name !== caller.name) continue
      call += 1
      if (call <= 0) continue
      if (isCrowded) crowded.push(shown.at - inviteAt)
      else pops.push(shown.at - inviteAt)
    }
    // After the calls, not between them: what a scan leaves to be collected would be collected while the next call rings.
    for (let scan = 1; scan <= SCANS; scan += 1) {
      const number = numberOf(reachable[Math.floor((scan * reachable.length) / (SCANS + 1))])
      const { ms, found } = await page.evaluate(scanPlainRows, number)
      if (found === 0) throw new Error('The baseline did not find the one who calls')
      scans.push(ms)
    }
    say(
      `${pops.length} calls, p50 ${median(pops)} ms, p95 ${percentile(pops, 0.95)} ms, longest ${Math.max(...pops)} ms`,
    )
    say(
      `${crowded.length} calls on the heels of another, p50 ${median(crowded)} ms, p95 ${percentile(crowded, 0.95)} ms`,
    )
    say(`baseline: ${scans.length} scans, p50 ${rounded(median(scans))} ms`)
    const [value, baseline] = [percentile(pops, 0.95), percentile(scans, 0.95)]
    return [
      {
        name: 'invite-to-pop',
        value: rounded(value),
        unit: 'ms',
        baseline: rounded(baseline),
        ratio: rounded(baseline / value),
        goal: `p95 under ${INVITE_TO_POP_MS} ms`,
        met: value < INVITE_TO_POP_MS,
        how: `from the INVITE on the desk's socket to the painted name of the caller, the whole desk with its whole registry in the encrypted store; p50 ${rounded(median(pops))} ms over ${pops.length} calls to a desk at rest; for ${crowded.length} calls on the heels of another p95 ${rounded(percentile(crowded, 0.95))} ms; baseline: the look-up alone as a scan of ${persons.length} persons in plain IndexedDB, p95 of ${scans.length}`,
      },
    ]
  } finally {
    await browser.close()
    await api.dispose()
    await relay.close()
    await pbx.stop()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** What the last call left to do is done: sent, written, drawn. */
async function atRest(operator: OperatorPage): Promise<void> {
  await operator.everythingSent()
  await operator.page.evaluate(
    () => new Promise<void>((resolve) => requestIdleCallback(() => requestIdleCallback(() => resolve()))),
  )
}

/** One call that rings, shows its caller and is given up. */
async function popOnce(page: Page, pbx: TryOutPbx, caller: Caller) {
  await page.evaluate((looking) => window.popWatch.arm(looking), deskRu['ring.looking'])
  const call = await control(pbx, 'POST', '/calls', { from: caller.phone })
  const shown = await page.evaluate(() => window.popWatch.shown())
  await control(pbx, 'DELETE', `/calls/${call.id}`)
  await expect(page.locator('.ring-card')).toHaveCount(0)
  return shown
}

/** The n-th of the synthetic people, or the next one with a telephone. */
async function callerOf(apiUrl: string, n: number): Promise<Caller> {
  const answer = await fetch(`${apiUrl}/api/try-out/persons/${n}`)
  if (!answer.ok) throw new Error(`There is no synthetic person ${n}: ${answer.status}`)
  return (await answer.json()) as Caller
}

function numberOf(person: InsuredPerson | undefined): string {
  return person?.phones[0]?.number ?? ''
}

async function control(pbx: TryOutPbx, method: string, path: string, body?: object): Promise<CallSnapshot> {
  const answer = await fetch(`${pbx.controlUrl}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return callSnapshot.parse(await answer.json())
}
