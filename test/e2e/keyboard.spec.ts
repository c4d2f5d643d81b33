import { expect, type Page, test } from '@playwright/test'
import { appealsRu } from '#renderer/i18n/ru/appeals.ts'
import { authRu } from '#renderer/i18n/ru/auth.ts'
import { deskRu } from '#renderer/i18n/ru/desk.ts'
import { shellRu } from '#renderer/i18n/ru/shell.ts'
import { syncRu } from '#renderer/i18n/ru/sync.ts'
import { focusIsSeen } from './harness/focus.ts'
import { buildQuietWorld, type QuietWorld } from './harness/story-world.ts'
import { OperatorPage, PASSWORD } from './page-models/desk-page.ts'

let world: QuietWorld

test.beforeAll(async () => {
  world = await buildQuietWorld()
})
test.afterAll(async () => {
  await world.dispose()
})

/** Presses keys, counts them and looks after each that the focus is seen. */
function keysOf(page: Page) {
  let count = 0
  return {
    get count() {
      return count
    },
    async press(...keys: readonly string[]) {
      for (const key of keys) {
        await page.keyboard.press(key)
        count += 1
        await focusIsSeen(page)
      }
    },
    async type(text: string) {
      await page.keyboard.type(text)
      count += text.length
    },
  }
}

test('the desk is worked by keyboard alone, with the focus always in sight @X4 @C5 @X2 @X5', async () => {
  const { page } = await world.desk()
  const operator = new OperatorPage(page)
  const keys = keysOf(page)

  await test.step('sign in', async () => {
    await expect(page.getByRole('textbox', { name: authRu.login })).toBeFocused()
    await keys.type('operator1')
    await keys.press('Tab')
    await keys.type(PASSWORD)
    await page.keyboard.press('Enter')
    await expect(operator.sync).toContainText(syncRu['api.reachable'])
  })

  await test.step('find a person and open the card: /, the beginning of the name, Enter', async () => {
    await keys.press('Slash')
    await expect(async () => {
      await page.keyboard.press('Control+KeyA')
      await page.keyboard.type('иван')
      await expect(operator.person.getByRole('option').first()).toBeVisible({ timeout: 2_000 })
    }).toPass({ timeout: 60_000 })
    await keys.press('ArrowDown', 'ArrowUp')
    const found = await operator.person.getByRole('option', { selected: true }).innerText()
    await keys.press('Enter')
    await expect(operator.person.getByRole('heading').first()).toContainText(found.split(/\s/)[0] ?? '')
  })

  await test.step('? shows the keys, Escape gives the focus back', async () => {
    await keys.press('Alt+Digit3')
    await page.keyboard.press('Shift+Slash')
    const sheet = page.getByRole('dialog', { name: shellRu['keys.title'] })
    await expect(sheet).toContainText(shellRu['key.newAppeal'])
    await expect(sheet).toContainText('Alt+N'.split('+')[1] ?? '')
    await focusIsSeen(page)
    await keys.press('Escape')
    await expect(sheet).toHaveCount(0)
    await focusIsSeen(page)
  })

  await test.step('register an appeal in few keys', async () => {
    const before = keys.count
    await keys.press('Alt+KeyN')
    await expect(operator.appealForm).toBeVisible()
    await focusIsSeen(page)
    await keys.press('Space', 'ArrowRight', 'ArrowRight')
    await keys.press('Tab')
    await keys.type('полис')
    await expect(page.getByRole('option').first()).toBeVisible()
    await keys.press('Enter', 'Tab')
    const typed = 'Спрашивает, где получить полис'
    await keys.type(typed)
    await keys.press('Tab', 'Space')
    await page.keyboard.press('Control+Enter')
    await expect(operator.task.getByRole('status').filter({ hasText: appealsRu['registered.title'] })).toBeVisible()
    await focusIsSeen(page)
    // Besides the words themselves: open, kind, theme, outcome, register. VICIdial's form asks for about as many.
    expect(keys.count - before - typed.length - 'полис'.length).toBeLessThanOrEqual(10)
  })

  await test.step('walk the whole desk with Tab: round and back without a trap', async () => {
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    const seen = new Set<string>()
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(() => document.activeElement === document.body)) break
      await focusIsSeen(page)
      seen.add(
        await page.evaluate(() => document.activeElement?.closest('[aria-label]')?.getAttribute('aria-label') ?? ''),
      )
    }
    expect(seen.size).toBeGreaterThan(5)
  })

  await test.step('the inbox', async () => {
    await keys.press('Alt+KeyS')
    await expect(page.getByRole('heading', { name: syncRu['inbox.title'] })).toBeFocused()
    await keys.press('Tab', 'Enter')
    await expect(page.getByRole('heading', { name: deskRu['home.title'] })).toBeVisible()
    await focusIsSeen(page)
  })

  await test.step('language and theme from the palette', async () => {
    await page.keyboard.press('Control+KeyK')
    await focusIsSeen(page)
    await keys.type(deskRu['action.language'])
    await page.keyboard.press('Enter')
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await focusIsSeen(page)
    const before = await page.locator('html').getAttribute('data-mantine-color-scheme')
    await page.keyboard.press('Control+KeyK')
    await keys.type('switch between')
    await page.keyboard.press('Enter')
    await expect(page.locator('html')).not.toHaveAttribute('data-mantine-color-scheme', before ?? '')
    await page.keyboard.press('Control+KeyK')
    await keys.type('russian')
    await page.keyboard.press('Enter')
    await expect(page.locator('html')).toHaveAttribute('lang', 'ru')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  await test.step('the menu: arrows, and out', async () => {
    await page.keyboard.press('Control+KeyK')
    await keys.type(shellRu['menu.signOut'])
    await page.keyboard.press('Enter')
    await expect(page.getByLabel(authRu.password, { exact: true })).toBeFocused()
    await focusIsSeen(page)
  })
})
