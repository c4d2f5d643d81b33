import type { Bytes } from '#renderer/db/bytes.ts'
import { gunzip, OpenPage, parseRecords } from '#renderer/db/open-page.ts'
import { packArrays, unpackArrays } from '#renderer/db/packed-arrays.ts'
import { PagedIndex, PagedIndexBuilder } from '#renderer/db/paged-index.ts'
import type { ArrivedPage, PageStamp } from '#renderer/db/pages.ts'
import {
  completePersonIndex,
  type PersonIndex,
  PersonIndexBuilder,
  packPersonIndex,
  unpackPersonNames,
} from '#renderer/features/insured-persons/search/person-index.ts'
import { isPlainPage, scanPersons } from '#renderer/features/insured-persons/search/scan-persons.ts'
import { refsOf } from '#renderer/sync/record-refs.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { decodeIndexShard } from '#shared/features/insured-persons/search/index-shard.ts'
import type { PageRecord } from '#shared/protocol/pages.ts'

/** Raised whenever the arrays of a snapshot change their meaning: older snapshots are then built anew. */
export const INDEX_FORMAT = 3

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

/**
 * Parts of a snapshot in the order in which opening needs them: the first two are enough to search by names, the third says where each
 * record is, the rest is for numbers and dates.
 */
export const SNAPSHOT_PARTS = ['words', 'order', 'records', 'phones', 'papers'] as const
export type SnapshotPart = (typeof SNAPSHOT_PARTS)[number]
export type SnapshotBytes = Readonly<Record<SnapshotPart, Bytes>>
type NamesBytes = Pick<SnapshotBytes, 'words' | 'order'>

export function packScopeIndex({ records, persons }: ScopeIndex): SnapshotBytes {
  const { value, arrays } = packPersonIndex(persons)
  const { value: pages, arrays: places } = records.pack()
  return {
    words: packArrays({ value: { pages, persons: value }, arrays: arrays.words }),
    order: packArrays({ value: null, arrays: arrays.order }),
    records: packArrays({ value: null, arrays: places }),
    phones: packArrays({ value: null, arrays: arrays.phones }),
    papers: packArrays({ value: null, arrays: arrays.papers }),
  }
}

/** A scope whose persons are found by their names, and whose records by their ordinals; for everything else the other parts must come. */
export function unpackNames({ words, order }: NamesBytes): ScopeIndex {
  const { value, arrays } = unpackArrays(words)
  const { pages, persons } = value as { readonly pages: unknown; readonly persons: unknown }
  return {
    records: PagedIndex.unpack({ value: pages, arrays: {} }),
    persons: unpackPersonNames({ value: persons, arrays: { ...arrays, ...unpackArrays(order).arrays } }),
  }
}

/** As `names`, and records are found by their ids. */
export function withPlaces({ records, persons }: ScopeIndex, bytes: SnapshotBytes['records']): ScopeIndex {
  return { records: PagedIndex.unpack({ value: records.pages, arrays: unpackArrays(bytes).arrays }), persons }
}

/** The whole index. It shares with the one before what is there already, also which persons newer data has replaced. */
export function withNumbers(
  { records, persons }: ScopeIndex,
  { phones, papers }: Pick<SnapshotBytes, 'phones' | 'papers'>,
): ScopeIndex {
  const numbers = { ...unpackArrays(phones).arrays, ...unpackArrays(papers).arrays }
  return { records, persons: completePersonIndex(persons, numbers) }
}
