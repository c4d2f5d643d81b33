import { type BirthPattern, fitsBirth } from '#shared/features/insured-persons/search/birth-pattern.ts'
import { GIVEN_SLOT, PATRONYMIC_SLOT, SLOTS } from '#shared/features/insured-persons/search/index-shard.ts'
import { prefixTypos, typosForgiven } from '#shared/features/insured-persons/search/typo-distance.ts'
import { BestFew } from './best-few.ts'
import { lettersOf, NO_WORD, type PersonIndex } from './person-index.ts'

/** Words that one typed word stands for: a range of words that begin with it, and, where typos are forgiven, single ones. */
interface WordMatch {
  readonly from: number
  readonly to: number
  /** The word itself, or -1 when no name is exactly this. */
  readonly exact: number
  /** Misspelt words outside the range. */
  readonly typos: Typos | null
  readonly postings: number
}

interface Typos {
  /** How many typos lead to a word, by word number; `NO_TYPO` for words that are too far away. */
  readonly counts: Uint8Array
  readonly words: readonly number[]
}

/** What else a person must fit. */
export interface NameFilter {
  readonly births: readonly BirthPattern[]
  /** Ordinals by telephone tail; null when none was typed. */
  readonly only: ReadonlySet<number> | null
}

const COST_PREFIX = 1
const COST_GIVEN = 1
const COST_PATRONYMIC = 2
const COST_TYPO = 8
const NO_COST = 1_000_000
const NO_TYPO = 255
const SLOT_COSTS = Uint8Array.from({ length: SLOTS }, (_, slot) =>
  slot >= PATRONYMIC_SLOT ? COST_PATRONYMIC : slot === GIVEN_SLOT ? COST_GIVEN : 0,
)

/**
 * Persons whose names fit all typed words in any order, best first. One typed word takes one word of the name: «анна анна» needs two.
 * @param withTypos also words that are misspelt by one letter (from 4 letters) or two (from 8)
 */
export function searchNames(
  index: PersonIndex,
  words: readonly string[],
  filter: NameFilter,
  withTypos: boolean,
  limit: number,
): BestFew {
  const best = new BestFew(limit)
  // The longest word leaves the fewest choices: it takes its place in the name first.
  const matches = [...words].sort((a, b) => b.length - a.length).map((word) => matchWord(index, word, withTypos))
  const driver = [...matches].sort((a, b) => a.postings - b.postings)[0]
  if (!driver || driver.postings === 0) return best
  if (matches.length === 1 && filter.births.length === 0 && filter.only === null && !driver.typos) {
    takeSurnames(index, driver, best)
    if (best.isFull) return best
  }
  const isFiltered = filter.births.length > 0 || filter.only !== null
  for (const { word, least } of wordsByCost(driver)) {
    const end = index.starts[word + 1] as number
    for (let i = index.starts[word] as number; i < end; i += 1) {
      const ordinal = index.postings[i] as number
      const rank = index.rank[ordinal] as number
      // Persons of one word come in order of rank: all that follow are worse still.
      if (best.isBeyond(least, rank)) break
      if (index.dead[ordinal] === 1 || (isFiltered && !fits(index, ordinal, filter))) continue
      const cost = costOf(index, ordinal, matches)
      if (cost >= 0) best.offer(cost, rank, ordinal)
    }
  }
  return best
}

function matchWord(index: PersonIndex, word: string, withTypos: boolean): WordMatch {
  const from = firstWordAtLeast(index.words, word)
  // U+FFFF sorts after every letter: the end of all words that begin with this one.
  const to = firstWordAtLeast(index.words, `${word}\uffff`)
  const exact = index.words[from] === word ? from : -1
  const typos = withTypos ? misspelt(index, word, from, to) : null
  let postings = (index.starts[to] as number) - (index.starts[from] as number)
  for (const other of typos?.words ?? [])
    postings += (index.starts[other + 1] as number) - (index.starts[other] as number)
  return { from, to, exact, typos, postings }
}

