import type { Packed } from '#renderer/db/packed-arrays.ts'
import { countingUp, sortByKey } from '#renderer/db/radix-sort.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { nameWords } from '#shared/features/insured-persons/search/name-words.ts'
import { backwards, SortedNumbers } from './sorted-numbers.ts'

/** Words kept of a name: two of the surname, one given, two of the patronymic. */
export const SLOTS = 5
export const NO_WORD = 0xffffffff
export const GIVEN_SLOT = 2
export const PATRONYMIC_SLOT = 3

const PHONE_DIGITS = 10
/** The sixteenth digit of a policy is a check digit: the first fifteen tell policies apart and fit a double. */
const POLICY_DIGITS = 15
const SNILS_DIGITS = 11

/** All arrays of the index. Words are sorted; ordinals are the caller's numbering of persons. */
export interface PersonIndex {
  readonly words: readonly string[]
  /** Which letters a word has, one bit for each of 32 groups: rules out most words before their letters are compared. */
  readonly letters: Uint32Array
  /** `SLOTS` word numbers for each ordinal. */
  readonly slots: Uint32Array
  /** `yyyymmdd` by ordinal; 0 where the ordinal is no person. */
  readonly births: Int32Array
  /** Ordinals in order of surname, given name, patronymic, birth date. */
  readonly byName: Uint32Array
  /** Place in `byName` by ordinal. */
  readonly rank: Uint32Array
  /** Ordinals that have a word, in order of rank: `postings[starts[word] … starts[word + 1])`. */
  readonly starts: Uint32Array
  readonly postings: Uint32Array
  readonly phones: SortedNumbers
  readonly phoneTails: SortedNumbers
  readonly policies: SortedNumbers
  readonly snils: SortedNumbers
  /** 1 for an ordinal that newer data has replaced. */
  readonly dead: Uint8Array
}

/** Collects persons one by one. `build` takes most of its time in sorting, and none in comparing texts of persons. */
export class PersonIndexBuilder {
  readonly #wordNumbers = new Map<string, number>()
  readonly #wordsOfName = new Map<string, readonly number[]>()
  readonly #slots: number[] = []
  readonly #births: number[] = []
  readonly #phones = numberList()
  readonly #tails = numberList()
  readonly #policies = numberList()
  readonly #snils = numberList()

