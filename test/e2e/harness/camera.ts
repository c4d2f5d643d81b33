import { join, resolve } from 'node:path'
import { expect, type Page } from '@playwright/test'

const FOLDER = resolve(import.meta.dirname, '../../../docs/screens')

/** `npm run screens` runs the tests with a camera in place of the measure of accessibility. */
export const isCamera = process.env['OPORA_SCREENS'] === '1'

/** A picture of the screen for the documentation, light and dark; the page is left as it was. Does nothing without the camera. */
export async function pictured(page: Page, screen: string): Promise<void> {
  if (!isCamera) return
  for (const scheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
    await page.screenshot({ path: join(FOLDER, `${screen}-${scheme}.png`), scale: 'css', animations: 'disabled' })
  }
}
