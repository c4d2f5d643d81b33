import { type BirthPattern, readBirthPattern } from './birth-pattern.ts'
import { foldLetters, monthOf } from './name-words.ts'

/** What a person typed into the search, taken apart. */
export interface TypedQuery {
  /** Words of a name, or their beginnings or initials, in any order. */
  readonly words: readonly string[]
  /** What stands for a birth date beside the words, or is all there is. */
  readonly births: readonly BirthPattern[]
  /** Digits beside words that are no date: the tail of a telephone number. */
  readonly tails: readonly string[]
  /** All digits, when there are no words: a telephone number, a policy, a СНИЛС or a date. */
  readonly number: string | null
}

/** Fewest digits that are taken for the tail of a number: fewer fit a tenth of all people. */
export const TAIL_DIGITS_MIN = 3

/** Longer input is cut: nobody types a longer name, and a pasted letter must not hold up the desk. */
const TYPED_MAX = 120

export function readTyped(typed: string): TypedQuery {
  const parts = partsOf(foldLetters(typed.slice(0, TYPED_MAX)))
  const words = parts.flatMap((part) => (part.isWord ? [part.text] : []))
  const groups = parts.flatMap((part) => (part.isWord ? [] : [part.text]))
  if (words.length === 0) {
    const text = groups.join(' ')
    const birth = readBirthPattern(text)
    const digits = text.replace(/\D/g, '')
    return { words: [], births: birth ? [birth] : [], tails: [], number: digits === '' ? null : digits }
  }
  const births: BirthPattern[] = []
  const tails: string[] = []
  for (const group of groups) {
    const birth = readBirthPattern(group)
    if (birth) births.push(birth)
    else if (group.replace(/\D/g, '').length >= TAIL_DIGITS_MIN) tails.push(group.replace(/\D/g, ''))
  }
  return { words, births, tails, number: null }
}

interface Part {
  readonly isWord: boolean
  readonly text: string
}

/**
 * Words, and groups of digits with what stands between them: numbers that follow each other are one (`8 912 345-67-89`), and the
 * name of a month between numbers is a number too.
 */
function partsOf(text: string): Part[] {
  const raw = text.match(/\p{L}+|\d[\d.,/()+\-–—]*/gu) ?? []
  const parts: Part[] = []
  for (const piece of raw) {
    const before = parts[parts.length - 1]
    const isNumber = /^\d/.test(piece)
    const month = !isNumber && before && !before.isWord && /(^| )\d{1,2}$/.test(before.text) ? monthOf(piece) : null
    const digits = isNumber ? piece.replace(/[.,/()+\-–—]+$/, '').replace(/[,()+–—]/g, ' ') : String(month)
    if (!isNumber && month === null) parts.push({ isWord: true, text: piece })
    else if (before && !before.isWord) parts[parts.length - 1] = { isWord: false, text: `${before.text} ${digits}` }
    else parts.push({ isWord: false, text: digits })
  }
  return parts
}