  /** Ordinals must come in growing order; those left out are no persons. */
  add(ordinal: number, person: InsuredPerson): void {
    while (this.#births.length < ordinal) this.#push([], [], [], 0)
    const { birthDate } = person
    const birth =
      Number(birthDate.slice(0, 4)) * 10_000 + Number(birthDate.slice(5, 7)) * 100 + Number(birthDate.slice(8))
    this.#push(
      this.#wordsIn(person.surname),
      this.#wordsIn(person.givenName),
      person.patronymic === null ? [] : this.#wordsIn(person.patronymic),
      birth,
    )
    for (const phone of person.phones) {
      const digits = phone.number.slice(-PHONE_DIGITS)
      add(this.#phones, digits, PHONE_DIGITS, ordinal)
      add(this.#tails, backwards(digits), PHONE_DIGITS, ordinal)
    }
    add(this.#policies, person.policy.number.replace(/\D/g, ''), POLICY_DIGITS, ordinal)
    if (person.snils !== null) add(this.#snils, person.snils, SNILS_DIGITS, ordinal)
  }

  build(): PersonIndex {
    const words = [...this.#wordNumbers.keys()].sort()
    const newNumber = new Uint32Array(words.length)
    words.forEach((word, index) => {
      newNumber[this.#wordNumbers.get(word) as number] = index
    })
    const slots = Uint32Array.from(this.#slots, (word) => (word === NO_WORD ? NO_WORD : (newNumber[word] as number)))
    const births = Int32Array.from(this.#births)
    const byName = sortByName(slots, births)
    const rank = new Uint32Array(byName.length)
    byName.forEach((ordinal, place) => {
      rank[ordinal] = place
    })
    const { starts, postings } = postingsOf(words.length, slots, byName)
    return {
      words,
      letters: Uint32Array.from(words, lettersOf),
      slots,
      births,
      byName,
      rank,
      starts,
      postings,
      phones: SortedNumbers.of(PHONE_DIGITS, this.#phones.values, this.#phones.ordinals),
      phoneTails: SortedNumbers.of(PHONE_DIGITS, this.#tails.values, this.#tails.ordinals),
      policies: SortedNumbers.of(POLICY_DIGITS, this.#policies.values, this.#policies.ordinals),
      snils: SortedNumbers.of(SNILS_DIGITS, this.#snils.values, this.#snils.ordinals),
      dead: new Uint8Array(births.length),
    }
  }

  #push(surname: readonly number[], given: readonly number[], patronymic: readonly number[], birth: number): void {
    this.#slots.push(
      surname[0] ?? NO_WORD,
      surname[1] ?? NO_WORD,
      given[0] ?? NO_WORD,
      patronymic[0] ?? NO_WORD,
      patronymic[1] ?? NO_WORD,
    )
    this.#births.push(birth)
  }

  /** Names repeat: taking one apart happens once for each spelling, not for each person. */
  #wordsIn(name: string): readonly number[] {
    const known = this.#wordsOfName.get(name)
    if (known) return known
    const numbers = nameWords(name).map((word) => {
      const number = this.#wordNumbers.get(word) ?? this.#wordNumbers.size
      this.#wordNumbers.set(word, number)
      return number
    })
    this.#wordsOfName.set(name, numbers)
    return numbers
  }
}

interface NumberList {
  readonly values: number[]
  readonly ordinals: number[]
}

function numberList(): NumberList {
  return { values: [], ordinals: [] }
}

/** Shorter numbers (temporary certificates) are filled with zeros behind, so that a search from the front finds them. */
function add(list: NumberList, digits: string, width: number, ordinal: number): void {
  if (digits === '') return
  list.values.push(Number(digits.slice(0, width).padEnd(width, '0')))
  list.ordinals.push(ordinal)
}

function sortByName(slots: Uint32Array, births: Int32Array): Uint32Array<ArrayBuffer> {
  const slot = (at: number): Uint32Array =>
    Uint32Array.from(births, (_, ordinal) => slots[ordinal * SLOTS + at] as number)
  let order = countingUp(births.length).filter((ordinal) => births[ordinal] !== 0)
  order = sortByKey(order, Uint32Array.from(births))
  for (const at of [PATRONYMIC_SLOT, GIVEN_SLOT, 1, 0]) {
    // "No word" sorts before every word.
    const keys = slot(at).map((word) => (word === NO_WORD ? 0 : word + 1))
    order = sortByKey(order, keys)
  }
  return order
}

function postingsOf(wordCount: number, slots: Uint32Array, byName: Uint32Array) {
  const starts = new Uint32Array(wordCount + 1)
  const eachWord = (visit: (word: number, ordinal: number) => void): void => {
    for (const ordinal of byName)
      for (let at = 0; at < SLOTS; at += 1) {
        const word = slots[ordinal * SLOTS + at] as number
        if (word !== NO_WORD) visit(word, ordinal)
      }
  }
  eachWord((word) => {
    starts[word + 1] = (starts[word + 1] as number) + 1
  })
  for (let i = 1; i <= wordCount; i += 1) starts[i] = (starts[i] as number) + (starts[i - 1] as number)
  const next = starts.slice()
  const postings = new Uint32Array(starts[wordCount] as number)
  eachWord((word, ordinal) => {
    const place = next[word] as number
    postings[place] = ordinal
    next[word] = place + 1
  })
  return { starts, postings }
}

/** One bit for each letter, letters 32 apart sharing one. */
export function lettersOf(word: string): number {
  let bits = 0
  for (let i = 0; i < word.length; i += 1) bits |= 1 << (word.charCodeAt(i) & 31)
  return bits >>> 0
}

const NUMBERS = ['phones', 'phoneTails', 'policies', 'snils'] as const
const ARRAYS = ['letters', 'slots', 'births', 'byName', 'rank', 'starts', 'postings'] as const

export function packPersonIndex(index: PersonIndex): Packed {
  const arrays: Record<string, Packed['arrays'][string]> = {}
  for (const name of ARRAYS) arrays[name] = index[name]
  for (const name of NUMBERS) {
    arrays[`${name}.values`] = index[name].values
    arrays[`${name}.ordinals`] = index[name].ordinals
  }
  return { value: { words: index.words.join('\n'), widths: NUMBERS.map((name) => index[name].width) }, arrays }
}

export function unpackPersonIndex(packed: Packed): PersonIndex {
  const value = packed.value as { readonly words: string; readonly widths: readonly number[] }
  const u32 = (name: string): Uint32Array => packed.arrays[name] as Uint32Array
  const numbers = (name: (typeof NUMBERS)[number], at: number): SortedNumbers =>
    new SortedNumbers(
      value.widths[at] as number,
      packed.arrays[`${name}.values`] as Float64Array,
      u32(`${name}.ordinals`),
    )
  const births = packed.arrays['births'] as Int32Array
  return {
    words: value.words === '' ? [] : value.words.split('\n'),
    letters: u32('letters'),
    slots: u32('slots'),
    births,
    byName: u32('byName'),
    rank: u32('rank'),
    starts: u32('starts'),
    postings: u32('postings'),
    phones: numbers('phones', 0),
    phoneTails: numbers('phoneTails', 1),
    policies: numbers('policies', 2),
    snils: numbers('snils', 3),
    dead: new Uint8Array(births.length),
  }
}
