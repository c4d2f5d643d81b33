import type { ClipboardEvent, DragEvent } from 'react'

type Field = HTMLInputElement | HTMLTextAreaElement

/**
 * Stops a paste or a drop that would not fit before the browser puts it in: megabytes laid out for a moment freeze the window, and
 * a text cut in the middle loses words unnoticed. `onTooLong` gets the whole length that was refused, in UTF-16 code units.
 */
export function insertGuard(max: number, onTooLong: (length: number) => void) {
  function stop(event: ClipboardEvent<Field> | DragEvent<Field>, inserted: string): void {
    const { value, selectionStart, selectionEnd } = event.currentTarget
    const length = value.length - ((selectionEnd ?? 0) - (selectionStart ?? 0)) + inserted.length
    if (length <= max) return
    event.preventDefault()
    onTooLong(length)
  }
  return {
    onPaste: (event: ClipboardEvent<Field>) => stop(event, event.clipboardData.getData('text/plain')),
    onDrop: (event: DragEvent<Field>) => stop(event, event.dataTransfer.getData('text/plain')),
  }
}
