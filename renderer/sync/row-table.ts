import type { KeptRow } from '#renderer/db/kept.ts'
import { recordKey } from '#shared/kernel/record.ts'
import { refsOf } from './record-refs.ts'

/**
 * All rows of the desk, opened, in memory, by key, kind and reference. Rows are what was entered here and what changed since the
 * pages were made, some thousands; compaction (`pull-loop.ts`) keeps them few.
 */
export class RowTable {
  readonly #rows = new Map<string, KeptRow>()
  readonly #byKind = new Map<string, Set<string>>()
  readonly #byRef = new Map<string, Set<string>>()

  constructor(rows: Iterable<KeptRow> = []) {
    for (const row of rows) this.set(recordKey(row), row)
  }

  get size(): number {
    return this.#rows.size
  }

  get(key: string): KeptRow | undefined {
    return this.#rows.get(key)
  }

  set(key: string, row: KeptRow | null): void {
    const before = this.#rows.get(key)
    if (before) {
      this.#byKind.get(before.kind)?.delete(key)
      for (const ref of refsOf(before.kind, before.shown)) this.#byRef.get(ref)?.delete(key)
      this.#rows.delete(key)
    }
    if (row === null) return
    this.#rows.set(key, row)
    add(this.#byKind, row.kind, key)
    for (const ref of refsOf(row.kind, row.shown)) add(this.#byRef, ref, key)
  }

  all(): IterableIterator<KeptRow> {
    return this.#rows.values()
  }

  ofKind(kind: string): KeptRow[] {
    return this.#pick(this.#byKind.get(kind))
  }

  /** Rows of a kind that show this reference now. */
  byRef(kind: string, ref: string): KeptRow[] {
    return this.#pick(this.#byRef.get(ref)).filter((row) => row.kind === kind)
  }

  #pick(keys: ReadonlySet<string> | undefined): KeptRow[] {
    return [...(keys ?? [])].flatMap((key) => this.#rows.get(key) ?? [])
  }
}

function add(index: Map<string, Set<string>>, at: string, key: string): void {
  const keys = index.get(at)
  if (keys) keys.add(key)
  else index.set(at, new Set([key]))
}
