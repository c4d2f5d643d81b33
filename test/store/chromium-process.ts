import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { killAllOn } from '#test/e2e/harness/processes.ts'

/**
 * Chromium as a process of its own with its profile on disk: it can be killed as a power switch does, and started again on the
 * same profile. Playwright's own persistent context cannot be killed without closing in order.
 */
export class ChromiumProcess {
  readonly profile = mkdtempSync(join(tmpdir(), 'opora-store-'))
  #process: ChildProcess | null = null
  #browser: Browser | null = null

  async start(): Promise<void> {
    const child = spawn(
      process.env['OPORA_CHROMIUM'] ?? '/usr/bin/chromium',
      [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--remote-debugging-port=0',
        `--user-data-dir=${this.profile}`,
        'about:blank',
      ],
      { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    this.#process = child
    this.#browser = await chromium.connectOverCDP(await debuggingUrl(child))
  }

  async open(url: string, prepare: (page: Page) => Promise<unknown> = async () => {}): Promise<Page> {
    const context = this.#browser?.contexts()[0]
    if (!context) throw new Error('Chromium is not running')
    const page = await context.newPage()
    await prepare(page)
    await page.goto(url)
    await page.waitForFunction(() => document.title === 'ready')
    return page
  }

  /** SIGKILL to the browser and all its children at once; nothing of theirs runs after it. */
  async kill(): Promise<void> {
    const child = this.#process
    this.#process = null
    if (!child?.pid) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    process.kill(-child.pid, 'SIGKILL')
    await ended
    // Children that still end would hold files of the profile when the next browser starts.
    await killAllOn(this.profile)
    await this.#browser?.close().catch(() => undefined)
  }

  /** Ends in order, so that everything written is on disk. */
  async stop(): Promise<void> {
    const child = this.#process
    this.#process = null
    if (!child) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const session = await this.#browser?.newBrowserCDPSession()
    await session?.send('Browser.close').catch(() => undefined)
    await ended
  }

  async dispose(): Promise<void> {
    await this.kill()
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

function debuggingUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${text.slice(-2000)}`)))
    child.once('error', reject)
    child.stderr?.on('data', (data: Buffer) => {
      text += data.toString()
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1]
      if (found) resolve(found)
    })
  })
}
