import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test as base, type ElectronApplication, _electron as electron, type Page } from '@playwright/test'
import { rootSwitches } from '#scripts/electron.ts'
import type { HostBridge } from '#shared/ipc/contract.ts'
import { killAllOn } from '#test/e2e/harness/processes.ts'

const ROOT = resolve(import.meta.dirname, '../..')

export interface LaunchOptions {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Written as settings.json into the profile. */
  readonly settings?: object | string
}
export interface DeskApp {
  readonly app: ElectronApplication
  readonly page: Page
}
interface DeskFixtures {
  /** A new profile folder, removed after the test. */
  readonly profile: string
  /** Starts the desk on the profile; whatever still runs after the test is ended. */
  readonly launch: (options?: LaunchOptions) => Promise<DeskApp>
}

/** Arguments after the executable, as Playwright's launch and a bare spawn need them. */
export function deskArguments(profile: string, more: readonly string[] = []): string[] {
  // A tone instead of a microphone: test machines have none.
  return [
    ROOT,
    `--user-data-dir=${profile}`,
    '--lang=ru',
    '--use-fake-device-for-media-stream',
    ...rootSwitches(),
    ...more,
  ]
}

/** Waits until the page and its bridge are there; what the desk shows is none of these tests' business. */
export async function firstDesk(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow()
  await page.waitForFunction(() => document.readyState === 'complete' && window.desktop !== undefined)
  return page
}

export const test = base.extend<DeskFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern
  profile: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'opora-host-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  },
  launch: async ({ profile }, use) => {
    const running = new Set<ElectronApplication>()
    await use(async ({ args = [], env = {}, settings } = {}) => {
      if (settings !== undefined) {
        writeFileSync(
          join(profile, 'settings.json'),
          typeof settings === 'string' ? settings : JSON.stringify(settings),
        )
      }
      const app = await electron.launch({
        args: deskArguments(profile, args),
        env: { ...(process.env as Record<string, string>), ...env },
      })
      running.add(app)
      app.on('close', () => running.delete(app))
      return { app, page: await firstDesk(app) }
    })
    // How it closes is the business of tests that close it; here nothing may be left, whatever a test did to its windows.
    const ended = [...running].map((app) => new Promise<void>((done) => app.once('close', () => done())))
    for (const app of running) app.process().kill('SIGKILL')
    await killAllOn(profile)
    await Promise.all(ended)
  },
})

/** The page's side of the bridge, for `page.evaluate`. */
declare global {
  interface Window {
    readonly desktop?: HostBridge
  }
}
