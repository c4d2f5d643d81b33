import type { Packed } from '#renderer/db/packed-arrays.ts'
import { countingUp, sortByKey } from '#renderer/db/radix-sort.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import {
  type IndexedNumbers,
  indexedNumbers,
  PHONE_DIGITS,
  POLICY_DIGITS,
  SNILS_DIGITS,
} from '#shared/features/insured-persons/search/index-entry.ts'
import {
  GIVEN_SLOT,
  type IndexShard,
  PATRONYMIC_SLOT,
  SHARD_NO_WORD,
  SLOTS,
} from '#shared/features/insured-persons/search/index-shard.ts'
import { nameWords } from '#shared/features/insured-persons/search/name-words.ts'
import { SortedNumbers } from './sorted-numbers.ts'

export const NO_WORD = 0xffffffff

/** Persons that fit before the arrays grow. */
const FIRST_ROOM = 256

/** All arrays of the index. Words are sorted; ordinals are the caller's numbering of persons. */
export interface PersonIndex {
  readonly words: readonly string[]
  /** Which letters a word has, one bit for each of 32 groups: rules out most words before their letters are compared. */
  readonly letters: Uint32Array
  /** `SLOTS` word numbers for each ordinal. */
  readonly slots: Uint32Array
  /** `yyyymmdd` by ordinal; 0 where the ordinal is no person. */
  readonly births: Int32Array
  /** Ordinals in order of birth date. */
  readonly byBirth: Uint32Array
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
  #slots = new Uint32Array(FIRST_ROOM * SLOTS)
  #births = new Int32Array(FIRST_ROOM)
  #count = 0
  readonly #phones = numberList()
  readonly #tails = numberList()
  readonly #policies = numberList()
  readonly #snils = numberList()

  /** Ordinals must come in growing order; those left out are no persons. */
  add(ordinal: number, person: InsuredPerson): void {
    this.addScanned(ordinal, this.scanned(person))
  }

  /** What `add` takes of a person. */
  scanned(person: InsuredPerson): ScannedPerson {
    return {
      surname: this.wordsIn(person.surname),
      given: this.wordsIn(person.givenName),
      patronymic: person.patronymic === null ? [] : this.wordsIn(person.patronymic),
      ...indexedNumbers(person),
    }
  }

