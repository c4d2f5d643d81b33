import type { Page } from '@playwright/test'

/** What is on the screen and in the page's memory, as far as a script in the page can reach it. */
export async function pageText(page: Page): Promise<string> {
  return page.evaluate(() => document.documentElement.outerHTML)
}
