import layout from '../../../kernel/keyboard-layout.json' with { type: 'json' }
import { inOtherLayout } from '../../../kernel/word-match.ts'
import months from './month-names.json' with { type: 'json' }

const SAME: ReadonlyMap<string, string> = new Map(Object.entries(layout.sameLetters))
const SAME_LETTERS = new RegExp(`[${[...SAME.keys()].join('')}]`, 'g')
/** Upper-case signs of the keys that carry letters in the Russian layout. */
const SHIFTED: Readonly<Record<string, string>> = {
  '~': '`',
  '{': '[',
  '}': ']',
  ':': ';',
  '"': "'",
  '<': ',',
  '>': '.',
}

/** One form for all spellings of a letter: lower case, NFC, the dotted letter as its plain one. */
export function foldLetters(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(SAME_LETTERS, (letter) => SAME.get(letter) ?? letter)
}

/** The words of a name: a double-barrelled surname gives two. */
export function nameWords(name: string): string[] {
  return foldLetters(name).match(/\p{L}+/gu) ?? []
}

/** What would have been typed with the Russian layout on the same keys, or null when no Latin letter was typed. */
export function withRussianLayout(typed: string): string | null {
  if (!/[a-z]/i.test(typed)) return null
  return inOtherLayout(typed.replace(/[~{}:"<>]/g, (key) => SHIFTED[key] ?? key))
}

/** Month 1–12 by its name, nominative or genitive; null for another word. */
export function monthOf(word: string): number | null {
  const index = months.findIndex((forms) => forms.includes(word))
  return index === -1 ? null : index + 1
}
