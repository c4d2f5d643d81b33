import layout from './keyboard-layout.json' with { type: 'json' }

/**
 * Finding by typed words, for lists of hundreds to a few thousand entries (themes, questions, steps of a script): case, «ё», the
 * end of an inflected word and the wrong keyboard layout are forgiven. The registry of persons has an index of its own.
 */

const OTHER_KEY = new Map<string, string>([
  ...[...layout.latinKeys].map((key, index): [string, string] => [key, layout.russianKeys[index] ?? key]),
  ...[...layout.russianKeys].map((key, index): [string, string] => [key, layout.latinKeys[index] ?? key]),
])
const SAME_LETTERS = new Map(Object.entries(layout.sameLetters))

/** The text as the same keys would have given it in the other layout (US ↔ Russian), in lower case. */
export function inOtherLayout(text: string): string {
  return [...text.toLowerCase()].map((character) => OTHER_KEY.get(character) ?? character).join('')
}

/** Lower-case words without accents; «ё» becomes «е», «й» stays. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFC')
    .replace(/./gu, (letter) => SAME_LETTERS.get(letter) ?? letter)
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

/** What was typed, split once for a search over many entries. */
export interface MatchQuery {
  readonly words: readonly string[]
  /** The same keys in the other layout. */
  readonly otherWords: readonly string[]
}

export function matchQuery(typed: string): MatchQuery {
  return { words: wordsOf(typed), otherWords: wordsOf(inOtherLayout(typed)) }
}

/**
 * How well the typed text fits: 0 when a typed word is found nowhere, more for whole words and heavier fields.
 * An empty text fits everything equally (1).
 */
export function matchScore(query: MatchQuery, fields: readonly MatchField[]): number {
  const asTyped = scoreOf(query.words, fields)
  return asTyped > 0 ? asTyped : scoreOf(query.otherWords, fields) * 0.9
}

/** Whether at least one of the typed words fits. */
export function matchesAny(query: MatchQuery, fields: readonly MatchField[]): boolean {
  return [...query.words, ...query.otherWords].some((word) => scoreOf([word], fields) > 0)
}

function scoreOf(typed: readonly string[], fields: readonly MatchField[]): number {
  if (typed.length === 0) return 1
  let total = 0
  for (const word of typed) {
    let best = 0
    for (const field of fields) {
      for (const candidate of field.words) {
        const fit = fitOf(word, candidate) * field.weight
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
  // A number is no ending: `operator1` is not a form of `operator2`.
  if (/\d/.test(typed.slice(same) + word.slice(same))) return 0
  return same >= STEM_MIN && same >= Math.max(typed.length, word.length) - ENDING_MAX ? 2 : 0
}