  addScanned(ordinal: number, person: ScannedPerson): void {
    while (this.#count < ordinal) this.#push(NOBODY)
    this.#push(person)
    for (const phone of person.phones) {
      take(this.#phones, phone, ordinal)
      take(this.#tails, phone < 0 ? -1 : turned(phone), ordinal)
    }
    take(this.#policies, person.policy, ordinal)
    take(this.#snils, person.snils, ordinal)
  }

  /** All persons of a page as the server prepared them, from ordinal `first` on. */
  addShard(first: number, shard: IndexShard): void {
    while (this.#count < first) this.#push(NOBODY)
    const { count, births, phones, phoneCounts, policies, snils } = shard
    this.#makeRoom(first + count)
    this.#births.set(births, first)
    const numbers = Uint32Array.from(shard.words, (word) => this.#numberOf(word))
    const base = first * SLOTS
    for (let i = 0; i < count * SLOTS; i += 1) {
      const word = shard.slots[i] as number
      this.#slots[base + i] = word === SHARD_NO_WORD ? NO_WORD : (numbers[word] as number)
    }
    for (let i = 0, at = 0; i < count; i += 1) {
      const ordinal = first + i
      for (const end = at + (phoneCounts[i] as number); at < end; at += 1) {
        const phone = phones[at] as number
        take(this.#phones, phone, ordinal)
        take(this.#tails, phone < 0 ? -1 : turned(phone), ordinal)
      }
      take(this.#policies, policies[i] as number, ordinal)
      take(this.#snils, snils[i] as number, ordinal)
    }
    this.#count = first + count
  }

  #makeRoom(persons: number): void {
    let room = this.#births.length
    if (persons <= room) return
    while (room < persons) room *= 2
    this.#births = grown(this.#births, new Int32Array(room))
    this.#slots = grown(this.#slots, new Uint32Array(room * SLOTS))
  }

  #push({ surname, given, patronymic, birth }: ScannedPerson): void {
    this.#makeRoom(this.#count + 1)
    const at = this.#count * SLOTS
    this.#slots[at] = surname[0] ?? NO_WORD
    this.#slots[at + 1] = surname[1] ?? NO_WORD
    this.#slots[at + GIVEN_SLOT] = given[0] ?? NO_WORD
    this.#slots[at + PATRONYMIC_SLOT] = patronymic[0] ?? NO_WORD
    this.#slots[at + PATRONYMIC_SLOT + 1] = patronymic[1] ?? NO_WORD
    this.#births[this.#count] = birth
    this.#count += 1
  }

  /** Numbers of the words of a name. Names repeat: taking one apart happens once for each spelling, not for each person. */
  wordsIn(name: string): readonly number[] {
    const known = this.#wordsOfName.get(name)
    if (known) return known
    const numbers = nameWords(name).map((word) => this.#numberOf(word))
    this.#wordsOfName.set(name, numbers)
    return numbers
  }

  #numberOf(word: string): number {
    const known = this.#wordNumbers.get(word)
    if (known !== undefined) return known
    const number = this.#wordNumbers.size
    this.#wordNumbers.set(word, number)
    return number
  }

  build(): PersonIndex {
    const words = [...this.#wordNumbers.keys()].sort()
    const newNumber = new Uint32Array(words.length)
    words.forEach((word, index) => {
      newNumber[this.#wordNumbers.get(word) as number] = index
    })
    const slots = this.#slots.slice(0, this.#count * SLOTS)
    for (let i = 0; i < slots.length; i += 1)
      if (slots[i] !== NO_WORD) slots[i] = newNumber[slots[i] as number] as number
    const births = this.#births.slice(0, this.#count)
    const byBirth = sortByBirth(births)
    const byName = sortByName(slots, byBirth, births.length)
    const rank = placesOf(byName, births.length)
    const { starts, postings } = postingsOf(words.length, slots, byName)
    return {
      words,
      letters: Uint32Array.from(words, lettersOf),
      slots,
      births,
      byBirth,
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
}

/** What the index takes of a person: word numbers of `wordsIn`, numbers as they are sorted, -1 where there is none. */
export interface ScannedPerson extends IndexedNumbers {
  readonly surname: readonly number[]
  readonly given: readonly number[]
  readonly patronymic: readonly number[]
}

const NOBODY: ScannedPerson = { surname: [], given: [], patronymic: [], birth: 0, phones: [], policy: -1, snils: -1 }

function grown<T extends Int32Array | Uint32Array>(full: T, larger: T): T {
  larger.set(full)
  return larger
}

/** A telephone number with its digits turned round: its tail becomes its beginning. */
function turned(phone: number): number {
  let [left, result] = [phone, 0]
  for (let i = 0; i < PHONE_DIGITS; i += 1) {
    const rest = Math.floor(left / 10)
    result = result * 10 + (left - rest * 10)
    left = rest
  }
  return result
}

interface NumberList {
  readonly values: number[]
  readonly ordinals: number[]
}

function numberList(): NumberList {
  return { values: [], ordinals: [] }
}

/** Shorter numbers (temporary certificates) were filled with zeros behind, so that a search from the front finds them. */
function take(list: NumberList, value: number, ordinal: number): void {
  if (value < 0) return
  list.values.push(value)
  list.ordinals.push(ordinal)
}

function placesOf(byName: Uint32Array, ordinals: number): Uint32Array {
  const rank = new Uint32Array(ordinals)
  for (let place = 0; place < byName.length; place += 1) rank[byName[place] as number] = place
  return rank
}

function sortByBirth(births: Int32Array): Uint32Array<ArrayBuffer> {
  const persons = countingUp(births.length).filter((ordinal) => births[ordinal] !== 0)
  return sortByKey(persons, new Uint32Array(births))
}

function sortByName(slots: Uint32Array, byBirth: Uint32Array<ArrayBuffer>, ordinals: number): Uint32Array<ArrayBuffer> {
  let order = byBirth
  const keys = new Uint32Array(ordinals)
  for (const slot of [PATRONYMIC_SLOT, GIVEN_SLOT, 1, 0]) {
    for (let ordinal = 0; ordinal < keys.length; ordinal += 1) {
      const word = slots[ordinal * SLOTS + slot] as number
      // "No word" sorts before every word.
      keys[ordinal] = word === NO_WORD ? 0 : word + 1
    }
    order = sortByKey(order, keys)
  }
  return order
}

function postingsOf(wordCount: number, slots: Uint32Array, byName: Uint32Array) {
  const starts = new Uint32Array(wordCount + 1)
  for (let i = 0; i < slots.length; i += 1) {
    const word = slots[i] as number
    if (word !== NO_WORD) starts[word + 1] = (starts[word + 1] as number) + 1
  }
  for (let i = 1; i <= wordCount; i += 1) starts[i] = (starts[i] as number) + (starts[i - 1] as number)
  const next = starts.slice()
  const postings = new Uint32Array(starts[wordCount] as number)
  for (let place = 0; place < byName.length; place += 1) {
    const ordinal = byName[place] as number
    for (let i = ordinal * SLOTS; i < (ordinal + 1) * SLOTS; i += 1) {
      const word = slots[i] as number
      if (word === NO_WORD) continue
      const at = next[word] as number
      postings[at] = ordinal
      next[word] = at + 1
    }
  }
  return { starts, postings }
}

/** One bit for each letter, letters 32 apart sharing one. */
export function lettersOf(word: string): number {
  let bits = 0
  for (let i = 0; i < word.length; i += 1) bits |= 1 << (word.charCodeAt(i) & 31)
  return bits >>> 0
}

const NUMBERS = {
  phones: [PHONE_DIGITS, 'phones'],
  phoneTails: [PHONE_DIGITS, 'phones'],
  policies: [POLICY_DIGITS, 'papers'],
  snils: [SNILS_DIGITS, 'papers'],
} as const
type NumberName = keyof typeof NUMBERS
const NUMBER_NAMES = Object.keys(NUMBERS) as NumberName[]

/** The index as arrays, in parts of like size: the first two are what a search by names needs. */
export interface PackedPersons {
  readonly value: unknown
  readonly arrays: Readonly<Record<'words' | 'order' | 'phones' | 'papers', Packed['arrays']>>
}

export function packPersonIndex(index: PersonIndex): PackedPersons {
  const { letters, slots, births, byBirth, byName, starts, postings } = index
  const numbers: Record<'phones' | 'papers', Record<string, Packed['arrays'][string]>> = {
    phones: {},
    papers: { byBirth },
  }
  for (const name of NUMBER_NAMES) {
    const part = numbers[NUMBERS[name][1]]
    part[`${name}.values`] = index[name].values
    part[`${name}.ordinals`] = index[name].ordinals
  }
  return {
    value: index.words.join('\n'),
    arrays: { words: { letters, slots, births }, order: { byName, starts, postings }, ...numbers },
  }
}

/** An index by names only, from the parts `words` and `order`; nobody is found in it by a number or by a birth date alone. */
export function unpackPersonNames({ value, arrays }: Packed): PersonIndex {
  const words = value as string
  const u32 = (name: string): Uint32Array => arrays[name] as Uint32Array
  const births = arrays['births'] as Int32Array
  const noNumbers = (name: NumberName): SortedNumbers =>
    new SortedNumbers(NUMBERS[name][0], new Float64Array(0), new Uint32Array(0))
  return {
    words: words === '' ? [] : words.split('\n'),
    letters: u32('letters'),
    slots: u32('slots'),
    births,
    byBirth: new Uint32Array(0),
    byName: u32('byName'),
    rank: placesOf(u32('byName'), births.length),
    starts: u32('starts'),
    postings: u32('postings'),
    phones: noNumbers('phones'),
    phoneTails: noNumbers('phoneTails'),
    policies: noNumbers('policies'),
    snils: noNumbers('snils'),
    dead: new Uint8Array(births.length),
  }
}

/** The whole index, from one by names and the parts `phones` and `papers`. */
export function completePersonIndex(names: PersonIndex, arrays: Packed['arrays']): PersonIndex {
  const numbers = (name: NumberName): SortedNumbers =>
    new SortedNumbers(
      NUMBERS[name][0],
      arrays[`${name}.values`] as Float64Array,
      arrays[`${name}.ordinals`] as Uint32Array,
    )
  return {
    ...names,
    byBirth: arrays['byBirth'] as Uint32Array,
    phones: numbers('phones'),
    phoneTails: numbers('phoneTails'),
    policies: numbers('policies'),
    snils: numbers('snils'),
  }
}
