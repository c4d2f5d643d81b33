import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './desk-app.ts'

const userId = '0190c5f2-7d3a-7abc-8def-0123456789ab' as never
const dataKey = Buffer.alloc(32, 'k').toString('base64')
const deviceId = '0190c5f2-7d3a-7abc-8def-00000000dddd' as never
const passport = {
  user: {
    id: userId,
    orgId: userId,
    orgName: 'Плантстрах',
    name: 'Плантова Анна',
    role: 'L1' as const,
    clinicIds: ['0190c5f2-7d3a-7abc-8def-00000000cccc' as never],
    extension: 'planted-extension',
    zoneOffsetMinutes: 180,
  },
  deviceId,
}
const user = { login: 'planted-login', passport, password: 'planted-password', dataKey }

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
    { userId, login: user.login, name: passport.user.name, role: 'L1', deviceId, hasPin: false },
  ])
  expect(await open(page, 'wrong')).toMatchObject({ error: { triesLeft: 3 } })
  expect(await open(page, user.password)).toEqual({ ok: true, value: { dataKey, passport, isClockSetBack: false } })
  expect(await page.evaluate((id) => window.desktop?.tokens.load({ userId: id }), userId)).toEqual({
    refreshToken: 'planted-token',
  })
  await app.close()

  const { name, orgName, extension } = passport.user
  const secrets = [
    ...[user.login, user.password, dataKey, 'planted-token', 'k'.repeat(32)],
    ...[name, orgName, extension, passport.user.clinicIds[0] ?? ''],
  ]
  for (const file of filesUnder(profile)) {
    const bytes = readFileSync(file)
    // The local store, which is made ready while the desk waits for a password, bears the id of its device.
    const isStore = file.includes('/IndexedDB/')
    for (const text of isStore ? secrets : [...secrets, deviceId])
      for (const encoding of ['utf8', 'utf16le'] as const)
        expect(bytes.includes(Buffer.from(text, encoding)), `${text} in ${file}`).toBe(false)
  }
})

test('key and passport are on disk when the answer comes: a desk killed the same moment finds both', async ({
  launch,
}) => {
  const { page, app } = await launch()
  const info = await page.evaluate(() => window.desktop?.app.info())
  // biome-ignore lint/suspicious/noSkippedTests: skipped with its reason where the system cannot do it
  test.skip(info?.secretStore === 'none', 'this system offers no secret store to the programme')
  await seal(page)
  const ended = new Promise<void>((done) => app.once('close', () => done()))
  app.process().kill('SIGKILL')
  await ended
  const second = await launch()
  expect(await open(second.page, user.password)).toEqual({
    ok: true,
    value: { dataKey, passport, isClockSetBack: false },
  })
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

test('[KEY2] the PIN opens the same key after a restart, and three wrong ones begin its pause and not that of the password', async ({
  launch,
}) => {
  const first = await launch()
  const info = await first.page.evaluate(() => window.desktop?.app.info())
  // biome-ignore lint/suspicious/noSkippedTests: skipped with its reason where the system cannot do it
  test.skip(info?.secretStore === 'none', 'this system offers no secret store to the programme')
  await seal(first.page)
  const setPin = (pin: string) =>
    first.page.evaluate((given) => window.desktop?.vault.setPin(given), { userId, password: user.password, pin })
  expect(await setPin('123456')).toEqual({ ok: false, error: { code: 'vault.weakPin', why: 'sequence' } })
  expect(await setPin('903617')).toEqual({ ok: true, value: null })
  await first.app.close()

  const { page } = await launch()
  const byPin = (pin: string) => page.evaluate((given) => window.desktop?.vault.openByPin(given), { userId, pin })
  expect(await byPin('903617')).toEqual({ ok: true, value: { dataKey, passport, isClockSetBack: false } })
  for (const triesLeft of [4, 3, 2])
    expect(await byPin('274951')).toMatchObject({ error: { code: 'vault.wrongPin', triesLeft } })
  expect(await byPin('903617')).toMatchObject({ error: { code: 'vault.tooEarly' } })
  expect(await open(page, user.password)).toMatchObject({ ok: true })
})

test('[LOCK3] a locked desk does not get at the refresh token until its key is opened again', async ({ launch }) => {
  const { page } = await launch()
  const info = await page.evaluate(() => window.desktop?.app.info())
  // biome-ignore lint/suspicious/noSkippedTests: skipped with its reason where the system cannot do it
  test.skip(info?.secretStore === 'none', 'this system offers no secret store to the programme')
  await seal(page)
  const token = () => page.evaluate((id) => window.desktop?.tokens.load({ userId: id }), userId)
  await page.evaluate((given) => window.desktop?.tokens.save(given), { userId, refreshToken: 'planted-token' })
  expect(await token()).toEqual({ refreshToken: 'planted-token' })
  await page.evaluate((id) => window.desktop?.vault.lock({ userId: id }), userId)
  expect(await token()).toEqual({ refreshToken: null })
  expect(await open(page, 'wrong')).toMatchObject({ ok: false })
  expect(await token()).toEqual({ refreshToken: null })
  await open(page, user.password)
  expect(await token()).toEqual({ refreshToken: 'planted-token' })
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
