import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { startTryOutPbx, type TryOutPbx } from '#scripts/try-out-pbx/try-out-pbx.ts'
import { sineWav } from '#test/sip-lab/sine-wav.ts'
import { launchBrowser, openPhonePage, SECRET, VOICE_HZ } from '#test/sip-lab/softphone-harness.ts'
import { serveBenchPage } from './serve-page.ts'

/** The desk's telephone in a browser of its own, and an exchange that is not told of anything. */
export interface PhoneBench {
  readonly pbx: TryOutPbx
  readonly page: Page
  readonly context: BrowserContext
}

/** Runs a measurement of the telephone, and takes everything down after it. */
export async function withPhone<T>(measure: (bench: PhoneBench) => Promise<T>): Promise<T> {
  const pbx = await startTryOutPbx({ secret: SECRET, port: 0 })
  const pageServer = await serveBenchPage('phone-page')
  const folder = mkdtempSync(join(tmpdir(), 'opora-bench-'))
  const voice = join(folder, 'voice.wav')
  writeFileSync(voice, sineWav(VOICE_HZ, 2))
  const browser = await launchBrowser(voice)
  try {
    const context = await browser.newContext()
    const { page } = await openPhonePage(context, pageServer.url)
    return await measure({ pbx, page, context })
  } finally {
    await browser.close()
    await pageServer.close()
    await pbx.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function untilRegistered(page: Page): Promise<void> {
  await page.waitForFunction(() => window.testPhone.soft.phone.state.link.state === 'registered')
}

/** Ends the call that goes on, and waits until its line is free. */
export async function hangUp(page: Page): Promise<void> {
  await page.evaluate(() => window.testPhone.soft.phone.hangUp())
  await page.waitForFunction(() => window.testPhone.soft.phone.state.calls.length === 0)
}
