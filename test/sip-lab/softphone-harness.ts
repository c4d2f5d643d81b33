import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, test as base, chromium, expect, type Page } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import type { CallState } from '#renderer/features/telephony/engine/call-state.ts'
import { hmacSha1Base64 } from '#scripts/try-out-pbx/credentials.ts'
import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'
import { issueSipCredentials } from '#shared/features/telephony/sip-credentials.ts'
import { sineWav } from './sine-wav.ts'

/** What the microphones of the tests say. */
export const VOICE_HZ = 440
export const TONE_TOLERANCE_HZ = 15
export const SECRET = 'secret of the sip lab tests'

export interface Exchange {
  readonly domain: string
  readonly sipServer: string
}

/** Credentials as the central API would issue them. */
export function credentialsOf(
  exchange: Exchange,
  extension: string,
  change: Partial<PhoneCredentials> = {},
): PhoneCredentials {
  const issued = issueSipCredentials({ extension, secret: SECRET, nowMs: Date.now(), hmacSha1Base64 })
  return {
    uri: `sip:${extension}@${exchange.domain}`,
    server: exchange.sipServer,
    authorizationUsername: issued.username,
    authorizationPassword: issued.password,
    expiresAt: new Date(issued.expiresAt * 1000).toISOString(),
    iceServers: [],
    recordsCalls: false,
    autoAnswers: [],
    ...change,
  }
}

/** A desk's telephone in a page of its own. */
export class PhonePage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async open(credentials: PhoneCredentials): Promise<void> {
    await this.page.evaluate((given) => window.testPhone.open(given), credentials)
  }
  async register(credentials: PhoneCredentials): Promise<void> {
    await this.open(credentials)
    await this.expectLink('registered')
    await this.page.evaluate(() => window.testPhone.soft.phone.ready())
  }
  link(): Promise<string> {
    return this.page.evaluate(() => {
      const { link } = window.testPhone.soft.phone.state
      return link.state === 'registered' ? 'registered' : link.reason
    })
  }
  async expectLink(wanted: string, timeout = 10_000): Promise<void> {
    await expect.poll(() => this.link(), { timeout, intervals: [50] }).toBe(wanted)
  }
  states(): Promise<CallState[]> {
    return this.page.evaluate(() => window.testPhone.soft.phone.state.calls.map((call) => call.state))
  }
  async expectStates(...wanted: CallState[]): Promise<void> {
    await expect.poll(() => this.states(), { timeout: 15_000, intervals: [50] }).toEqual(wanted)
  }
  hear(): Promise<{ hz: number; rms: number }> {
    return this.page.evaluate(() => window.testPhone.hear())
  }
  async expectTone(hz: number, timeout = 10_000): Promise<void> {
    await expect
      .poll(async () => Math.abs((await this.hear()).hz - hz), { timeout, message: `hears ${hz} Hz` })
      .toBeLessThanOrEqual(TONE_TOLERANCE_HZ)
  }
  ended(): Promise<
    readonly { result: string; endedBy: string | null; sipStatus: number | null; holds: readonly unknown[] }[]
  > {
    return this.page.evaluate(() => window.testPhone.ended)
  }
  async expectEnded(wanted: Record<string, unknown>): Promise<void> {
    await expect.poll(async () => (await this.ended()).at(-1), { timeout: 15_000 }).toMatchObject(wanted)
  }
  lastReason(): Promise<string | undefined> {
    return this.page.evaluate(() => window.testPhone.soft.phone.state.lastEnded?.reason)
  }
  logged(): Promise<string[]> {
    return this.page.evaluate(() => window.testPhone.logged)
  }
  dial(number: string): Promise<string | undefined> {
    return this.page.evaluate((to) => window.testPhone.soft.phone.call(to), number)
  }
  answer(): Promise<void> {
    return this.page.evaluate(() => window.testPhone.soft.phone.answer())
  }
  decline(): Promise<void> {
    return this.page.evaluate(() => window.testPhone.soft.phone.decline())
  }
  hangUp(): Promise<void> {
    return this.page.evaluate(() => window.testPhone.soft.phone.hangUp())
  }
  toggleMute(): Promise<void> {
    return this.page.evaluate(() => window.testPhone.soft.phone.toggleMute())
  }
  toggleHold(): Promise<void> {
    return this.page.evaluate(() => window.testPhone.soft.phone.toggleHold())
  }
  async press(keys: string): Promise<void> {
    await this.page.evaluate((all) => {
      for (const key of all) window.testPhone.soft.phone.sendKey(key)
    }, keys)
  }
}

export interface PhoneWorker {
  readonly pageUrl: string
  /** Chromium with a microphone that says `VOICE_HZ` for ever. */
  readonly speaking: Browser
}
export interface PhoneTest {
  readonly newPhone: () => Promise<PhonePage>
}

const CHROMIUM_ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
]

/** One browser process has one microphone for all its pages; without a voice it has none at all. */
export function launchBrowser(voiceFile: string | undefined): Promise<Browser> {
  const voice =
    voiceFile === undefined
      ? []
      : ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${voiceFile}`]
  return chromium.launch({
    executablePath: process.env['OPORA_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [...CHROMIUM_ARGS, ...voice],
    chromiumSandbox: false,
  })
}

export const test = base.extend<PhoneTest, PhoneWorker>({
  pageUrl: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the parameters
    async ({}, use) => {
      const server = await servePage()
      await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
      server.close()
    },
    { scope: 'worker' },
  ],
  speaking: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the parameters
    async ({}, use, info) => {
      const file = `${info.project.outputDir}/voice-${info.workerIndex}.wav`
      await import('node:fs/promises').then((fs) => fs.mkdir(info.project.outputDir, { recursive: true }))
      writeFileSync(file, sineWav(VOICE_HZ, 2))
      const browser = await launchBrowser(file)
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  newPhone: async ({ pageUrl, speaking }, use) => {
    const contexts: BrowserContext[] = []
    await use(async () => {
      const context = await speaking.newContext()
      contexts.push(context)
      return openPhonePage(context, pageUrl)
    })
    // a page left open stays registered and would be rung by the next test
    for (const context of contexts) await context.close()
  },
})

export async function openPhonePage(context: BrowserContext, pageUrl: string): Promise<PhonePage> {
  const page = await context.newPage()
  await page.goto(pageUrl)
  await expect(page).toHaveTitle('ready')
  return new PhonePage(page)
}

/** The page is built once for a worker and served from memory. */
async function servePage(): Promise<Server> {
  const root = new URL('./softphone-page/', import.meta.url).pathname
  const result = await build({
    root,
    base: './',
    configFile: false,
    plugins: [react()],
    logLevel: 'error',
    build: { write: false, minify: false },
  })
  if (!('output' in result)) throw new Error('the page was not built')
  const files = new Map(result.output.map((file) => [`/${file.fileName}`, 'code' in file ? file.code : file.source]))
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    const body = files.get(path)
    const type = path.endsWith('.js')
      ? 'text/javascript'
      : path.endsWith('.css')
        ? 'text/css'
        : 'text/html; charset=utf-8'
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

export { expect }
