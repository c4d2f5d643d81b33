import { randomBytes, randomUUID } from 'node:crypto'
import { test as base, expect, type Page } from '@playwright/test'
import { ChromiumProcess } from './chromium-process.ts'
import type { OpenInPage, StorePage } from './page/store-page.ts'
import { OPERATOR, type StoreServer, startStoreServer } from './store-server.ts'

export { expect }

export interface StoreDesk {
  readonly server: StoreServer
  readonly browser: ChromiumProcess
  readonly options: OpenInPage
  /** A page with the store open in it. */
  open(prepare?: (page: Page) => Promise<unknown>): Promise<Page>
}

/** A browser with its own profile, and a server of its own. */
export const test = base.extend<{ readonly desk: StoreDesk }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the parameters
  desk: async ({}, use) => {
    const deviceId = randomUUID().replace(/^(.{14})./, '$17')
    const server = await startStoreServer(deviceId, new URL('./page/', import.meta.url).pathname)
    const browser = new ChromiumProcess()
    await browser.start()
    const options: OpenInPage = {
      token: server.user.token,
      user: OPERATOR,
      deviceId,
      dataKey: randomBytes(32).toString('base64'),
    }
    await use({
      server,
      browser,
      options,
      async open(prepare) {
        const page = await browser.open(server.url, prepare)
        page.on('console', (message) => {
          if (message.type() === 'error') console.log('page:', message.text())
        })
        page.on('pageerror', (error) => console.log('page:', error.message))
        await page.evaluate((given) => window.storePage.open(given), options)
        return page
      },
    })
    await browser.dispose()
    await server.close()
  },
})

/** Waits until the status of the sync fits. */
export async function expectStatus(page: Page, wanted: Partial<ReturnType<StorePage['status']>>): Promise<void> {
  await expect.poll(() => page.evaluate(() => window.storePage.status())).toMatchObject(wanted)
}
