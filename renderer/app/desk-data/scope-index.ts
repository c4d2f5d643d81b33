import type { Bytes } from '#renderer/db/bytes.ts'
import { gunzip, parseRecords } from '#renderer/db/open-page.ts'
import { type Packed, packArrays, unpackArrays } from '#renderer/db/packed-arrays.ts'
import { PagedIndex, PagedIndexBuilder } from '#renderer/db/paged-index.ts'
import type { ArrivedPage } from '#renderer/db/pages.ts'
import {
  type PersonIndex,
  PersonIndexBuilder,
  packPersonIndex,
  unpackPersonIndex,
} from '#renderer/features/insured-persons/search/person-index.ts'
import { refsOf } from '#renderer/sync/record-refs.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'

/** Raised whenever the arrays of a snapshot change their meaning: older snapshots are then built anew. */
export const INDEX_FORMAT = 1

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
  async add(page: ArrivedPage): Promise<number> {
    const records = parseRecords(await gunzip(page.compressed))
    const first = this.#records.count
    this.#records.add({ kind: page.kind, page: page.page, version: page.version }, records)
    if (page.kind === 'insuredPerson')
      records.forEach((record, index) => {
        this.#persons.add(first + index, record.data as InsuredPerson)
      })
    return records.length
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
