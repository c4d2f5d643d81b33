import type { Locator } from '@playwright/test'

/** Five megabytes, in characters of one byte. */
export const MEGABYTES = 5 * 1024 * 1024

/**
 * Puts the focus into the field and pastes: what the page does with the event decides, and only what it lets through is put in, as
 * a browser does. The clipboard of the machine under test is left alone.
 */
export async function paste(field: Locator, text: string, times = 1): Promise<void> {
  await field.focus()
  const isLetIn = await field.evaluate(
    (element, [piece, count]) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', piece.repeat(count))
      return element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    },
    [text, times] as const,
  )
  if (isLetIn) await field.page().keyboard.insertText(text.repeat(times))
}
