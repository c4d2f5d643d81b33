import { DamagedError } from '#renderer/db/cipher.ts'
import type { WritableStore } from '#renderer/db/handles.ts'
import { gunzip, OpenPage, parseRecords } from '#renderer/db/open-page.ts'
import {
  type ArrivedPage,
  deleteOtherScopes,
  deletePages,
  deleteScope,
  type OpenAhead,
  openAhead,
  type PageStamp,
  pageStamps,
  putPages,
  putSnapshot,
  type ReadAhead,
  readAhead,
  readPage,
  renewedAhead,
} from '#renderer/db/pages.ts'
import {
  type FoundPerson,
  searchPersons,
  searchPhone,
} from '#renderer/features/insured-persons/search/search-persons.ts'
import type { DuePersonList, PersonHit } from '#renderer/sync/desk-data.ts'
import type { LoadOutcome, LoadProgress, PageCopy, PagedStore } from '#renderer/sync/paged-store.ts'
import { refsOf } from '#renderer/sync/record-refs.ts'
import { fullName, type InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { SHARD_FORMAT } from '#shared/features/insured-persons/search/index-shard.ts'
import { foldLetters } from '#shared/features/insured-persons/search/name-words.ts'
import type { DueQuery } from '#shared/features/preventive-care/due-list.ts'
import type { PageRecord, ScopeManifest } from '#shared/protocol/pages.ts'
import { DuePersons } from './due-persons.ts'
import { loadPages, type PageNet } from './load-pages.ts'
import { PersonOverlay } from './person-overlay.ts'
import { RecentPages } from './recent-pages.ts'
import { packScopeIndex, type ScopeIndex, ScopeIndexBuilder, SNAPSHOT_PARTS } from './scope-index.ts'
import { openFromSnapshot, stampOfPages } from './scope-snapshot.ts'

/** Pages opened at once while an index is built: decryption and decompression run beside the parsing. */
const PAGES_AHEAD = 6
const SAME_PHONE_MAX = 50

/**
 * Pages on disk and the index over them, in the worker of the desk (`desk-worker.ts`) or, in tests and in the simulation, in the same
 * thread. The only writer of pages and snapshots.
 */
export class Registry implements PagedStore {
  readonly #scopes = new Map<string, ScopeIndex>()
  readonly #overlay = new PersonOverlay()
  readonly #opened: RecentPages
  #damaged: ((scope: string) => void) | null = null
  readonly #untold = new Set<string>()
  #searches = 0
  #ahead: OpenAhead | null = null
  /** Settled when records of every scope are found by their ids: while they are opened, names can be searched before. */
  #placed: Promise<unknown> = Promise.resolve()
  /** Settled when every scope has its whole index. */
  #whole: Promise<unknown> = Promise.resolve()
  readonly #due = new DuePersons({
    pages: () => this.#personPages(),
    changed: () => this.#overlay.entries(),
    person: (id) => this.person(id),
  })

  constructor(
    private readonly store: WritableStore,
    private readonly net: PageNet,
  ) {
    this.#opened = new RecentPages(async (scope, stamp) => {
      const compressed = await readPage(store, scope, stamp)
      return compressed && new OpenPage(await gunzip(compressed))
    })
  }

  /**
   * Begins to read and open what the first `open` will need.
   * @param sealed what was read before the desk was unlocked
   */
  readAhead(sealed: ReadAhead | null = null): OpenAhead {
    const ahead = sealed ? renewedAhead(this.store, sealed) : readAhead(this.store, SNAPSHOT_PARTS)
    this.#ahead = openAhead(this.store, ahead)
    return this.#ahead
  }

  onDamaged(listener: (scope: string) => void): void {
    this.#damaged = listener
    for (const scope of this.#untold) listener(scope)
    this.#untold.clear()
  }

  async open(scopes: readonly string[]): Promise<{ readonly damaged: readonly string[] }> {
    const ahead = this.#ahead ?? this.readAhead()
    // Later ones have other pages; and megabytes are not to be held.
    this.#ahead = null
    const opened = await Promise.all(scopes.map((scope) => this.#openScope(scope, ahead)))
    for (const scope of this.#scopes.keys()) if (!scopes.includes(scope)) this.#scopes.delete(scope)
    this.#due.forget()
    this.#placed = Promise.allSettled(opened.map(({ placed }) => placed))
    this.#whole = Promise.allSettled(opened.map(({ whole }) => whole))
    // Which persons newer data has replaced can only be marked where ids are known.
    if (!this.#overlay.isEmpty) await this.#placed
    return { damaged: scopes.filter((_, index) => opened[index]?.isDamaged) }
  }

  tidy(scopes: readonly string[]): Promise<void> {
    return deleteOtherScopes(this.store, scopes)
  }

  async load(
    manifest: ScopeManifest,
    accessToken: string,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<LoadOutcome> {
    await this.#whole
    const { scope } = manifest
    const here = new Map((await pageStamps(this.store, scope)).map((stamp) => [placeOf(stamp), stamp]))
    const wanted = new Set(manifest.pages.map(placeOf))
    const gone = [...here.values()].filter((stamp) => !wanted.has(placeOf(stamp)))
    if (gone.length > 0) await deletePages(this.store, scope, gone)
    const missing = manifest.pages.filter((page) => here.get(placeOf(page))?.version !== page.version)
    const builder = new ScopeIndexBuilder()
    const present = manifest.pages.filter((page) => !missing.includes(page))
    let records = present.reduce((sum, page) => sum + page.records, 0)
    let bytes = present.reduce((sum, page) => sum + page.bytes, 0)
    onProgress({ records, bytes })
    const arrived: PageStamp[] = []
    const withShards = manifest.shards === SHARD_FORMAT
    const outcome = await loadPages(this.net, scope, missing, accessToken, withShards, async (pages) => {
      const stored = putPages(this.store, scope, pages)
      // Indexing goes on while the database writes.
      const added = await Promise.all([stored, this.#addAll(scope, builder, pages)])
      records += added[1]
      bytes += pages.reduce((sum, page) => sum + page.compressed.length, 0)
      arrived.push(...pages.map(({ kind, page, version }) => ({ kind, page, version })))
      onProgress({ records, bytes })
    })
    const stored = new Set(arrived.map(placeOf))
    const before = [...here.values()].filter((stamp) => wanted.has(placeOf(stamp)) && !stored.has(placeOf(stamp)))
    const isWhole = await this.#addFromDisk(scope, before, builder)
    await this.#keep(scope, builder, [...before, ...arrived])
    if (!outcome.ok) return outcome
    // A page that was here and cannot be opened was deleted: the next try fetches it.
    return isWhole ? outcome : { ok: false, failure: { kind: 'unreachable', retryAfterMs: null } }
  }

  async #addAll(scope: string, builder: ScopeIndexBuilder, pages: readonly ArrivedPage[]): Promise<number> {
    const before = builder.count
    for (const page of pages) {
      if (builder.addShard(page)) continue
      this.#opened.put(scope, page, await builder.add(page))
    }
    return builder.count - before
  }

  /** Opens the pages of persons ahead, one by one, so that hits are read from memory. For the time after `open` and `load`. */
  async warm(): Promise<void> {
    await this.#whole
    for (const [scope, { records }] of [...this.#scopes])
      for (const page of records.pages) {
        if (this.#opened.isFull || this.#scopes.get(scope)?.records !== records) break
        if (page.kind === 'insuredPerson') (await this.#page(scope, page))?.findRecords()
      }
  }

  async forget(scope: string): Promise<void> {
    await this.#whole
    this.#scopes.delete(scope)
    this.#due.forget()
    this.#opened.keepOnly(scope, [])
    await deleteScope(this.store, scope)
  }

  async overlay(
    changes: readonly { readonly id: string; readonly shown?: InsuredPerson | null | undefined }[],
  ): Promise<void> {
    if (changes.length === 0) return
    await this.#placed
    for (const { id, shown } of changes) {
      this.#overlay.set(id, shown)
      for (const { records, persons } of this.#scopes.values())
        for (const ordinal of records.ordinalsOf('insuredPerson', id))
          persons.dead[ordinal] = shown === undefined ? 0 : 1
    }
  }

  async record(kind: string, id: string, only?: readonly string[]): Promise<PageRecord | null> {
    await this.#placed
    let newest: PageRecord | null = null
    for (const [scope, { records }] of this.#scopes) {
      if (only !== undefined && !only.includes(scope)) continue
      for (const ordinal of records.ordinalsOf(kind, id)) {
        if (newest && records.version(ordinal) <= newest.version) continue
        const found = await this.#recordAt(scope, ordinal)
        if (found?.id === id) newest = found
      }
    }
    return newest
  }

  async copies(keys: readonly string[]): Promise<readonly (readonly PageCopy[])[]> {
    await this.#placed
    return keys.map((key) => {
      const at = key.indexOf(':')
      return [...this.#scopes].flatMap(([scope, { records }]) =>
        records
          .ordinalsOf(key.slice(0, at), key.slice(at + 1))
          .map((ordinal) => ({ scope, version: records.version(ordinal) })),
      )
    })
  }

  async byRef(kind: string, ref: string): Promise<readonly PageRecord[]> {
    await this.#placed
    const found = new Map<string, PageRecord>()
    for (const [scope, { records }] of this.#scopes)
      for (const ordinal of records.ordinalsByRef(ref)) {
        if (records.place(ordinal).kind !== kind) continue
        const record = await this.#recordAt(scope, ordinal)
        if (record && refsOf(kind, record.data).includes(ref)) takeNewer(found, record)
      }
    return [...found.values()]
  }

  async all(kind: string): Promise<readonly PageRecord[]> {
    const found = new Map<string, PageRecord>()
    for (const [scope, { records }] of this.#scopes)
      for (const page of records.pages) {
        if (page.kind !== kind) continue
        const open = await this.#page(scope, page)
        for (let position = 0; position < (open?.count ?? 0); position += 1) {
          const record = open?.record(position)
          if (record) takeNewer(found, record)
        }
      }
    return [...found.values()]
  }

  async person(id: string): Promise<InsuredPerson | null> {
    if (this.#overlay.has(id)) return this.#overlay.get(id)
    return ((await this.record('insuredPerson', id))?.data as InsuredPerson | undefined) ?? null
  }

  async searchPersons(typed: string, limit: number): Promise<readonly PersonHit[] | null> {
    this.#searches += 1
    const mine = this.#searches
    // Digits may be any number or date; names are there first.
    if (/\d/.test(typed)) await this.#whole
    const newer = this.#overlay.search(typed, limit)
    return this.#hits(
      newer,
      (persons) => searchPersons(persons, typed, limit),
      limit,
      () => mine !== this.#searches,
    )
  }

  async personsByPhone(e164: string): Promise<readonly PersonHit[]> {
    await this.#whole
    const newer = this.#overlay.byPhone(e164, SAME_PHONE_MAX)
    const search = (persons: ScopeIndex['persons']) => searchPhone(persons, e164, SAME_PHONE_MAX)
    return (await this.#hits(newer, search, SAME_PHONE_MAX, () => false)) ?? []
  }

  dueList(query: DueQuery): Promise<DuePersonList> {
    return this.#due.list(query)
  }

  async *#personPages(): AsyncGenerator<readonly PageRecord[]> {
    for (const [scope, { records }] of this.#scopes)
      for (const page of records.pages) {
        if (page.kind !== 'insuredPerson') continue
        const open = await this.#page(scope, page)
        if (open) yield parseRecords(open.json)
      }
  }

  /** Hits of all scopes and of the changed persons in one order. Null as soon as nobody waits for them any more. */
  async #hits(
    newer: readonly { readonly person: InsuredPerson; readonly found: FoundPerson }[],
    search: (persons: ScopeIndex['persons']) => readonly FoundPerson[],
    limit: number,
    isAbandoned: () => boolean,
  ): Promise<readonly PersonHit[] | null> {
    const places = [...this.#scopes]
      .flatMap(([scope, { persons }]) => search(persons).map((found) => ({ scope, found })))
      .sort((a, b) => a.found.cost - b.found.cost)
      .slice(0, limit)
    const hits = [...newer]
    const records = await Promise.all(places.map(({ scope, found }) => this.#recordAt(scope, found.ordinal)))
    if (isAbandoned()) return null
    records.forEach((record, index) => {
      const place = places[index]
      if (record && place) hits.push({ person: record.data as InsuredPerson, found: place.found })
    })
    const seen = new Set<string>()
    return hits
      .map((hit) => ({ ...hit, name: foldLetters(fullName(hit.person)) }))
      .sort((a, b) => a.found.cost - b.found.cost || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
      .filter(({ person }) => !seen.has(person.id) && seen.add(person.id))
      .slice(0, limit)
      .map(({ person, found }) => ({ person, matched: found.matched, isGuess: found.isGuess }))
  }

  /** Opens the index as far as names can be searched; the promises settle when records are found by their ids, and when all is there. */
  async #openScope(
    scope: string,
    ahead: OpenAhead,
  ): Promise<{ readonly isDamaged: boolean; readonly placed?: Promise<void>; readonly whole?: Promise<void> }> {
    const opening = await openFromSnapshot(ahead, scope)
    if (!opening) return { isDamaged: !(await this.#openFromPages(scope)) }
    this.#scopes.set(scope, opening.names)
    const placed = this.#replace(scope, opening.names, opening.placed)
    const whole = placed.then(async () => {
      const index = await opening.placed
      if (index) await this.#replace(scope, index, opening.whole)
    })
    return { isDamaged: false, placed, whole }
  }

  /** The next state of an index in place of the one before; where there is none it is built from the pages. */
  async #replace(scope: string, before: ScopeIndex, next: Promise<ScopeIndex | null>): Promise<void> {
    const index = await next
    if (this.#scopes.get(scope) !== before) return
    if (index) this.#take(scope, index)
    else if (!(await this.#openFromPages(scope))) this.#tellDamaged(scope)
  }

  /** A scope may turn out to be damaged before anybody listens. */
  #tellDamaged(scope: string): void {
    if (this.#damaged) this.#damaged(scope)
    else this.#untold.add(scope)
  }

  /** @returns false when a page could not be opened */
  async #openFromPages(scope: string): Promise<boolean> {
    const stamps = await pageStamps(this.store, scope)
    const builder = new ScopeIndexBuilder()
    const isWhole = await this.#addFromDisk(scope, stamps, builder)
    await this.#keep(scope, builder, isWhole ? stamps : await pageStamps(this.store, scope))
    return isWhole
  }

  /** Adds pages from disk. Those that cannot be opened are deleted, so that they are fetched again. */
  async #addFromDisk(scope: string, stamps: readonly PageStamp[], builder: ScopeIndexBuilder): Promise<boolean> {
    const damaged: PageStamp[] = []
    for (let from = 0; from < stamps.length; from += PAGES_AHEAD) {
      const some = stamps.slice(from, from + PAGES_AHEAD)
      const pages = await Promise.all(some.map((stamp) => readPage(this.store, scope, stamp).catch(isDamaged)))
      for (const [index, compressed] of pages.entries()) {
        const stamp = some[index] as PageStamp
        try {
          if (!compressed) throw new DamagedError('pages|')
          this.#opened.put(scope, stamp, await builder.add({ ...stamp, compressed }))
        } catch {
          damaged.push(stamp)
        }
      }
    }
    if (damaged.length > 0) await deletePages(this.store, scope, damaged)
    return damaged.length === 0
  }

  async #keep(scope: string, builder: ScopeIndexBuilder, stamps: readonly PageStamp[]): Promise<void> {
    const index = builder.build()
    this.#opened.keepOnly(scope, stamps)
    this.#take(scope, index)
    await putSnapshot(this.store, scope, stampOfPages(stamps), packScopeIndex(index))
  }

  #take(scope: string, index: ScopeIndex): void {
    this.#scopes.set(scope, index)
    this.#due.forget()
    for (const id of this.#overlay.ids)
      for (const ordinal of index.records.ordinalsOf('insuredPerson', id)) index.persons.dead[ordinal] = 1
  }

  async #recordAt(scope: string, ordinal: number): Promise<PageRecord | null> {
    const place = this.#scopes.get(scope)?.records.place(ordinal)
    return place ? ((await this.#page(scope, place))?.record(place.position) ?? null) : null
  }

  async #page(scope: string, stamp: PageStamp): Promise<OpenPage | null> {
    try {
      return await this.#opened.get(scope, stamp)
    } catch {
      await deletePages(this.store, scope, [stamp])
      this.#tellDamaged(scope)
      return null
    }
  }
}

function placeOf(stamp: Pick<PageStamp, 'kind' | 'page'>): string {
  return `${stamp.kind}/${stamp.page}`
}

function takeNewer(found: Map<string, PageRecord>, record: PageRecord): void {
  if ((found.get(record.id)?.version ?? 0) < record.version) found.set(record.id, record)
}

function isDamaged(error: unknown): null {
  if (error instanceof DamagedError) return null
  throw error
}
