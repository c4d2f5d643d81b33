import { readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { teamAnswer } from '#shared/features/staff/team.ts'
import { type ApiProcess, startApi } from './harness/api-process.ts'
import { type Desk, openDesk } from './harness/desk.ts'
import { countNumbers, runKillRounds } from './harness/kill-rounds.ts'
import { supervisorToken } from './harness/known-person.ts'
import { OperatorPage } from './page-models/desk-page.ts'

/** Rounds of `npm test` end after this; `npm run soak` sets the number of rounds instead. */
const WITHIN_MS = 60_000

test('everything the screen called registered is delivered once, however often the desk is killed @X1 @C5 [OUT1] [OUT3]', async () => {
  const rounds = Number(process.env['OPORA_KILL_ROUNDS'] ?? 0)
  const seed = Number(process.env['OPORA_KILL_SEED'] ?? Date.now() % 1_000_000)
  test.setTimeout(rounds > 0 ? 180_000 + rounds * 60_000 : 420_000)
  console.log(`again: npm run soak -- --seed ${seed} --rounds ${rounds > 0 ? rounds : 10}`)
  const api = await startApi()
  const desk = await openDesk({ apiUrl: api.url })
  try {
    await new OperatorPage(desk.page).signIn('operator1')
    const result = await runKillRounds(desk, api, {
      seed,
      rounds: rounds > 0 ? rounds : Number.POSITIVE_INFINITY,
      until: rounds > 0 ? Number.POSITIVE_INFINITY : Date.now() + WITHIN_MS,
    })
    await new OperatorPage(desk.page).everythingSent()
    // A desk without its second copy would pass the rest as well.
    expect(await secondCopies(desk.page)).toBeGreaterThan(0)
    const counts = await countNumbers(api, result.saved)
    console.log(`${result.rounds} kills, ${result.saved.length} appeals on the screen, ${result.losses} lost stores`)
    expect(result.rounds).toBeGreaterThan(0)
    expect(result.saved.length).toBeGreaterThan(0)
    expect([...counts].filter(([, count]) => count !== 1)).toEqual([])
    await expect(desk.page.locator('.sync-bar')).not.toContainText(/треб(ует|уют) вас/)
  } finally {
    await desk.dispose()
    await api.dispose()
  }
})

test('a desk killed the moment it has opened is opened again without the server @X1', () =>
  withKilledDesk(async (api, desk) => {
    await api.stop('SIGKILL')
    await desk.start()
    await new OperatorPage(desk.page).openOffline()
  }))

test('a desk killed the moment it has opened is the same device at its next sign-in: what waits there is sent @X1 [PUSH1]', () =>
  withKilledDesk(async (api, desk) => {
    await desk.start()
    // The person is remembered: the same password, this time at the server.
    await new OperatorPage(desk.page).openOffline()
    const answer = await fetch(`${api.url}/api/staff`, {
      headers: { authorization: `Bearer ${await supervisorToken(api.url)}` },
    })
    const { members } = teamAnswer.parse(await answer.json())
    expect(members.find(({ login }) => login === 'operator1')?.devices).toHaveLength(1)
  }))

/** A desk that was killed as soon as its operator had signed in, and lost what its page had not brought to the disk yet. */
async function withKilledDesk(work: (api: ApiProcess, desk: Desk) => Promise<void>): Promise<void> {
  const api = await startApi()
  const desk = await openDesk({ apiUrl: api.url })
  try {
    await new OperatorPage(desk.page).openFirst('operator1')
    await desk.kill()
    loseLateWrites(desk.profile)
    await work(api, desk)
  } finally {
    await desk.dispose()
    await api.dispose()
  }
}

/** The page's own storage reaches the disk seconds after it was written; a kill before that leaves nothing of it. */
function loseLateWrites(profile: string): void {
  const folders = readdirSync(profile, { recursive: true, encoding: 'utf8' }).filter(
    (path) => basename(path) === 'Local Storage',
  )
  expect(folders).toHaveLength(1)
  for (const folder of folders) rmSync(join(profile, folder), { recursive: true })
}

/** Files of the second copy on this desk. */
function secondCopies(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const all = await root.getDirectoryHandle('outbox-copy')
    const devices = all as unknown as { values(): AsyncIterable<{ values(): AsyncIterable<unknown> }> }
    let count = 0
    for await (const device of devices.values()) for await (const _file of device.values()) count += 1
    return count
  })
}
