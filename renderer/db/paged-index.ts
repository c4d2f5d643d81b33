import { recordKey } from '#shared/kernel/record.ts'
import { hashText } from '#shared/kernel/record-hash.ts'
import type { PageRecord } from '#shared/protocol/pages.ts'
import type { Packed } from './packed-arrays.ts'
import type { PageStamp } from './pages.ts'
import { countingUp, sortByKey } from './radix-sort.ts'

interface IndexedPage extends PageStamp {
  /** Ordinal of the page's first record. */
  readonly first: number
  readonly count: number
}

/** Where a record stands. */
export interface RecordPlace extends PageStamp {
  readonly position: number
}

/**
 * Finds records in pages by id and by reference without opening a page. Ids and references are kept as 64-bit hashes; whoever reads
 * the record checks that it is the one that was meant. Ordinals count the records of all pages in order.
 */
export class PagedIndex {
  private constructor(
    readonly pages: readonly IndexedPage[],
    private readonly versionOf: Uint32Array,
    private readonly ids: HashTable,
    private readonly refs: HashTable,
  ) {}

  static build(
    pages: Iterable<{ readonly stamp: PageStamp; readonly records: readonly PageRecord[] }>,
    refsOf: (kind: string, data: unknown) => readonly string[],
  ): PagedIndex {
    const builder = new PagedIndexBuilder(refsOf)
    for (const { stamp, records } of pages) builder.add(stamp, records)
    return builder.build()
  }

  static of(pages: readonly IndexedPage[], versions: Uint32Array, ids: HashTable, refs: HashTable): PagedIndex {
    return new PagedIndex(pages, versions, ids, refs)
  }

  /** Possible places of a record: nearly always none or one. */
  ordinalsOf(kind: string, id: string): number[] {
    return this.ids.find(recordKey({ kind, id }))
  }

  ordinalsByRef(ref: string): number[] {
    return this.refs.find(ref)
  }

  version(ordinal: number): number {
    return this.versionOf[ordinal] ?? 0
  }

  place(ordinal: number): RecordPlace {
    let [low, high] = [0, this.pages.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.pages[middle] as IndexedPage).first <= ordinal) low = middle
      else high = middle - 1
    }
    const { kind, page, version, first } = this.pages[low] as IndexedPage
    return { kind, page, version, position: ordinal - first }
  }

  pack(): Packed {
    return {
      value: this.pages,
      arrays: {
        versions: this.versionOf,
        idHigh: this.ids.high,
        idLow: this.ids.low,
        idAt: this.ids.at,
        refHigh: this.refs.high,
        refLow: this.refs.low,
        refAt: this.refs.at,
      },
    }
  }

  static unpack({ value, arrays }: Packed): PagedIndex {
    const array = (name: string): Uint32Array => arrays[name] as Uint32Array
    return new PagedIndex(
      value as IndexedPage[],
      array('versions'),
      new HashTable(array('idHigh'), array('idLow'), array('idAt')),
      new HashTable(array('refHigh'), array('refLow'), array('refAt')),
    )
  }
}

/** Hashes of the keys (`recordKey`) and versions of the records of a page, in their order. */
export interface HashedRecords {
  readonly count: number
  readonly idHigh: Uint32Array
  readonly idLow: Uint32Array
  readonly versions: Uint32Array
}

/** Takes pages one by one, as they arrive. */
export class PagedIndexBuilder {
  readonly #pages: IndexedPage[] = []
  readonly #versions: number[] = []
  readonly #ids = new HashTableBuilder()
  readonly #refs = new HashTableBuilder()

  constructor(private readonly refsOf: (kind: string, data: unknown) => readonly string[]) {}

  get count(): number {
    return this.#versions.length
  }

  add(stamp: PageStamp, records: readonly PageRecord[]): void {
    const first = this.#versions.length
    for (const record of records) {
      for (const ref of this.refsOf(stamp.kind, record.data)) this.#refs.add(ref, this.#versions.length)
      this.#ids.add(recordKey({ kind: stamp.kind, id: record.id }), this.#versions.length)
      this.#versions.push(record.version)
    }
    this.endPage(stamp, first)
  }

  /** A record without references whose id (ASCII) stands in these bytes; `endPage` must follow after the last one of its page. */
  addRecordAt(kind: string, bytes: Uint8Array, idFrom: number, idTo: number, version: number): void {
    this.#ids.addBytes(`${kind}:`, bytes, idFrom, idTo, this.#versions.length)
    this.#versions.push(version)
  }

  /** Records without references of a whole page, by the hashes of their keys. */
  addHashed(stamp: PageStamp, { count, idHigh, idLow, versions }: HashedRecords): void {
    const first = this.#versions.length
    for (let i = 0; i < count; i += 1) {
      this.#ids.addHash(idHigh[i] as number, idLow[i] as number, first + i)
      this.#versions.push(versions[i] as number)
    }
    this.endPage(stamp, first)
  }

  /** Says to which page the records since ordinal `first` belong. */
  endPage(stamp: PageStamp, first: number): void {
    this.#pages.push({ ...stamp, first, count: this.#versions.length - first })
  }

  build(): PagedIndex {
    return PagedIndex.of(this.#pages, Uint32Array.from(this.#versions), this.#ids.build(), this.#refs.build())
  }
}

/** Sorted 64-bit hashes with an ordinal each. */
class HashTable {
  constructor(
    readonly high: Uint32Array,
    readonly low: Uint32Array,
    readonly at: Uint32Array,
  ) {}

  find(text: string): number[] {
    hashText(hashed, text)
    const [high, low] = [hashed[0] as number, hashed[1] as number]
    let [from, to] = [0, this.at.length]
    while (from < to) {
      const middle = (from + to) >> 1
      const order = (this.high[middle] as number) - high || (this.low[middle] as number) - low
      if (order < 0) from = middle + 1
      else to = middle
    }
    const found: number[] = []
    for (let i = from; i < this.at.length && this.high[i] === high && this.low[i] === low; i += 1)
      found.push(this.at[i] as number)
    return found
  }
}

class HashTableBuilder {
  readonly #high: number[] = []
  readonly #low: number[] = []
  readonly #at: number[] = []

  add(text: string, ordinal: number): void {
    hashText(hashed, text)
    this.addHash(hashed[0] as number, hashed[1] as number, ordinal)
  }

  /** As `add` with the text followed by ASCII bytes. */
  addBytes(text: string, bytes: Uint8Array, from: number, to: number, ordinal: number): void {
    hashText(hashed, text, bytes, from, to)
    this.addHash(hashed[0] as number, hashed[1] as number, ordinal)
  }

  addHash(high: number, low: number, ordinal: number): void {
    this.#high.push(high)
    this.#low.push(low)
    this.#at.push(ordinal)
  }

  build(): HashTable {
    const [high, low, at] = [this.#high, this.#low, this.#at].map((values) => Uint32Array.from(values)) as [
      Uint32Array,
      Uint32Array,
      Uint32Array,
    ]
    const order = sortByKey(sortByKey(countingUp(at.length), low), high)
    const pick = (values: Uint32Array): Uint32Array => {
      const picked = new Uint32Array(order.length)
      for (let i = 0; i < order.length; i += 1) picked[i] = values[order[i] as number] as number
      return picked
    }
    return new HashTable(pick(high), pick(low), pick(at))
  }
}

/** The last result of hashing: an object for each of a hundred thousand records would cost more than the hashing. */
const hashed = new Uint32Array(2)
