import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ElectronApplication, expect, type Page } from '@playwright/test'
import { test } from './desk-app.ts'

/** Answers the next dialogues for saving with these paths and tells what they were asked with. Null leaves the dialogue. */
async function answerDialogs(
  app: ElectronApplication,
  paths: readonly (string | null)[],
): Promise<() => Promise<unknown[]>> {
  await app.evaluate(({ dialog, BrowserWindow }, given) => {
    const asked: unknown[] = []
    const waiting = [...given]
    Object.assign(globalThis, { asked })
    dialog.showSaveDialog = (async (
      window: Electron.BaseWindow,
      { defaultPath, filters }: Electron.SaveDialogOptions,
    ) => {
      const isOverDesk = window === BrowserWindow.getAllWindows()[0]
      asked.push({ isOverDesk, defaultPath, endings: filters?.flatMap(({ extensions }) => extensions) })
      const filePath = waiting.shift() ?? ''
      return { canceled: filePath === '', filePath }
    }) as typeof dialog.showSaveDialog
  }, paths)
  return () => app.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked)
}

const save = (page: Page, name: string, content: string, kind: 'pdf' | 'csv' = 'pdf') =>
  page.evaluate((given) => window.desktop?.files.save({ ...given, bytes: new TextEncoder().encode(given.content) }), {
    name,
    content,
    kind,
  })

test('a file is saved where the person says, under a name that cannot lead elsewhere', async ({ launch, profile }) => {
  const { app, page } = await launch()
  const folder = join(profile, 'Документы')
  mkdirSync(folder)
  const asked = await answerDialogs(app, [join(folder, 'письмо.pdf'), null, join(folder, 'пуск.sh')])
  expect(await save(page, '../../.config/autostart/x.desktop', 'первое')).toEqual({
    ok: true,
    value: { outcome: 'saved', name: 'письмо.pdf', id: 1 },
  })
  expect(await save(page, 'письмо', 'второе')).toEqual({ ok: true, value: { outcome: 'cancelled' } })
  expect(await save(page, 'список', 'а;б', 'csv')).toMatchObject({ value: { name: 'пуск.sh.csv' } })
  expect(readFileSync(join(folder, 'письмо.pdf'), 'utf8')).toBe('первое')
  expect(readFileSync(join(folder, 'пуск.sh.csv'), 'utf8')).toBe('а;б')
  expect(readdirSync(folder).toSorted()).toEqual(['письмо.pdf', 'пуск.sh.csv'])
  expect(await asked()).toEqual([
    { isOverDesk: true, defaultPath: '_.._.config_autostart_x.desktop.pdf', endings: ['pdf'] },
    { isOverDesk: true, defaultPath: 'письмо.pdf', endings: ['pdf'] },
    { isOverDesk: true, defaultPath: 'список.csv', endings: ['csv'] },
  ])
})

test('why a file could not be saved reaches the desk as a code; what was there stays', async ({ launch, profile }) => {
  const { app, page } = await launch()
  const folder = join(profile, 'saved')
  mkdirSync(folder)
  writeFileSync(join(folder, 'old.pdf'), 'before')
  await answerDialogs(app, [join(folder, 'gone', 'a.pdf'), join(folder, 'old.pdf')])
  expect(await save(page, 'a', 'x')).toEqual({ ok: false, error: { code: 'files.failed' } })
  // Whoever runs as root may write everywhere.
  if (process.getuid?.() !== 0 && process.platform !== 'win32') {
    chmodSync(folder, 0o500)
    expect(await save(page, 'old', 'x')).toEqual({ ok: false, error: { code: 'files.noPermission' } })
    chmodSync(folder, 0o700)
  }
  expect(readFileSync(join(folder, 'old.pdf'), 'utf8')).toBe('before')
  const log = () => readFileSync(join(profile, 'logs/host.log'), 'utf8')
  await expect.poll(log).toContain('"code":"files.failed"')
  expect(log()).not.toContain(folder)
})

test('a file longer than any other message passes; one over the limit, or of another kind, does not', async ({
  launch,
  profile,
}) => {
  const { app, page } = await launch()
  await answerDialogs(app, [join(profile, 'large.pdf')])
  const answers = await page.evaluate(async () => {
    const ask = (given: unknown) =>
      (window.desktop?.files.save(given as never) ?? Promise.reject(new Error('no bridge'))).then(
        (answer) => (answer.ok ? answer.value.outcome : answer.error.code),
        (error: Error) => error.message,
      )
    return [
      await ask({ name: 'a', kind: 'pdf', bytes: new Uint8Array(2 * 1024 * 1024) }),
      await ask({ name: 'a', kind: 'pdf', bytes: new Uint8Array(33 * 1024 * 1024) }),
      await ask({ name: 'a', kind: 'exe', bytes: new Uint8Array(1) }),
      await ask({ name: 'a', kind: 'pdf', bytes: 'text' }),
    ]
  })
  expect(answers).toEqual(['saved', 'ipc.badArguments', 'ipc.badArguments', 'ipc.badArguments'])
  expect(readFileSync(join(profile, 'large.pdf')).byteLength).toBe(2 * 1024 * 1024)
})

test('a saved file is shown in its folder; no other path can be', async ({ launch, profile }) => {
  const { app, page } = await launch()
  const path = join(profile, 'a.pdf')
  await answerDialogs(app, [path])
  await app.evaluate(({ shell }) => {
    const shown: string[] = []
    Object.assign(globalThis, { shown })
    shell.showItemInFolder = (given) => void shown.push(given)
  })
  await save(page, 'a', 'x')
  for (const id of [1, 2]) await page.evaluate((given) => window.desktop?.files.showInFolder({ id: given }), id)
  expect(await app.evaluate(() => (globalThis as unknown as { shown: string[] }).shown)).toEqual([path])
})

test('a page can download nothing past the bridge', async ({ launch, profile }) => {
  const { page } = await launch()
  await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(['planted']))
    link.download = 'planted.txt'
    link.click()
  })
  await expect.poll(() => readFileSync(join(profile, 'logs/host.log'), 'utf8')).toContain('"code":"download.refused"')
})

test('the page is printed on its sheet; cancelling and failing are told apart', async ({ launch }) => {
  const { app, page } = await launch()
  await app.evaluate(({ BrowserWindow }) => {
    const asked: unknown[] = []
    Object.assign(globalThis, { asked })
    const reasons = ['', 'Print job canceled', 'Print job failed']
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (contents)
      contents.print = (options, done) => {
        asked.push(options)
        const reason = reasons.shift() ?? ''
        done?.(reason === '', reason)
      }
  })
  const print = () => page.evaluate(() => window.desktop?.print.page({ pageSize: 'A4' }))
  expect(await print()).toEqual({ ok: true, value: { outcome: 'printed' } })
  expect(await print()).toEqual({ ok: true, value: { outcome: 'cancelled' } })
  expect(await print()).toEqual({ ok: false, error: { code: 'print.failed' } })
  expect(await app.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked[0])).toEqual({
    silent: false,
    printBackground: true,
    pageSize: 'A4',
  })
})
