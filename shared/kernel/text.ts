import { z } from 'zod'

/**
 * Text as a person types it: trimmed, NFC, without control characters other than line feed and tab, and without the
 * bidirectional overrides U+202A–U+202E and U+2066–U+2069 that can make a stored text read differently from what was typed.
 * Right-to-left letters and emoji are kept. `max` counts UTF-16 code units.
 */
export function typedText(max: number) {
  return z.string().max(max, { error: 'text.tooLong' }).overwrite(cleanText)
}

/** Printable ASCII and Russian letters: nothing in them can be cleaned, and each has one form only. */
const PLAIN = /^[\x20-\x7e\u0410-\u044f\u0401\u0451]*$/

/** Whether cleaning could do no more to this text than trim it; nearly all texts are so. */
export function isPlainText(text: string): boolean {
  return PLAIN.test(text)
}

/** Same cleaning as `typedText`, for values that arrive from outside, such as a SIP display name. */
export function cleanText(text: string): string {
  if (isPlainText(text)) return text.trim()
  return text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, (character) =>
      character === '\n' || character === '\t' ? character : '',
    )
    .trim()
}

/** A name, a title, the matter of something: 1 to `max` characters after cleaning. `error` names what is missing. */
export function requiredLine(max: number, error = 'text.required') {
  return typedText(max).refine((text) => text.length > 0, { error })
}
