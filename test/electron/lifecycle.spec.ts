import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { deskArguments, test } from './desk-app.ts'

/** Starts the programme without a test driver, as a person's click on a link does. */
function startBare(profile: string, more: readonly string[] = []): ChildProcess {
  const executable = createRequire(import.meta.url)('electron') as string
  return spawn(executable, deskArguments(profile, more), { stdio: 'ignore' })
}
const exitOf = (child: ChildProcess) => new Promise<number | null>((done) => child.on('exit', done))

/** Processes of this computer that have the profile in their command line. */
function processesOf(profile: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile)
      } catch {
        return false
      }
    })
}

const writeRow = (page: Page, value: string) =>
  page.evaluate(
    (text) =>
      new Promise<void>((done, failed) => {
        const opening = indexedDB.open('kept', 1)
        opening.onupgradeneeded = () => opening.result.createObjectStore('rows')
        opening.onerror = () => failed(opening.error)
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('rows', 'readwrite', { durability: 'strict' })
          transaction.objectStore('rows').put(text, 1)
          transaction.oncomplete = () => done()
          transaction.onerror = () => failed(transaction.error)
        }
      }),
    value,
  )
const readRow = (page: Page) =>
  page.evaluate(
    () =>
      new Promise((done, failed) => {
        const opening = indexedDB.open('kept', 1)
        opening.onerror = () => failed(opening.error)
        opening.onsuccess = () => {
          const reading = opening.result.transaction('rows').objectStore('rows').get(1)
          reading.onsuccess = () => done(reading.result)
        }
      }),
  )

test('a killed desk leaves no process behind and finds what it stored', async ({ launch, profile }) => {
  // biome-ignore lint/suspicious/noSkippedTests: skipped with its reason where the system cannot do it
  test.skip(process.platform !== 'linux', 'reads /proc')
  const first = await launch()
  await writeRow(first.page, 'saved before the kill')
  const ended = exitOf(first.app.process())
  first.app.process().kill('SIGKILL')
  await ended
  await expect.poll(() => processesOf(profile)).toEqual([])
  const second = await launch()
  expect(await readRow(second.page)).toBe('saved before the kill')
})

test('an orderly restart keeps what was stored', async ({ launch }) => {
  const first = await launch()
  await writeRow(first.page, 'saved')
  await first.app.close()
  expect(await readRow((await launch()).page)).toBe('saved')
})

test('a second start hands over its number and leaves; hostile arguments do nothing', async ({ launch, profile }) => {
  const { app, page } = await launch()
  await page.evaluate(() => {
    const numbers: string[] = []
    Object.assign(window, { numbers })
    window.desktop?.on('telLink', ({ number }) => numbers.push(number))
  })
  const numbers = () => page.evaluate(() => (window as unknown as { numbers: string[] }).numbers)
  const hostile = [
    'tel:+7000<img src=x onerror=alert(1)>',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://evil.example.test/',
    `tel:${'9'.repeat(5000)}`,
    'app://bundle/../x',
  ]
  expect(await exitOf(startBare(profile, hostile))).toBe(0)
  expect(await exitOf(startBare(profile, ['tel:+7-000-123-45-67']))).toBe(0)
  await expect.poll(numbers).toEqual(['+70001234567'])
  expect(
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.webContents.getURL().replace(/[?#].*/, '')),
    ),
  ).toEqual(['app://bundle/index.html'])
})

test('a number that started the programme waits for the desk to listen', async ({ launch }) => {
  const { page } = await launch({ args: ['tel:112'] })
  const number = await page.evaluate(
    () => new Promise((done) => window.desktop?.on('telLink', (link) => done(link.number))),
  )
  expect(number).toBe('112')
})

test('a wrong address in the settings stops the start with an explanation, not with a silent default', async ({
  profile,
}) => {
  writeFileSync(join(profile, 'settings.json'), JSON.stringify({ apiUrl: 'http://10.0.0.5:4680' }))
  const child = startBare(profile)
  const ended = exitOf(child)
  const log = join(profile, 'logs/host.log')
  await expect
    .poll(() => (existsSync(log) ? readFileSync(log, 'utf8') : ''))
    .toContain('"code":"host.badSettings","field":"apiUrl"')
  // The box that explains it waits for a person where there is one.
  child.kill('SIGKILL')
  await ended
  expect(readFileSync(log, 'utf8')).not.toContain('host.started')
})

test('closing asks first when the desk says that something would be lost', async ({ launch }) => {
  const { app, page } = await launch()
  page.on('dialog', () => undefined)
  await app.evaluate(({ dialog }) => {
    const asked: unknown[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBoxSync = ((_window: unknown, options: { message: string }) =>
      asked.push(options.message) > 1 ? 1 : 0) as never
  })
  await page.evaluate(() => window.addEventListener('beforeunload', (event) => event.preventDefault()))
  // Chromium asks only on pages that somebody has touched.
  await page.mouse.click(5, 5)
  const asked = () => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked.length)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await expect.poll(asked).toBe(1)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  const closed = app.waitForEvent('close')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await closed
})
