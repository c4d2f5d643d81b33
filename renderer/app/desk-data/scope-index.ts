import type { Bytes } from '#renderer/db/bytes.ts'
import { gunzip, OpenPage, parseRecords } from '#renderer/db/open-page.ts'
import { type Packed, packArrays, unpackArrays } from '#renderer/db/packed-arrays.ts'
import { PagedIndex, PagedIndexBuilder } from '#renderer/db/paged-index.ts'
import type { ArrivedPage, PageStamp } from '#renderer/db/pages.ts'
import {
  type PersonIndex,
  PersonIndexBuilder,
  packPersonIndex,
  unpackPersonIndex,
} from '#renderer/features/insured-persons/search/person-index.ts'
import { isPlainPage, scanPersons } from '#renderer/features/insured-persons/search/scan-persons.ts'
import { refsOf } from '#renderer/sync/record-refs.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { decodeIndexShard } from '#shared/features/insured-persons/search/index-shard.ts'
import type { PageRecord } from '#shared/protocol/pages.ts'

/** Raised whenever the arrays of a snapshot change their meaning: older snapshots are then built anew. */
export const INDEX_FORMAT = 2

/** Everything that is found over the pages of one scope. Ordinals are the same in both parts. */
export interface ScopeIndex {
  readonly records: PagedIndex
  readonly persons: PersonIndex
}

export class ScopeIndexBuilder {
  readonly #records = new PagedIndexBuilder(refsOf)
  readonly #persons = new PersonIndexBuilder()

  get count(): number {
    return this.#records.count
  }

  /** Opens a page and takes its records. Rejects when the bytes are no such page. */
  async add(page: ArrivedPage): Promise<OpenPage> {
    const json = await gunzip(page.compressed)
    const stamp = { kind: page.kind, page: page.page, version: page.version }
    const first = this.#records.count
    if (page.kind === 'insuredPerson' && isPlainPage(json)) {
      scanPersons(this.#persons, json, first, (idFrom, idTo, version) =>
        this.#records.addRecordAt(page.kind, json, idFrom, idTo, version),
      )
      this.#records.endPage(stamp, first)
    } else this.#addParsed(stamp, parseRecords(json))
    return new OpenPage(json)
  }

  /** Takes a page by its shard, without opening it. @returns false when it has none that this desk knows: `add` it then */
  addShard({ kind, page, version, shard: bytes }: ArrivedPage): boolean {
    const shard = bytes === undefined || kind !== 'insuredPerson' ? null : decodeIndexShard(bytes)
    if (shard === null) return false
    this.#persons.addShard(this.#records.count, shard)
    this.#records.addHashed({ kind, page, version }, shard)
    return true
  }

  #addParsed(stamp: PageStamp, records: readonly PageRecord[]): void {
    const first = this.#records.count
    this.#records.add(stamp, records)
    if (stamp.kind === 'insuredPerson')
      records.forEach(({ data }, index) => {
        if (data !== null) this.#persons.add(first + index, data as InsuredPerson)
      })
  }

  build(): ScopeIndex {
    return { records: this.#records.build(), persons: this.#persons.build() }
  }
}

export function packScopeIndex({ records, persons }: ScopeIndex): Bytes {
  const parts = { records: records.pack(), persons: packPersonIndex(persons) }
  const arrays: Record<string, Packed['arrays'][string]> = {}
  for (const [part, packed] of Object.entries(parts))
    for (const [name, array] of Object.entries(packed.arrays)) arrays[`${part}/${name}`] = array
  return packArrays({ value: { records: parts.records.value, persons: parts.persons.value }, arrays })
}

export function unpackScopeIndex(bytes: Bytes): ScopeIndex {
  const whole = unpackArrays(bytes)
  const value = whole.value as { readonly records: unknown; readonly persons: unknown }
  const part = (prefix: string): Packed['arrays'] =>
    Object.fromEntries(
      Object.entries(whole.arrays).flatMap(([name, array]) =>
        name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), array]] : [],
      ),
    )
  return {
    records: PagedIndex.unpack({ value: value.records, arrays: part('records') }),
    persons: unpackPersonIndex({ value: value.persons, arrays: part('persons') }),
  }
}
