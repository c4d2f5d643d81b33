import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { telephonyRu } from '#renderer/i18n/ru/telephony.ts'
import { ECHO_NUMBER } from '#scripts/try-out-pbx/number-plan.ts'
import { startTryOutPbx } from '#scripts/try-out-pbx/try-out-pbx.ts'
import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'
import { sineWav } from '#test/sip-lab/sine-wav.ts'
import { credentialsOf, launchBrowser, openPhonePage, SECRET, VOICE_HZ } from '#test/sip-lab/softphone-harness.ts'
import { type Benchmark, type BenchResult, median, percentile, rounded } from './result.ts'
import { serveBenchPage } from './serve-page.ts'
import { startSilentStun } from './silent-stun.ts'

const CALLS = 40
const BASELINE_EVERY = 8
const CLICK_TO_INVITE_MS = 100
const DESK = '1001'
const COLLEAGUE = '1002'

/** A STUN server in the settings that never answers: from the click on *call* until the INVITE is on the wire. */
export const dialBenchmark: Benchmark = { name: 'click-to-invite', run: clickToInvite }

async function clickToInvite(say: (line: string) => void): Promise<readonly BenchResult[]> {
  const stun = await startSilentStun()
  const pbx = await startTryOutPbx({ secret: SECRET, port: 0 })
  const pageServer = await serveBenchPage('phone-page')
  const folder = mkdtempSync(join(tmpdir(), 'opora-bench-'))
  const voice = join(folder, 'voice.wav')
  writeFileSync(voice, sineWav(VOICE_HZ, 2))
  const browser = await launchBrowser(voice)
  try {
    const iceServers = [{ urls: [stun.url] }]
    const { page } = await openPhonePage(await browser.newContext(), pageServer.url)
    const phone = credentialsOf(pbx, DESK, { iceServers })
    await page.evaluate((given) => window.testPhone.open(given), phone)
    await page.waitForFunction(() => window.testPhone.soft.phone.state.link.state === 'registered')
    const [ours, stock] = [[] as number[], [] as number[]]
    // the first call of a page opens the audio device: that belongs to signing in, on either side
    await dialOnce(page)
    await stockOnce(page, credentialsOf(pbx, COLLEAGUE))
    for (let call = 0; call < CALLS; call += 1) {
      ours.push(await dialOnce(page))
      if (call % BASELINE_EVERY === 0) stock.push(await stockOnce(page, credentialsOf(pbx, COLLEAGUE, { iceServers })))
    }
    if (stun.asked() === 0) throw new Error('Nobody asked the STUN server: its silence was not measured')
    say(`${CALLS} calls, p50 ${rounded(median(ours))} ms, p95 ${rounded(percentile(ours, 0.95))} ms`)
    say(
      `baseline: ${stock.length} calls, p50 ${rounded(median(stock))} ms; the STUN server was asked ${stun.asked()} times`,
    )
    const [value, baseline] = [percentile(ours, 0.95), percentile(stock, 0.95)]
    return [
      {
        name: 'click-to-invite',
        value: rounded(value),
        unit: 'ms',
        baseline: rounded(baseline),
        ratio: rounded(baseline / value),
        goal: `p95 under ${CLICK_TO_INVITE_MS} ms`,
        met: value < CLICK_TO_INVITE_MS,
        how: `from the click on *call* to the INVITE on the wire with a STUN server that never answers; p50 ${rounded(median(ours))} ms over ${CALLS} calls; baseline: the session description handler of sip.js with its defaults, in the same page, p95 of ${stock.length} calls`,
      },
    ]
  } finally {
    await browser.close()
    await pageServer.close()
    await pbx.stop()
    stun.close()
    rmSync(folder, { recursive: true, force: true })
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
  await page.evaluate(() => window.testPhone.soft.phone.hangUp())
  await page.waitForFunction(() => window.testPhone.soft.phone.state.calls.length === 0)
  return took
}

function stockOnce(page: Page, credentials: PhoneCredentials): Promise<number> {
  return page.evaluate(([given, number]) => window.benchPhone.stockCall(given, number), [
    credentials,
    ECHO_NUMBER,
  ] as const)
}
