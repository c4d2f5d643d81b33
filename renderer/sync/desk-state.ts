import { type Change, commitChange } from '#renderer/db/change.ts'
import type { StoredBlock } from '#renderer/db/database.ts'
import type { WritableStore } from '#renderer/db/handles.ts'
import type { KeptMeta, KeptScope, RefusedCommand } from '#renderer/db/kept.ts'
import { readContents, type StoreContents } from '#renderer/db/read-state.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { DeskRecord, WaitingCommand } from '#shared/protocol/merge.ts'
import { touchedBy } from '#shared/protocol/merge.ts'
import { RECORD_SCHEMAS } from '#shared/protocol/registry.ts'
import type { DeliveryState } from './desk-data.ts'
import type { PagedStore } from './paged-store.ts'
import { RowTable } from './row-table.ts'

/** What the desk holds in rows, as the deciding functions see it. They read it and answer with a `Change`; nobody else writes. */
export interface StateView {
  readonly rows: RowTable
  /** In order of `n`. */
  readonly outbox: readonly WaitingCommand[]
  readonly refused: ReadonlyMap<string, RefusedCommand>
  readonly blocks: readonly StoredBlock[]
  readonly scopes: ReadonlyMap<string, KeptScope>
  readonly meta: KeptMeta
}

/** `change: null` writes nothing. */
export interface Decision<T> {
  readonly change: Change | null
  readonly result: T
}

/** Tries after which a write that another tab keeps overtaking is given up. */
const STALE_TRIES = 50

export interface StateNotice {
  /** Kinds of records whose looks may have changed; `outbox` for the waiting and needs-you lists. */
  readonly kinds: ReadonlySet<string>
}

/** The desk's rows in memory and on disk, changed together: disk first, memory after the strict transaction. */
export class DeskState {
  #revision = 0
  #rows = new RowTable()
  #outbox: WaitingCommand[] = []
  #refused = new Map<string, RefusedCommand>()
  #blocks = new Map<string, StoredBlock>()
  #scopes = new Map<string, KeptScope>()
  #meta: KeptMeta = { nextN: 1, numbersRequest: null, lastSuccessAt: null }
  #marks = new Map<string, DeliveryState>()
  #queue: Promise<unknown> = Promise.resolve()
  readonly #listeners = new Set<(notice: StateNotice) => void>()
  readonly #pageListeners = new Set<(kinds: readonly string[] | null) => void>()
  #damaged: StoreContents['damaged'] = []
  #storedN: number | null = null

  private constructor(
    readonly store: WritableStore,
    readonly pages: PagedStore,
    private readonly expectedN: number,
    private readonly tellTabs: () => void,
  ) {}

  /**
   * Reads the store.
   * @param expectedN next command number by the server, for a device whose store is new here
   */
  static async open(
    store: WritableStore,
    pages: PagedStore,
    expectedN: number,
    tellTabs: () => void,
  ): Promise<DeskState> {
    const state = new DeskState(store, pages, expectedN, tellTabs)
    await state.#read()
    return state
  }

