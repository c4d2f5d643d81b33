import { recordKey } from '../../../kernel/record.ts'
import { hashText } from '../../../kernel/record-hash.ts'
import type { InsuredPerson } from '../person.ts'
import { indexedNumbers } from './index-entry.ts'
import { nameWords } from './name-words.ts'

/** Words kept of a name: two of the surname, one given, two of the patronymic. */
export const SLOTS = 5
export const GIVEN_SLOT = 2
export const PATRONYMIC_SLOT = 3
/** In a shard: no word in this slot. */
export const SHARD_NO_WORD = 0xffff

/** Raised when the bytes of a shard change their meaning: a desk that knows another one builds its index from the pages. */
export const SHARD_FORMAT = 1

/** A record of a page as a shard is made of it. */
export interface ShardRecord {
  readonly id: string
  readonly version: number
  /** Null: removed, no person. */
  readonly person: InsuredPerson | null
}

/** What a page of persons adds to the search index of a desk, in columns: record `i` of the page stands in place `i` of each. */
export interface IndexShard {
  readonly count: number
  /** Words of the names in this page; slots hold places in it. */
  readonly words: readonly string[]
  /** Hashes of the record keys. */
  readonly idHigh: Uint32Array
  readonly idLow: Uint32Array
  readonly versions: Uint32Array
  /** `SLOTS` for each record; `SHARD_NO_WORD` where there is none. */
  readonly slots: Uint16Array
  /** `yyyymmdd`; 0 where the record is no person. */
  readonly births: Int32Array
  /** -1 where there is none. */
  readonly policies: Float64Array
  readonly snils: Float64Array
  readonly phoneCounts: Uint8Array
  /** Of all records in order. */
  readonly phones: Float64Array
}

/** Format, count of records, count of telephone numbers, length of the words. */
const HEADER_WORDS = 4
/** A call takes so many arguments in every engine. */
const ARGUMENTS_MAX = 4_096

/**
 * Makes the shard of a page (rule PULL3): desks put shards together instead of opening and reading every page of a registry, which takes most
 * of the time of a first load. A shard holds nothing that its page does not hold.
 *
 * Layout, little-endian: header of four u32 (format, records, telephone numbers, length of the words) · f64 policies, snils, phones · u32 idHigh,
 * idLow, versions · i32 births · u16 slots, words as UTF-16 with line feeds between · u8 phoneCounts.
 * @param kind of the records, a part of their keys
 */
export function encodeIndexShard(kind: string, records: readonly ShardRecord[]): Uint8Array<ArrayBuffer> {
  const wordNumbers = new Map<string, number>()
  const numberOf = (word: string | undefined): number => {
    if (word === undefined) return SHARD_NO_WORD
    const number = wordNumbers.get(word) ?? wordNumbers.size
    wordNumbers.set(word, number)
    return number
  }
  const entries = records.map(({ person }) => {
    if (person === null) return null
    const [surname, given] = [nameWords(person.surname), nameWords(person.givenName)]
    const patronymic = person.patronymic === null ? [] : nameWords(person.patronymic)
    // All of them, as an index made of pages has them.
    for (const word of [...surname, ...given, ...patronymic]) numberOf(word)
    const slots = [surname[0], surname[1], given[0], patronymic[0], patronymic[1]].map(numberOf)
    return { slots, ...indexedNumbers(person) }
  })
  const words = [...wordNumbers.keys()].join('\n')
  const phones = entries.flatMap((entry) => entry?.phones ?? [])
  const shard = layOut(records.length, phones.length, words.length)
  shard.header.set([SHARD_FORMAT, records.length, phones.length, words.length])
  shard.phones.set(phones)
  for (let i = 0; i < words.length; i += 1) shard.words[i] = words.charCodeAt(i)
  const hashed = new Uint32Array(2)
  records.forEach(({ id, version }, index) => {
    const entry = entries[index]
    hashText(hashed, recordKey({ kind, id }))
    shard.idHigh[index] = hashed[0] as number
    shard.idLow[index] = hashed[1] as number
    shard.versions[index] = version
    shard.slots.set(entry?.slots ?? new Array<number>(SLOTS).fill(SHARD_NO_WORD), index * SLOTS)
    shard.births[index] = entry?.birth ?? 0
    shard.policies[index] = entry?.policy ?? -1
    shard.snils[index] = entry?.snils ?? -1
    shard.phoneCounts[index] = entry?.phones.length ?? 0
  })
  return shard.bytes
}

/** Opens a shard without copying its columns, or null when it is of another format or its length does not fit. */
export function decodeIndexShard(bytes: Uint8Array<ArrayBuffer>): IndexShard | null {
  // Columns of doubles need an aligned start.
  const own = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
  if (own.length < HEADER_WORDS * 4) return null
  const [format, count, phones, words] = new Uint32Array(own.buffer, own.byteOffset, HEADER_WORDS)
  if (format !== SHARD_FORMAT || count === undefined || phones === undefined || words === undefined) return null
  if (lengthOf(count, phones, words) !== own.length) return null
  const shard = layOut(count, phones, words, own)
  let text = ''
  for (let from = 0; from < words; from += ARGUMENTS_MAX)
    text += String.fromCharCode(...shard.words.subarray(from, from + ARGUMENTS_MAX))
  return { ...shard, count, words: text === '' ? [] : text.split('\n') }
}

function lengthOf(count: number, phones: number, words: number): number {
  return HEADER_WORDS * 4 + 8 * (2 * count + phones) + 4 * 4 * count + 2 * SLOTS * count + 2 * words + count
}

function layOut(
  count: number,
  phones: number,
  words: number,
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(lengthOf(count, phones, words)),
) {
  const { buffer } = bytes
  let at = bytes.byteOffset
  const next = (length: number): number => {
    const from = at
    at += length
    return from
  }
  return {
    bytes,
    header: new Uint32Array(buffer, next(HEADER_WORDS * 4), HEADER_WORDS),
    policies: new Float64Array(buffer, next(8 * count), count),
    snils: new Float64Array(buffer, next(8 * count), count),
    phones: new Float64Array(buffer, next(8 * phones), phones),
    idHigh: new Uint32Array(buffer, next(4 * count), count),
    idLow: new Uint32Array(buffer, next(4 * count), count),
    versions: new Uint32Array(buffer, next(4 * count), count),
    births: new Int32Array(buffer, next(4 * count), count),
    slots: new Uint16Array(buffer, next(2 * SLOTS * count), SLOTS * count),
    words: new Uint16Array(buffer, next(2 * words), words),
    phoneCounts: new Uint8Array(buffer, next(count), count),
  }
}
