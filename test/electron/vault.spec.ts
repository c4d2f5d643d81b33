import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './desk-app.ts'

const userId = '0190c5f2-7d3a-7abc-8def-0123456789ab' as never
const dataKey = Buffer.alloc(32, 'k').toString('base64')
const user = {
  userId,
  login: 'planted-login',
  name: 'Плантова Анна',
  role: 'L1' as const,
  password: 'planted-password',
  dataKey,
}

const seal = (page: Page) => page.evaluate((given) => window.desktop?.vault.seal(given), user)
const open = (page: Page, password: string) =>
  page.evaluate((given) => window.desktop?.vault.open(given), { userId, password })

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesUnder(path) : [path]
  })
}

test('the key is opened by the password after a restart, wrong tries are counted over a restart too', async ({
  launch,
  profile,
}) => {
  const first = await launch()
  const info = await first.page.evaluate(() => window.desktop?.app.info())
  // biome-ignore lint/suspicious/noSkippedTests: skipped with its reason where the system cannot do it
  test.skip(info?.secretStore === 'none', 'this system offers no secret store to the programme')
  expect(await seal(first.page)).toEqual({ ok: true, value: null })
  await first.page.evaluate((given) => window.desktop?.tokens.save(given), { userId, refreshToken: 'planted-token' })
  expect(await open(first.page, 'wrong')).toMatchObject({
    ok: false,
    error: { code: 'vault.wrongPassword', triesLeft: 4 },
  })
  await first.app.close()

  const { page, app } = await launch()
  expect(await page.evaluate(() => window.desktop?.vault.list())).toEqual([
    { userId, login: user.login, name: user.name, role: 'L1' },
  ])
  expect(await open(page, 'wrong')).toMatchObject({ error: { triesLeft: 3 } })
  expect(await open(page, user.password)).toEqual({ ok: true, value: { dataKey } })
  expect(await page.evaluate((id) => window.desktop?.tokens.load({ userId: id }), userId)).toEqual({
    refreshToken: 'planted-token',
  })
  await app.close()

  for (const file of filesUnder(profile)) {
    const bytes = readFileSync(file)
    for (const text of [user.login, user.name, user.password, dataKey, 'planted-token', 'k'.repeat(32)])
      for (const encoding of ['utf8', 'utf16le'] as const)
        expect(bytes.includes(Buffer.from(text, encoding)), `${text} in ${file}`).toBe(false)
  }
})

test('five wrong passwords: the pause begins after the third and nothing is checked in it', async ({ launch }) => {
  const { page } = await launch()
  const info = await page.evaluate(() => window.desktop?.app.info())
  // biome-ignore lint/suspicious/noSkippedTests: skipped with its reason where the system cannot do it
  test.skip(info?.secretStore === 'none', 'this system offers no secret store to the programme')
  await seal(page)
  for (const triesLeft of [4, 3, 2]) expect(await open(page, 'wrong')).toMatchObject({ error: { triesLeft } })
  expect(await open(page, user.password)).toMatchObject({ ok: false, error: { code: 'vault.tooEarly', triesLeft: 2 } })
})

test('without a real secret store nothing is kept: the vault refuses, tokens end with the programme', async ({
  launch,
  profile,
}) => {
  const { page, app } = await launch({ args: ['--password-store=basic'] })
  const info = await page.evaluate(() => window.desktop?.app.info())
  // biome-ignore lint/suspicious/noSkippedTests: skipped with its reason where the system cannot do it
  test.skip(info?.platform !== 'linux', 'only Linux has secret stores that are none')
  expect(info?.secretStore).toBe('none')
  expect(await seal(page)).toEqual({ ok: false, error: { code: 'vault.unavailable' } })
  expect(await open(page, user.password)).toEqual({ ok: false, error: { code: 'vault.unavailable' } })
  await page.evaluate((given) => window.desktop?.tokens.save(given), { userId, refreshToken: 'planted-token' })
  expect(await page.evaluate((id) => window.desktop?.tokens.load({ userId: id }), userId)).toEqual({
    refreshToken: 'planted-token',
  })
  await app.close()
  for (const file of filesUnder(profile)) expect(readFileSync(file).includes('planted-token'), file).toBe(false)
})
