import { expect, type Locator, type Page } from '@playwright/test'

/**
 * Whoever works by keyboard must always see where they are: something has the focus, it is in the window, nothing covers it, and
 * it, its label or the frame around it wears an outline (WCAG 2.4.7, 2.4.11).
 */
export async function focusIsSeen(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(whatIsWrongWithFocus)).toBe('')
}

function whatIsWrongWithFocus(): string {
  const focused = document.activeElement
  if (!(focused instanceof HTMLElement) || focused === document.body) return 'nothing has the focus'
  const own = focused.outerHTML.slice(0, 120)
  // A chip's radio button is hidden behind its label; a search field wears the outline of its frame.
  const wearers = [focused, focused.nextElementSibling, focused.parentElement, focused.parentElement?.parentElement]
  const wearer = wearers.find((element) => {
    if (!element) return false
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    const { width, height } = element.getBoundingClientRect()
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0 && width > 1 && height > 1
  })
  if (!wearer) return `no outline: ${own}`
  const box = wearer.getBoundingClientRect()
  // A field to type into may have its icon at the beginning: it is looked at in the middle.
  const isTyped = focused.matches('input:not([type=checkbox], [type=radio])')
  const [x, y] = [
    box.left + (isTyped ? box.width / 2 : Math.min(box.width / 2, 20)),
    box.top + Math.min(box.height / 2, 12),
  ]
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return `outside the window: ${own}`
  const there = document.elementFromPoint(x, y)
  return there !== null && (wearer.contains(there) || there.contains(wearer)) ? '' : `covered: ${own}`
}

/** More stops than any part of a desk has. */
const STOPS_MAX = 120

/**
 * Where Tab goes within a part of the page, from its beginning until it leaves it: the names of the stops. Each is in sight and comes after the one
 * before it in the document, so that the order heard is the order read (WCAG 2.4.3).
 */
export async function focusOrder(page: Page, part: Locator): Promise<string[]> {
  await part.evaluate((element) => {
    element.tabIndex = -1
    element.focus()
  })
  const names: string[] = []
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    const before = await page.evaluateHandle(() => document.activeElement)
    await page.keyboard.press('Tab')
    const found = await part.evaluate((element, last) => {
      const focused = document.activeElement
      if (focused === null || focused === element || !element.contains(focused)) return null
      const isAfter = last === null || (last.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
      const label = focused instanceof HTMLInputElement ? focused.labels?.[0]?.textContent : null
      return { isAfter, name: (focused.getAttribute('aria-label') ?? label ?? focused.textContent ?? '').trim() }
    }, before)
    if (found === null) return names
    expect(found.isAfter, `${found.name} comes after ${names.at(-1)}`).toBe(true)
    await focusIsSeen(page)
    names.push(found.name)
  }
  throw new Error(`more than ${STOPS_MAX} stops: ${names.join(' · ')}`)
}
