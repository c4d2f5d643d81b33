import { type ChangeEvent, useState } from 'react'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { insertGuard } from './insert-guard.ts'

/** Longest text of a search, in UTF-16 code units: longer than any name, number or sentence that is looked for. */
export const SEARCH_MAX = 200

type Field = HTMLInputElement | HTMLTextAreaElement

/**
 * A text field with a limit: what does not fit stays out as a whole and what stood there stays, with a refusal to show beside the
 * field until something fitting is typed.
 */
export function useTextLimit(max: number, put: (text: string) => void) {
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const refuseLength = (length: number): void => setRefusal(refuse('text.pasteTooLong', undefined, { length, max }))
  function change(text: string): void {
    if (text.length > max) refuseLength(text.length)
    else {
      setRefusal(null)
      put(text)
    }
  }
  return {
    refusal,
    change,
    /** For the field itself. */
    guard: {
      ...insertGuard(max, refuseLength),
      onChange: (event: ChangeEvent<Field>): void => change(event.currentTarget.value),
    },
  }
}
