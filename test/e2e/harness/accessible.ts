import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { isCamera, pictured } from './camera.ts'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** What depends on colours: all that a scheme can change. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']
/** The usual screen of a workplace in both schemes, and the same screen at 200 % zoom in one: what zoom moves, it moves in both alike. */
const LOOKS = [
  { size: { width: 1366, height: 768 }, schemes: ['light', 'dark'] },
  { size: { width: 683, height: 384 }, schemes: ['light'] },
] as const

/**
 * No violation of WCAG 2.2 AA that a machine can find, light and dark, at 100 % and 200 %; nothing scrolls sideways.
 * @param screen one word for each screen: the name of its picture
 */
export async function isAccessible(page: Page, screen: string): Promise<void> {
  if (isCamera) return pictured(page, screen)
  for (const { size, schemes } of LOOKS) {
    await page.setViewportSize(size)
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
      const axe = new AxeBuilder({ page }).setLegacyMode(true)
      const { violations } = await (scheme === 'light' ? axe.withTags(TAGS) : axe.withRules(COLOUR_RULES)).analyze()
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(' ')} — ${node.failureSummary?.split('\n').slice(1).join(' ')}`),
      )
      expect.soft(found, `${screen}, ${scheme}, ${size.width}x${size.height}`).toEqual([])
    }
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect.soft(sideways, `${screen} scrolls sideways at ${size.width}x${size.height}`).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize(LOOKS[0].size)
}

/** At 1366x768 a column has one scroll bar at most: none stands inside another and none beside another in one column. */
export async function scrollsOncePerColumn(page: Page): Promise<void> {
  const columns = await page.evaluate(() => {
    const scrolling = [...document.querySelectorAll('.shell *')].filter(
      (element) =>
        /auto|scroll/.test(getComputedStyle(element).overflowY) && element.scrollHeight > element.clientHeight + 1,
    )
    const boxes = scrolling.map((element) => ({ name: element.className, box: element.getBoundingClientRect() }))
    return boxes.flatMap((one, index) =>
      boxes
        .slice(index + 1)
        .filter((other) => one.box.left < other.box.right - 1 && other.box.left < one.box.right - 1)
        .map((other) => `${one.name} and ${other.name}`),
    )
  })
  expect(columns).toEqual([])
}