function misspelt(index: PersonIndex, word: string, from: number, to: number): Typos | null {
  const most = typosForgiven(word)
  if (most === 0) return null
  const letters = lettersOf(word)
  const counts = new Uint8Array(index.words.length).fill(NO_TYPO)
  const words: number[] = []
  for (let i = 0; i < index.words.length; i += 1) {
    if (i === from && to > from) i = to
    // A letter that was typed and is not in the word costs at least one typo.
    if (bitCount(letters & ~(index.letters[i] as number)) > most) continue
    const other = index.words[i]
    if (other === undefined) break
    const typos = prefixTypos(word, other, most)
    if (typos > most) continue
    counts[i] = typos
    words.push(i)
  }
  return { counts, words }
}

function bitCount(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555)
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333)
  return (((left + (left >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

function firstWordAtLeast(words: readonly string[], word: string): number {
  let [low, high] = [0, words.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((words[middle] as string) < word) low = middle + 1
    else high = middle
  }
  return low
}

/** Every word that a typed word stands for, with the least that a person who has it can cost; the cheapest first. */
function wordsByCost({ from, to, exact, typos }: WordMatch): { readonly word: number; readonly least: number }[] {
  const words: { word: number; least: number }[] = []
  if (exact >= 0) words.push({ word: exact, least: 0 })
  for (let word = from; word < to; word += 1) if (word !== exact) words.push({ word, least: COST_PREFIX })
  if (typos === null) return words
  const misspelt = typos.words.map((word) => ({
    word,
    least: COST_PREFIX + (typos.counts[word] as number) * COST_TYPO,
  }))
  return [...words, ...misspelt.sort((a, b) => a.least - b.least)]
}

/** The first persons by name whose surname begins so: they stand together, so a single letter does not visit a tenth of all people. */
function takeSurnames(index: PersonIndex, match: WordMatch, best: BestFew): void {
  const surnameAt = (place: number): number => {
    const word = index.slots[(index.byName[place] as number) * SLOTS] as number
    return word === NO_WORD ? -1 : word
  }
  let [low, high] = [0, index.byName.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (surnameAt(middle) < match.from) low = middle + 1
    else high = middle
  }
  for (let place = low; place < index.byName.length && !best.isFull; place += 1) {
    const word = surnameAt(place)
    if (word >= match.to) break
    const ordinal = index.byName[place] as number
    if (index.dead[ordinal] !== 1) best.offer(word === match.exact ? 0 : COST_PREFIX, place, ordinal)
  }
}

function fits(index: PersonIndex, ordinal: number, filter: NameFilter): boolean {
  if (filter.only !== null && !filter.only.has(ordinal)) return false
  const birth = index.births[ordinal] as number
  return filter.births.every((pattern) => fitsBirth(pattern, birth))
}

/**
 * Sum of what each typed word costs in its best free place of the name, or -1 when a word finds none. It runs for every person that
 * the rarest word stands for, tens of thousands for two single letters: no calls and no objects inside.
 */
function costOf(index: PersonIndex, ordinal: number, matches: readonly WordMatch[]): number {
  const { slots } = index
  const base = ordinal * SLOTS
  let taken = 0
  let sum = 0
  for (let i = 0; i < matches.length; i += 1) {
    const { from, to, exact, typos } = matches[i] as WordMatch
    let best = NO_COST
    let bestSlot = 0
    for (let slot = 0; slot < SLOTS; slot += 1) {
      const word = slots[base + slot] as number
      if (word === NO_WORD || ((taken >> slot) & 1) === 1) continue
      let cost = SLOT_COSTS[slot] as number
      if (word >= from && word < to) cost += word === exact ? 0 : COST_PREFIX
      else if (typos === null) continue
      else {
        const count = typos.counts[word] as number
        if (count === NO_TYPO) continue
        cost += COST_PREFIX + count * COST_TYPO
      }
      if (cost >= best) continue
      best = cost
      bestSlot = slot
    }
    if (best === NO_COST) return -1
    taken |= 1 << bestSlot
    sum += best
  }
  return sum
}
