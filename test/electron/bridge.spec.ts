import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { aPassport } from '#shared/builders/a-passport.ts'
import { type Contract, listChannels } from '#shared/ipc/contract.ts'
import { test } from './desk-app.ts'

const userId = '0190c5f2-7d3a-7abc-8def-0123456789ab'

const passport = aPassport()

/** Arguments that every channel would accept. Typed by the contract: a new channel must be added here. */
const acceptable: { readonly [G in keyof Contract]: { readonly [M in keyof Contract[G]]: unknown } } = {
  app: { info: undefined, installation: { known: null } },
  vault: {
    seal: { login: 'a', passport, password: 'c', dataKey: `${'A'.repeat(43)}=` },
    update: { passport },
    openByPin: { userId, pin: '903617' },
    setPin: { userId, password: 'c', pin: '903617' },
    dropPin: { userId },
    standing: { userId },
    list: undefined,
    open: { userId, password: 'c' },
    lock: { userId },
    forget: { userId },
  },
  tokens: { save: { userId, refreshToken: 't' }, load: { userId }, clear: { userId } },
  attention: {
    incomingCall: { title: 'a', body: 'b' },
    clear: undefined,
    setPhoneState: { state: 'ready' },
    remind: { title: 'a', body: 'b' },
  },
  // Bytes do not travel into a page; a list of numbers does, and the tests make them into bytes there.
  files: { save: { name: 'a', kind: 'pdf', bytes: [1] }, showInFolder: { id: 1 } },
  print: { page: { pageSize: 'A4' } },
  log: { write: { level: 'info', code: 'a.b' } },
}

test('a foreign page in the window is refused on every channel', async ({ launch, profile }) => {
  const { app, page } = await launch()
  await app.evaluate(async ({ BrowserWindow }) => {
    await BrowserWindow.getAllWindows()[0]?.loadURL('data:text/html;charset=utf-8,<h1>foreign</h1>')
  })
  await expect(page.locator('h1')).toHaveText('foreign')
  const refusals = await page.evaluate(
    async (table) => {
      const results: string[] = []
      const bridge = window.desktop as unknown as
        | Record<string, Record<string, (args?: unknown) => Promise<unknown>>>
        | undefined
      for (const [group, methods] of Object.entries(table))
        for (const [method, given] of Object.entries(methods)) {
          const args =
            given !== null && typeof given === 'object' && 'bytes' in given
              ? { ...given, bytes: Uint8Array.from(given.bytes as number[]) }
              : given
          results.push(
            `${group}.${method} ${await (
              bridge?.[group]?.[method]?.(args) ?? Promise.reject(new Error('no bridge'))
            ).then(
              () => 'answered',
              (error: Error) => error.message,
            )}`,
          )
        }
      return results
    },
    acceptable as Record<string, Record<string, unknown>>,
  )
  expect(refusals).toHaveLength(listChannels().length)
  for (const refusal of refusals) expect(refusal).toMatch(/ (ipc\.untrustedSender|no bridge)$/)
  await expect.poll(() => readFileSync(join(profile, 'logs/host.log'), 'utf8')).toContain('ipc.untrustedSender')
})

test('wrong arguments are refused with a code, right ones are answered', async ({ launch }) => {
  const { page } = await launch()
  const answers = await page.evaluate(async () => {
    const bridge = window.desktop as unknown as Record<string, Record<string, (args?: unknown) => Promise<unknown>>>
    const ask = (group: string, method: string, args?: unknown) =>
      (bridge[group]?.[method]?.(args) ?? Promise.reject(new Error('missing'))).then(
        () => 'answered',
        (error: Error) => error.message,
      )
    return [
      await ask('attention', 'setPhoneState', { state: 'ready' }),
      await ask('attention', 'setPhoneState', { state: '../../x' }),
      await ask('attention', 'incomingCall', { title: 'x'.repeat(2_000_000), body: '' }),
      await ask('tokens', 'load', { userId: '../../etc/passwd' }),
      await ask('app', 'info', 1),
    ]
  })
  expect(answers).toEqual(['answered', ...Array.from({ length: 4 }, () => 'ipc.badArguments')])
})

test('the log on disk is masked whatever the page writes', async ({ launch, profile }) => {
  const { page } = await launch()
  await page.evaluate(() =>
    window.desktop?.log.write({
      level: 'warn',
      code: 'sync.refused',
      fields: { status: 409, phone: '+70001234567', policy: '7700008845370012', name: 'Иванова' },
    }),
  )
  const text = () => readFileSync(join(profile, 'logs/host.log'), 'utf8')
  await expect.poll(text).toContain('"code":"sync.refused","status":409,"dropped":3')
  expect(text()).not.toMatch(/Иванова|0001234567|7700008845370012/)
})

test('locking and waking of the computer reach the desk, until it stops listening', async ({ launch }) => {
  const { app, page } = await launch()
  await page.evaluate(() => {
    const heard: string[] = []
    const stop = window.desktop?.on('power', ({ change }) => heard.push(change))
    Object.assign(window, { heard, stop })
  })
  const emit = (event: string) => app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event)
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard)
  for (const event of ['lock-screen', 'unlock-screen', 'suspend', 'resume']) await emit(event)
  await expect.poll(heard).toEqual(['lock', 'unlock', 'suspend', 'resume'])
  await page.evaluate(() => (window as unknown as { stop: () => void }).stop())
  await emit('lock-screen')
  expect(await heard()).toHaveLength(4)
})

test('a call shows a notice, flashes the window and changes the tray; a click brings the window to the front', async ({
  launch,
}) => {
  const { app, page } = await launch()
  await app.evaluate(({ Notification, BrowserWindow }) => {
    const seen = { shown: [] as string[], flashes: [] as boolean[], last: undefined as unknown }
    Object.assign(globalThis, { seen })
    Notification.prototype.show = function (this: Electron.Notification) {
      seen.shown.push(`${this.title}|${this.body}`)
      seen.last = this
    }
    const window = BrowserWindow.getAllWindows()[0]
    if (window) window.flashFrame = (flag) => void seen.flashes.push(flag)
    window?.hide()
  })
  const seen = () =>
    app.evaluate(() =>
      (({ shown, flashes }) => ({ shown, flashes }))(
        (globalThis as unknown as { seen: { shown: string[]; flashes: boolean[] } }).seen,
      ),
    )
  await page.evaluate(() => window.desktop?.attention.incomingCall({ title: 'Входящий звонок', body: 'линия 1' }))
  expect(await seen()).toEqual({ shown: ['Входящий звонок|линия 1'], flashes: [true] })
  await app.evaluate(() =>
    (globalThis as unknown as { seen: { last: { emit(event: string): void } } }).seen.last.emit('click'),
  )
  expect(await seen()).toEqual({ shown: ['Входящий звонок|линия 1'], flashes: [true, false] })
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true)
})
