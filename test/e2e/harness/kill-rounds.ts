import { once } from 'node:events'
import type { Page } from '@playwright/test'
import { RandomSource } from '#test/simulation/random-source.ts'
import { OperatorPage } from '../page-models/desk-page.ts'
import type { ApiProcess } from './api-process.ts'
import type { Desk } from './desk.ts'
import { supervisorToken } from './known-person.ts'

export interface KillRounds {
  readonly seed: number
  readonly rounds: number
  /** No further round begins after this instant (milliseconds since the epoch). */
  readonly until: number
}

export interface KillRoundsResult {
  readonly rounds: number
  /** Numbers that the screen called registered, in order. */
  readonly saved: readonly string[]
  /** Losses of the local store that the screen told of. */
  readonly losses: number
}

/** At most this many appeals are registered in one round. */
const APPEALS_MOST = 4
/** The kill comes up to this long after the last begun registration. */
const KILL_WITHIN_MS = 120

/**
 * Registers appeals through the real desk and kills it, browser and all, at a random moment, over and over on the same profile.
 * In every third round the API is there and the kill falls into the sending as well.
 */
export async function runKillRounds(desk: Desk, api: ApiProcess, options: KillRounds): Promise<KillRoundsResult> {
  const random = new RandomSource(options.seed)
  const saved = new Set<string>()
  let losses = 0
  let round = 0
  let isUp = true
  for (; round < options.rounds && Date.now() < options.until; round += 1) {
    const wanted = round % 3 === 2
    if (isUp && !wanted) await api.stop('SIGKILL')
    if (!isUp && wanted) await api.start()
    isUp = wanted
    const operator = new OperatorPage(desk.page)
    if (round > 0) await operator.openOffline()
    losses += await desk.page.locator('.sync-bar [role="alert"]').count()
    await noteWhatIsSaved(desk.page, saved)
    await registerUntilKilled(desk, operator, random, `Круг ${round}`)
    await desk.start()
  }
  if (!isUp) await api.start()
  await new OperatorPage(desk.page).openOffline()
  return { rounds: round, saved: [...saved], losses }
}

/** Tells of every number as soon as it stands on the screen: what was shown before the kill counts. */
async function noteWhatIsSaved(page: Page, saved: Set<string>): Promise<void> {
  await page.exposeFunction('oporaNoteSaved', (number: string) => saved.add(number))
  await page.evaluate(() => {
    const look = (): void => {
      for (const shown of document.querySelectorAll('.registered__number')) {
        const number = /[А-Я]+-\d{4}-\d{6,}/.exec(shown.textContent ?? '')?.[0]
        if (number !== undefined) (window as unknown as { oporaNoteSaved(it: string): void }).oporaNoteSaved(number)
      }
    }
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
  })
}

async function registerUntilKilled(desk: Desk, operator: OperatorPage, random: RandomSource, text: string) {
  const count = random.below(APPEALS_MOST)
  await operator.openNewAppeal()
  for (let index = 0; index < count; index += 1) {
    await operator.registerGratitude(`${text}, обращение ${index}`)
    await operator.beginAnother()
  }
  await operator.fillGratitude(`${text}, последнее`)
  const isSent = random.chance(0.8)
  // The random moment of the kill is what is tested; nothing is awaited by this clock.
  const moment = AbortSignal.timeout(1 + random.below(KILL_WITHIN_MS))
  if (isSent) void operator.submitAppeal().catch(() => undefined)
  if (!moment.aborted) await once(moment, 'abort')
  await desk.kill()
}

/** How often each number stands in the journal of the server. */
export async function countNumbers(api: ApiProcess, numbers: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const authorization = `Bearer ${await supervisorToken(api.url)}`
  const counts = new Map<string, number>()
  for (const number of numbers) {
    const year = number.split('-')[1] ?? ''
    const query = new URLSearchParams({ from: `${year}-01-01`, to: `${year}-12-31`, text: number })
    const answer = await fetch(`${api.url}/api/journal?${query}`, { headers: { authorization } })
    if (!answer.ok) throw new Error(`journal: ${answer.status} ${await answer.text()}`)
    counts.set(number, ((await answer.json()) as { total: number }).total)
  }
  return counts
}
