import type { Bytes } from '#renderer/db/bytes.ts'
import { PHONE_DIGITS, POLICY_DIGITS, SNILS_DIGITS } from '#shared/features/insured-persons/search/index-entry.ts'
import type { PersonIndexBuilder } from './person-index.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a

/** Keys that the index needs. Their lengths and first letters tell them from nearly all others; then the bytes are compared. */
const KEYS = [
  'id',
  'version',
  'data',
  'surname',
  'givenName',
  'patronymic',
  'birthDate',
  'snils',
  'policy',
  'phones',
  'number',
] as const
const KEY_BYTES = KEYS.map((key) => new TextEncoder().encode(key))
/** By length: places in `KEYS`. */
const KEYS_OF_LENGTH = Array.from({ length: 16 }, (_, length) =>
  KEY_BYTES.flatMap((bytes, index) => (bytes.length === length ? [index] : [])),
)
const [ID, VERSION, DATA, SURNAME, GIVEN, PATRONYMIC, BIRTH, SNILS, POLICY, PHONES, NUMBER] = KEYS.map(
  (_, index) => index,
)
const NO_KEY = -1

/** Where a record's id stands in the page and what its version is. */
export type OnRecord = (idFrom: number, idTo: number, version: number) => void

/**
 * Takes the persons of a page (UTF-8 of a JSON array of `PageRecord` with `InsuredPerson`) into the index in one pass over its bytes,
 * without building objects: parsing pages took longer than all the rest of a first load.
 *
 * It is exact for what our server writes (`id`, `version`, `data` in this order, no white space; the order inside `data` does not
 * matter): a text followed by a colon is a key, and inside texts quotes are escaped. Another shape is told by `isPlainPage`.
 * @returns how many records there were
 */
export function scanPersons(
  builder: PersonIndexBuilder,
  json: Bytes,
  firstOrdinal: number,
  onRecord: OnRecord,
): number {
  const names = new NameReader(builder, json)
  const { length } = json
  let ordinal = firstOrdinal - 1
  let person = nobody()
  let isPerson = false
  let key = NO_KEY
  let numberOf = NO_KEY
  let idFrom = 0
  let idTo = 0
  for (let i = 0; i < length; i += 1) {
    if (json[i] !== QUOTE) continue
    const from = i + 1
    let hasEscape = false
    for (i = from; i < length; i += 1) {
      const byte = json[i]
      if (byte === QUOTE) break
      if (byte === BACKSLASH) {
        hasEscape = true
        i += 1
      }
    }
    if (json[i + 1] === COLON) {
      key = keyAt(json, from, i)
      if (key === VERSION) {
        if (isPerson) builder.addScanned(ordinal, person)
        isPerson = false
        ordinal += 1
        onRecord(idFrom, idTo, numberAt(json, i + 2))
      } else if (key === DATA) {
        person = nobody()
      } else if (key === POLICY || key === PHONES) numberOf = key
      continue
    }
    switch (key) {
      case ID:
        idFrom = from
        idTo = i
        break
      case SURNAME:
        isPerson = true
        person.surname = names.read(from, i, hasEscape)
        break
      case GIVEN:
        person.given = names.read(from, i, hasEscape)
        break
      case PATRONYMIC:
        person.patronymic = names.read(from, i, hasEscape)
        break
      case BIRTH:
        person.birth = digitsOf(json, from, i, 8)
        break
      case SNILS:
        person.snils = digitsOf(json, from, i, SNILS_DIGITS)
        break
      case NUMBER:
        if (numberOf === POLICY)
          person.policy = hasEscape ? escapedDigits(json, from, i) : digitsOf(json, from, i, POLICY_DIGITS)
        else if (numberOf === PHONES)
          person.phones.push(digitsOf(json, Math.max(from, i - PHONE_DIGITS), i, PHONE_DIGITS))
        break
      default:
    }
    key = NO_KEY
  }
  if (isPerson) builder.addScanned(ordinal, person)
  return ordinal - firstOrdinal + 1
}

/** Whether a page begins as our server writes it; another one has to be parsed. */
export function isPlainPage(json: Bytes): boolean {
  const start = new TextDecoder().decode(json.subarray(0, 120))
  return /^\[(\]|\{"id":"[^"\\]{1,80}","version":\d+,"data":)/.test(start)
}

function nobody() {
  return {
    surname: [] as readonly number[],
    given: [] as readonly number[],
    patronymic: [] as readonly number[],
    birth: 0,
    phones: [] as number[],
    policy: -1,
    snils: -1,
  }
}

function keyAt(json: Bytes, from: number, to: number): number {
  const candidates = KEYS_OF_LENGTH[to - from]
  if (candidates === undefined) return NO_KEY
  for (let c = 0; c < candidates.length; c += 1) {
    const index = candidates[c] as number
    const bytes = KEY_BYTES[index] as Uint8Array
    let at = 0
    while (at < bytes.length && bytes[at] === json[from + at]) at += 1
    if (at === bytes.length) return index
  }
  return NO_KEY
}

/** Names as numbers of words. A registry has few thousand different names: each is decoded once for a page. */
class NameReader {
  readonly #known = new Map<number, { readonly from: number; readonly to: number; readonly words: readonly number[] }>()
  readonly #decoder = new TextDecoder()

  constructor(
    private readonly builder: PersonIndexBuilder,
    private readonly json: Bytes,
  ) {}

  read(from: number, to: number, hasEscape: boolean): readonly number[] {
    const { json } = this
    let hash = to - from
    for (let i = from; i < to; i += 1) hash = (Math.imul(hash, 31) + (json[i] as number)) | 0
    const known = this.#known.get(hash)
    if (known && this.#isSame(known.from, known.to, from, to)) return known.words
    const text = this.#decoder.decode(json.subarray(from, to))
    const words = this.builder.wordsIn(hasEscape ? (JSON.parse(`"${text}"`) as string) : text)
    this.#known.set(hash, { from, to, words })
    return words
  }

  #isSame(knownFrom: number, knownTo: number, from: number, to: number): boolean {
    if (knownTo - knownFrom !== to - from) return false
    for (let i = 0; i < to - from; i += 1) if (this.json[knownFrom + i] !== this.json[from + i]) return false
    return true
  }
}

/** The digits between two places as one number of `width` digits, filled with zeros behind; -1 when there are none. */
function digitsOf(json: Bytes, from: number, to: number, width: number): number {
  let value = 0
  let count = 0
  for (let i = from; i < to && count < width; i += 1) {
    const digit = (json[i] as number) - 0x30
    if (digit < 0 || digit > 9) continue
    value = value * 10 + digit
    count += 1
  }
  return count === 0 ? -1 : value * 10 ** (width - count)
}

/** An old-style policy number may hold any sign; the digits of an escape are not its own. */
function escapedDigits(json: Bytes, from: number, to: number): number {
  const text = JSON.parse(`"${new TextDecoder().decode(json.subarray(from, to))}"`) as string
  const ascii = Uint8Array.from(text.replace(/\D/g, ''), (digit) => digit.charCodeAt(0))
  return digitsOf(ascii, 0, ascii.length, POLICY_DIGITS)
}

function numberAt(json: Bytes, from: number): number {
  let value = 0
  for (let i = from; ; i += 1) {
    const digit = (json[i] as number) - 0x30
    if (!(digit >= 0 && digit <= 9)) return value
    value = value * 10 + digit
  }
}
