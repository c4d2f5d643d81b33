import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { credentialsOf } from '#test/sip-lab/softphone-harness.ts'
import { startTcpRelay, type TcpRelay } from '#test/sip-lab/tcp-relay.ts'
import { untilRegistered, withPhone } from './phone-bench.ts'
import { type Benchmark, type BenchResult, median, percentile, rounded } from './result.ts'

/** How long the way to the exchange is away each time, milliseconds; of all phases of either side's attempts. */
const OUTAGES_MS = [1_000, 2_500, 4_000, 5_500, 6_500, 7_500, 3_000, 9_000, 1_700, 5_000]
const BACK_WITHIN_MS = 5_000
/** A baseline that is not back by then has given up: this much is counted for it. */
const GIVEN_UP_MS = 10_000
const DESK = '1001'
const COLLEAGUE = '1002'

/** The way to the exchange is cut and returns; the computer's own network does not notice, so nobody tells the page of it. */
export const registrationBenchmark: Benchmark = { name: 'registration-recovery', run: registrationRecovery }

async function registrationRecovery(say: (line: string) => void): Promise<readonly BenchResult[]> {
  return withPhone(async ({ pbx, page }) => {
    const relay = await startTcpRelay(pbx.port)
    try {
      const server = `ws://127.0.0.1:${relay.port}`
      await page.evaluate((given) => window.testPhone.open(given), credentialsOf(pbx, DESK, { server }))
      await untilRegistered(page)
      await page.evaluate(
        (given) => window.benchPhone.watchRegistrations(given),
        credentialsOf(pbx, COLLEAGUE, { server }),
      )
      await page.waitForFunction(() => window.benchPhone.registrations.stock.length === 1)
      const [ours, stock] = [[] as number[], [] as number[]]
      let givenUp = 0
      for (const outage of OUTAGES_MS) {
        const back = await outageOnce(page, relay, outage)
        if (back.ours === undefined) throw new Error(`The telephone was not back ${GIVEN_UP_MS} ms after the link`)
        ours.push(back.ours)
        stock.push(back.stock ?? GIVEN_UP_MS)
        if (back.stock === undefined) givenUp += 1
      }
      say(`${ours.length} outages, p50 ${rounded(median(ours))} ms, longest ${rounded(Math.max(...ours))} ms`)
      say(
        `baseline: p50 ${rounded(median(stock))} ms, longest ${rounded(Math.max(...stock))} ms; gave up ${givenUp} times`,
      )
      const [value, baseline] = [percentile(ours, 0.95), percentile(stock, 0.95)]
      return [
        {
          name: 'registration-recovery',
          value: rounded(value),
          unit: 'ms',
          baseline: rounded(baseline),
          ratio: rounded(baseline / value),
          goal: `longest under ${BACK_WITHIN_MS} ms`,
          met: Math.max(...ours) < BACK_WITHIN_MS,
          how: `from the return of the way to the exchange until registered again, ${ours.length} outages of ${Math.min(...OUTAGES_MS) / 1_000} to ${Math.max(...OUTAGES_MS) / 1_000} s of which the computer's network notices nothing; p50 ${rounded(median(ours))} ms; baseline: \`SessionManager\` of sip.js with its defaults on the same wire, p50 ${rounded(median(stock))} ms; it gave up for good in ${givenUp} of ${stock.length}, each counted as ${GIVEN_UP_MS / 1_000} s`,
        },
      ]
    } finally {
      await page.close()
      await relay.close()
    }
  })
}

/** Milliseconds from the return until each is registered; undefined for one that does not come back by itself. */
async function outageOnce(
  page: Page,
  relay: TcpRelay,
  outageMs: number,
): Promise<{ readonly ours: number | undefined; readonly stock: number | undefined }> {
  await page.evaluate(() => {
    for (const times of Object.values(window.benchPhone.registrations)) times.length = 0
  })
  relay.cut()
  await page.waitForFunction(() => window.testPhone.soft.phone.state.link.state !== 'registered')
  await pause(outageMs)
  relay.restore()
  const restoredAt = Date.now()
  const back = (): Promise<boolean> =>
    page.evaluate(() => Object.values(window.benchPhone.registrations).every((times) => times.length > 0))
  while (!(await back()) && Date.now() - restoredAt < GIVEN_UP_MS) await pause(100)
  const { ours, stock } = await page.evaluate(() => window.benchPhone.registrations)
  // what gave up is woken as a person would do it, by the network of the computer: the next outage finds both registered
  if (stock.length === 0) {
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await page.waitForFunction(() => window.benchPhone.registrations.stock.length > 0)
    return { ours: since(ours[0], restoredAt), stock: undefined }
  }
  return { ours: since(ours[0], restoredAt), stock: since(stock[0], restoredAt) }
}

function since(at: number | undefined, restoredAt: number): number | undefined {
  return at === undefined ? undefined : at - restoredAt
}
