import type { Page } from '@playwright/test'
import { telephonyRu } from '#renderer/i18n/ru/telephony.ts'
import { ECHO_NUMBER } from '#scripts/try-out-pbx/number-plan.ts'
import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'
import { credentialsOf } from '#test/sip-lab/softphone-harness.ts'
import { hangUp, untilRegistered, withPhone } from './phone-bench.ts'
import { type Benchmark, type BenchResult, median, percentile, rounded } from './result.ts'
import { type SilentStun, startSilentStun } from './silent-stun.ts'

const CALLS = 40
const BASELINE_EVERY = 8
const CLICK_TO_INVITE_MS = 100
const DESK = '1001'
const COLLEAGUE = '1002'

interface DeadServers {
  readonly name: string
  /** In the table: `a STUN server that never answers`. */
  readonly words: string
  start(): Promise<readonly SilentStun[]>
}

/** Servers in the settings that never answer: from the click on *call* until the INVITE is on the wire. */
export const dialBenchmarks: readonly Benchmark[] = [
  {
    name: 'click-to-invite',
    words: 'a STUN server that never answers',
    start: async (): Promise<readonly SilentStun[]> => [await startSilentStun()],
  },
  {
    name: 'click-to-invite-turn',
    words: 'a STUN and a TURN server that never answer',
    start: async (): Promise<readonly SilentStun[]> => [await startSilentStun(), await startSilentStun('turn')],
  },
].map((dead) => ({ name: dead.name, run: (say) => clickToInvite(dead, say) }))

async function clickToInvite(dead: DeadServers, say: (line: string) => void): Promise<readonly BenchResult[]> {
  const servers = await dead.start()
  const iceServers = servers.map(({ url }) =>
    url.startsWith('turn:') ? { urls: [url], username: 'desk', credential: 'desk' } : { urls: [url] },
  )
  try {
    return await withPhone(async ({ pbx, page }) => {
      const phone = credentialsOf(pbx, DESK, { iceServers })
      await page.evaluate((given) => window.testPhone.open(given), phone)
      await untilRegistered(page)
      const [ours, stock] = [[] as number[], [] as number[]]
      // the first call of a page opens the audio device, and is the one that waits for a relay: told apart
      const first = await dialOnce(page)
      await stockOnce(page, credentialsOf(pbx, COLLEAGUE))
      for (let call = 0; call < CALLS; call += 1) {
        ours.push(await dialOnce(page))
        if (call % BASELINE_EVERY === 0)
          stock.push(await stockOnce(page, credentialsOf(pbx, COLLEAGUE, { iceServers })))
      }
      for (const { url, asked } of servers)
        if (asked() === 0) throw new Error(`Nobody asked ${url}: its silence was not measured`)
      say(`${CALLS} calls, p50 ${rounded(median(ours))} ms, p95 ${rounded(percentile(ours, 0.95))} ms`)
      say(`the first call ${rounded(first)} ms; baseline: ${stock.length} calls, p50 ${rounded(median(stock))} ms`)
      const [value, baseline] = [percentile(ours, 0.95), percentile(stock, 0.95)]
      return [
        {
          name: dead.name,
          value: rounded(value),
          unit: 'ms',
          baseline: rounded(baseline),
          ratio: rounded(baseline / value),
          goal: `p95 under ${CLICK_TO_INVITE_MS} ms`,
          met: value < CLICK_TO_INVITE_MS,
          how: `from the click on *call* to the INVITE on the wire with ${dead.words}; p50 ${rounded(median(ours))} ms over ${CALLS} calls after the first, which took ${rounded(first)} ms; baseline: the session description handler of sip.js with its defaults, in the same page, p95 of ${stock.length} calls`,
        },
      ]
    })
  } finally {
    for (const server of servers) server.close()
  }
}

/** One call to the echo by the bar, ended again. Returns milliseconds from the click to the INVITE. */
async function dialOnce(page: Page): Promise<number> {
  await page.getByRole('textbox', { name: telephonyRu['dial.label'] }).fill(ECHO_NUMBER)
  const before = await page.evaluate(() => window.benchPhone.invites.length)
  await page.getByRole('button', { name: telephonyRu['dial.call'], exact: true }).click()
  await page.waitForFunction(() => window.testPhone.soft.phone.state.calls[0]?.state === 'talking')
  const took = await page.evaluate(
    (index) => (window.benchPhone.invites[index] ?? Number.NaN) - window.benchPhone.pressedAt,
    before,
  )
  await hangUp(page)
  return took
}

function stockOnce(page: Page, credentials: PhoneCredentials): Promise<number> {
  return page.evaluate(([given, number]) => window.benchPhone.stockCall(given, number), [
    credentials,
    ECHO_NUMBER,
  ] as const)
}
