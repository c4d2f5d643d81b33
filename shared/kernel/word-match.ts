/**
 * Finding by typed words, for lists of hundreds to a few thousand entries (themes, questions, steps of a script): case, «ё», the
 * end of an inflected word and the wrong keyboard layout are forgiven. The registry of persons has an index of its own.
 */

const LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
/** What the same keys give in the Russian layout, «йцукен…ё»: written by code so that this file stays readable in any font. */
const RUSSIAN_KEYS =
  '\u0439\u0446\u0443\u043a\u0435\u043d\u0433\u0448\u0449\u0437\u0445\u044a\u0444\u044b\u0432\u0430\u043f\u0440\u043e\u043b\u0434\u0436\u044d\u044f\u0447\u0441\u043c\u0438\u0442\u044c\u0431\u044e\u0451'
const OTHER_KEY = new Map<string, string>([
  ...[...LATIN_KEYS].map((key, index): [string, string] => [key, RUSSIAN_KEYS[index] ?? key]),
  ...[...RUSSIAN_KEYS].map((key, index): [string, string] => [key, LATIN_KEYS[index] ?? key]),
])

/** The text as the same keys would have given it in the other layout (US ↔ Russian), in lower case. */
export function inOtherLayout(text: string): string {
  return [...text.toLowerCase()].map((character) => OTHER_KEY.get(character) ?? character).join('')
}

/** Lower-case words without accents; «ё» becomes «е», «й» stays. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll('\u0451', '\u0435')
    .normalize('NFC')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** A text to be found, split once. `weight` says how much a hit in it counts. */
export interface MatchField {
  readonly words: readonly string[]
  readonly weight: number
}

export function matchField(text: string, weight: number): MatchField {
  return { words: wordsOf(text), weight }
}

/**
 * How well the typed text fits: 0 when a typed word is found nowhere, more for whole words, heavier fields and less text around.
 * An empty text fits everything equally (1).
 */
export function matchScore(typed: string, fields: readonly MatchField[]): number {
  return Math.max(scoreOf(wordsOf(typed), fields), scoreOf(wordsOf(inOtherLayout(typed)), fields) * 0.9)
}

function scoreOf(typed: readonly string[], fields: readonly MatchField[]): number {
  if (typed.length === 0) return 1
  let total = 0
  for (const word of typed) {
    let best = 0
    for (const field of fields) {
      for (const candidate of field.words) {
        const fit = fitOf(word, candidate) * field.weight * (1 + 1 / (3 + field.words.length))
        if (fit > best) best = fit
      }
    }
    if (best === 0) return 0
    total += best
  }
  return total / typed.length
}

/** Shortest common beginning by which two forms of one word are taken as the same. */
const STEM_MIN = 4
/** Letters that an ending may differ by. */
const ENDING_MAX = 3

function fitOf(typed: string, word: string): number {
  if (typed === word) return 4
  if (word.startsWith(typed)) return 3
  let same = 0
  while (same < typed.length && typed[same] === word[same]) same += 1
  return same >= STEM_MIN && same >= Math.max(typed.length, word.length) - ENDING_MAX ? 2 : 0
}
