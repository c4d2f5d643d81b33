import type { Page } from '@playwright/test'
import { telephonyRu } from '#renderer/i18n/ru/telephony.ts'
import type { TryOutPbx } from '#scripts/try-out-pbx/try-out-pbx.ts'
import { credentialsOf } from '#test/sip-lab/softphone-harness.ts'
import { hangUp, untilRegistered, withPhone } from './phone-bench.ts'
import { type Benchmark, type BenchResult, median, percentile, rounded } from './result.ts'

const CALLS = 30
const BASELINE_EVERY = 2
const DESK = '1001'
const COLLEAGUE = '1002'

/** A caller who speaks at once: from the click on *answer* until that voice is heard at the desk. */
export const answerBenchmark: Benchmark = { name: 'answer-to-audio', run: answerToAudio }

async function answerToAudio(say: (line: string) => void): Promise<readonly BenchResult[]> {
  return withPhone(async ({ pbx, page }) => {
    await page.evaluate((given) => window.testPhone.open(given), credentialsOf(pbx, DESK))
    await untilRegistered(page)
    const [ours, stock] = [[] as number[], [] as number[]]
    // the first call of a page opens the audio device: that belongs to signing in, on either side
    for (let call = -1; call < CALLS; call += 1) {
      const mine = await answerOnce(page, pbx)
      if (call >= 0) ours.push(mine)
      if (call >= 0 && call % BASELINE_EVERY !== 0) continue
      const theirs = await stockOnce(page, pbx)
      if (call >= 0) stock.push(theirs)
    }
    say(`${CALLS} calls, p50 ${rounded(median(ours))} ms, p95 ${rounded(percentile(ours, 0.95))} ms`)
    say(`baseline: ${stock.length} calls, p50 ${rounded(median(stock))} ms, p95 ${rounded(percentile(stock, 0.95))} ms`)
    const [value, baseline] = [percentile(ours, 0.95), percentile(stock, 0.95)]
    return [
      {
        name: 'answer-to-audio',
        value: rounded(value),
        unit: 'ms',
        baseline: rounded(baseline),
        ratio: rounded(baseline / value),
        goal: 'p95 not longer than the baseline',
        met: value <= baseline,
        how: `from the click on *answer* to the first sound of a caller who speaks at once, taken from the track of the far side; p50 ${rounded(median(ours))} ms over ${CALLS} calls; baseline: \`accept()\` of sip.js with its defaults and the same exchange, in the same page, p50 ${rounded(median(stock))} ms, p95 of ${stock.length} calls`,
      },
    ]
  })
}

async function answerOnce(page: Page, pbx: TryOutPbx): Promise<number> {
  await page.evaluate(() => {
    window.benchPhone.forgetSound()
    window.testPhone.soft.phone.ready()
  })
  await call(pbx, DESK)
  const answer = page.getByRole('button', { name: telephonyRu['call.answer'] })
  await answer.waitFor()
  // a person answers when the ring has long been drawn and rendered
  await page.evaluate(
    () => new Promise<void>((resolve) => requestIdleCallback(() => requestIdleCallback(() => resolve()))),
  )
  await answer.click()
  await page.waitForFunction(() => window.benchPhone.hasSound())
  const took = await page.evaluate(() => window.benchPhone.answered())
  await hangUp(page)
  return took
}

async function stockOnce(page: Page, pbx: TryOutPbx): Promise<number> {
  await page.evaluate(() => window.benchPhone.forgetSound())
  const took = page.evaluate((given) => window.benchPhone.stockAnswer(given), credentialsOf(pbx, COLLEAGUE))
  await page.waitForFunction(() => window.benchPhone.isStockWaiting)
  await call(pbx, COLLEAGUE)
  return took
}

async function call(pbx: TryOutPbx, to: string): Promise<void> {
  const patience = { ringMs: 60_000, greetingMs: 0, silenceMs: 60_000, holdMs: 60_000, talkMs: 60_000 }
  const answer = await fetch(`${pbx.controlUrl}/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from: '+70001234567', to, phrase: 'check-up', patience }),
  })
  if (!answer.ok) throw new Error(`The exchange does not call: ${answer.status} ${await answer.text()}`)
}
