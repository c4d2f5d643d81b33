import { expect, type Page } from '@playwright/test'

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
  const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 12)]
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return `outside the window: ${own}`
  const there = document.elementFromPoint(x, y)
  return there !== null && (wearer.contains(there) || there.contains(wearer)) ? '' : `covered: ${own}`
}