  get view(): StateView {
    return {
      rows: this.#rows,
      outbox: this.#outbox,
      refused: this.#refused,
      blocks: [...this.#blocks.values()],
      scopes: this.#scopes,
      meta: this.#meta,
    }
  }

  /** What could not be opened when the store was read. */
  get damaged(): StoreContents['damaged'] {
    return this.#damaged
  }

  /** Nothing was ever written to this store. */
  get isNew(): boolean {
    return this.#revision === 0
  }

  /** The next command number as the store itself counts; null when no command was ever written to it. */
  get storedN(): number | null {
    return this.#storedN
  }

  /** Whether a record waits to be sent or needs the user. */
  deliveryOf(key: string): DeliveryState {
    return this.#marks.get(key) ?? 'sent'
  }

  onChange(listener: (notice: StateNotice) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Calls back before anyone is told that pages of these kinds have changed; null means all kinds. */
  onPagesChanged(listener: (kinds: readonly string[] | null) => void): void {
    this.#pageListeners.add(listener)
  }

  /** Pages of these kinds were loaded or forgotten; null means all kinds. */
  pagesChanged(kinds: readonly string[] | null): void {
    for (const listener of this.#pageListeners) listener(kinds)
    this.#notify(kinds ?? RECORD_KINDS)
  }

  #notify(kinds: Iterable<string>): void {
    const notice = { kinds: new Set(kinds) }
    for (const listener of [...this.#listeners]) listener(notice)
  }

  /**
   * Decides and writes, one at a time. `decide` may run again when another tab has written meanwhile, so it must have no effect
   * of its own.
   */
  transact<T>(decide: (view: StateView) => Promise<Decision<T>> | Decision<T>): Promise<T> {
    return this.#inTurn(async () => {
      for (let tries = 0; tries < STALE_TRIES; tries += 1) {
        const { change, result } = await decide(this.view)
        if (change === null) return result
        if ((await commitChange(this.store, this.#revision, change)) === 'committed') {
          this.#revision += 1
          await this.#take(change)
          this.tellTabs()
          return result
        }
        await this.#read()
      }
      throw new Error('Invariant broken: the local store never came to rest')
    })
  }

  /** Another tab has written: reads everything again, and opens the pages again when it has loaded or forgotten some. */
  async reread(): Promise<void> {
    const before = loadsOf(this.#scopes)
    await this.#inTurn(() => this.#read())
    if (loadsOf(this.#scopes) !== before) {
      await this.pages.open([...this.#scopes.keys()])
      for (const listener of this.#pageListeners) listener(null)
    }
    await this.showOverlay()
    this.#notify([...RECORD_KINDS, 'outbox'])
  }

  /**
   * Records by key with their base, from rows or from pages: what `merge.ts` needs to know. Pages of a scope that was left may still be
   * there for a moment: what they hold is not known any more, or a command given just then would keep a record of it for good (rule PULL2).
   */
  async known(keys: Iterable<string>): Promise<Map<string, DeskRecord>> {
    const found = new Map<string, DeskRecord>()
    for (const key of keys) {
      const row = this.#rows.get(key)
      if (row) {
        found.set(key, row)
        continue
      }
      const at = key.indexOf(':')
      const paged = await this.pages.record(key.slice(0, at), key.slice(at + 1), [...this.#scopes.keys()])
      if (paged)
        found.set(key, {
          kind: key.slice(0, at),
          id: paged.id,
          version: paged.version,
          base: paged.data,
          shown: paged.data,
        })
    }
    return found
  }

  /**
   * Scopes that hold these records, by key: as their rows say, or the pages with their newest copy. Records of neither are left out: they
   * are entered here.
   */
  async scopesOf(keys: readonly string[]): Promise<Map<string, readonly string[]>> {
    const found = new Map<string, readonly string[]>()
    const paged: string[] = []
    for (const key of keys) {
      const row = this.#rows.get(key)
      if (row) found.set(key, row.scopes)
      else paged.push(key)
    }
    const copies = paged.length === 0 ? [] : await this.pages.copies(paged)
    for (const [index, key] of paged.entries()) {
      const here = (copies[index] ?? []).filter(({ scope }) => this.#scopes.has(scope))
      const newest = Math.max(...here.map(({ version }) => version))
      if (here.length > 0)
        found.set(
          key,
          here.flatMap(({ scope, version }) => (version === newest ? [scope] : [])),
        )
    }
    return found
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work, work)
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  async #read(): Promise<void> {
    const contents = await readContents(this.store)
    this.#revision = contents.revision
    this.#rows = new RowTable(contents.rows)
    this.#outbox = [...contents.outbox]
    this.#refused = new Map(contents.refused.map((item) => [item.command.id, item]))
    this.#blocks = new Map(contents.blocks.map((block) => [block.id, block]))
    this.#scopes = new Map(contents.scopes.map((scope) => [scope.name, scope]))
    this.#damaged = contents.damaged
    const lastN = this.#outbox[this.#outbox.length - 1]?.command.n ?? 0
    this.#storedN = contents.meta.nextN ?? null
    this.#meta = {
      nextN: Math.max(contents.meta.nextN ?? this.expectedN, lastN + 1),
      numbersRequest: contents.meta.numbersRequest ?? null,
      lastSuccessAt: contents.meta.lastSuccessAt ?? null,
    }
    this.#mark()
  }

  /** Tells the pages what the rows show of persons: after opening, and after another tab has written. */
  async showOverlay(): Promise<void> {
    await this.pages.overlay(
      this.#rows.ofKind('insuredPerson').map((row) => ({ id: row.id, shown: row.shown as InsuredPerson | null })),
    )
  }

  async #take(change: Change): Promise<void> {
    const kinds = new Set<string>()
    const overlay: { id: string; shown?: InsuredPerson | null }[] = []
    for (const [key, row] of change.rows ?? []) {
      const kind = key.slice(0, key.indexOf(':'))
      kinds.add(kind)
      this.#rows.set(key, row)
      if (kind === 'insuredPerson')
        overlay.push({ id: key.slice(kind.length + 1), ...(row ? { shown: row.shown as InsuredPerson | null } : {}) })
    }
    const isOutboxChanged =
      change.outboxPut ?? change.outboxDelete ?? change.refusedPut ?? change.refusedDelete ?? false
    if (isOutboxChanged) {
      const gone = new Set(change.outboxDelete)
      const kept = this.#outbox.filter((item) => !gone.has(item.command.n))
      this.#outbox = [...kept, ...(change.outboxPut ?? [])].sort((a, b) => a.command.n - b.command.n)
      for (const id of change.refusedDelete ?? []) this.#refused.delete(id)
      for (const item of change.refusedPut ?? []) this.#refused.set(item.command.id, item)
      this.#mark()
      kinds.add('outbox')
    }
    for (const block of change.blocks ?? []) this.#blocks.set(block.id, block)
    for (const [name, scope] of change.scopes ?? [])
      if (scope === null) this.#scopes.delete(name)
      else this.#scopes.set(name, scope)
    this.#meta = { ...this.#meta, ...change.meta }
    this.#storedN = change.meta?.nextN ?? this.#storedN
    if (overlay.length > 0) await this.pages.overlay(overlay)
    this.#notify(kinds)
  }

  /** Refused wins over waiting: the user has to act. */
  #mark(): void {
    this.#marks = new Map()
    for (const item of this.#outbox) for (const key of touchedBy(item.command)) this.#marks.set(key, 'onThisComputer')
    for (const item of this.#refused.values())
      for (const key of touchedBy(item.command)) this.#marks.set(key, 'needsYou')
  }
}

const RECORD_KINDS = Object.keys(RECORD_SCHEMAS)

function loadsOf(scopes: ReadonlyMap<string, KeptScope>): string {
  return [...scopes.values()]
    .map(({ name, loads }) => `${name} ${loads}`)
    .sort()
    .join('\n')
}
