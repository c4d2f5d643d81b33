import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test'
import { deskArguments, firstDesk } from '../../electron/desk-app.ts'
import { killAllOn } from './processes.ts'

export interface DeskOptions {
  readonly apiUrl: string
  readonly sipUrl?: string
  /** WAV file that the microphone "hears" over and over. */
  readonly voice?: string
}

/** One desk in its host with its own profile; it can be killed and started again on the same profile. */
export interface Desk {
  readonly page: Page
  readonly app: ElectronApplication
  readonly profile: string
  /** SIGKILL to the host and its browser, as a power cut or the task manager does. */
  kill(): Promise<void>
  /** Starts again on the same profile; `page` and `app` are the new ones. */
  start(): Promise<void>
  /** Closes it in the ordinary way and removes the profile. */
  dispose(): Promise<void>
}

export async function openDesk(options: DeskOptions): Promise<Desk> {
  const profile = mkdtempSync(join(tmpdir(), 'opora-desk-'))
  let app: ElectronApplication | null = null
  let page: Page | null = null
  const desk: Desk = {
    profile,
    get app() {
      if (!app) throw new Error('The desk is not running')
      return app
    },
    get page() {
      if (!page) throw new Error('The desk is not running')
      return page
    },
    async start() {
      const sound = options.voice === undefined ? [] : [`--use-file-for-fake-audio-capture=${options.voice}`]
      app = await electron.launch({
        args: deskArguments(profile, [
          ...sound,
          '--allow-loopback-in-peer-connection',
          '--autoplay-policy=no-user-gesture-required',
        ]),
        env: {
          ...(process.env as Record<string, string>),
          OPORA_API_URL: options.apiUrl,
          ...(options.sipUrl === undefined ? {} : { OPORA_SIP_URL: options.sipUrl }),
        },
      })
      page = await firstDesk(app)
      await page.setViewportSize({ width: 1366, height: 768 })
    },
    async kill() {
      const running = app
      app = null
      page = null
      if (!running) return
      const ended = new Promise<void>((done) => running.once('close', () => done()))
      running.process().kill('SIGKILL')
      await killAllOn(profile)
      await ended
    },
    async dispose() {
      await app?.close()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
  await desk.start()
  return desk
}
