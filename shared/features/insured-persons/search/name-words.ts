import typing from './russian-typing.json' with { type: 'json' }

const SAME: ReadonlyMap<string, string> = new Map(Object.entries(typing.sameLetters))
const SAME_LETTERS = new RegExp(`[${[...SAME.keys()].join('')}]`, 'g')
const TO_RUSSIAN: ReadonlyMap<string, string> = new Map(
  [...typing.latinKeys].map((key, index) => [key, typing.russianKeys[index] ?? key]),
)
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

/** What would have been typed with the Russian layout on the same keys, or null when nothing would differ. */
export function withRussianLayout(typed: string): string | null {
  const switched = [...typed.toLowerCase()].map((key) => TO_RUSSIAN.get(SHIFTED[key] ?? key) ?? key).join('')
  return /[a-z]/i.test(typed) ? switched : null
}

/** Month 1–12 by its name, nominative or genitive; null for another word. */
export function monthOf(word: string): number | null {
  const index = typing.months.findIndex((forms) => forms.split(' ').includes(word))
  return index === -1 ? null : index + 1
}
