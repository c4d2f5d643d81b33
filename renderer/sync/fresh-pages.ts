import type { KeptRow } from '#renderer/db/kept.ts'
import { recordKey } from '#shared/kernel/record.ts'
import { mergeRecords } from '#shared/protocol/merge.ts'
import type { WireRecord } from '#shared/protocol/push.ts'
import type { DeskState, StateView } from './desk-state.ts'
import { namedScopes } from './dispatch.ts'
import { awaitedKeys, coverByPages } from './page-cover.ts'
import type { PageCopy } from './paged-store.ts'
import { knownFor, rowsOf } from './settle.ts'

/**
 * The pages of a scope are whole: stores the cursor they stand for, and makes the rows fit them. Rows that the pages have overtaken go,
 * and so do rows of no scope: a record that had moved out of the desk's reach is in it again. Records that a waiting command touches get
 * what the pages say as their base, under the commands (rule MERGE0). When the scope was loaded anew, what its pages no longer hold has left
 * it while the desk was away, and is forgotten (rule PULL5).
 * @returns rows of this scope alone that stay above its pages
 */
export function takePages(state: DeskState, name: string, cursor: string): Promise<number> {
  return state.transact<number>(async (view) => {
    const scope = view.scopes.get(name)
    if (!scope) return { change: null, result: 0 }
    const rows = await underCommands(state, view, name, scope.anew === true)
    const awaited = awaitedKeys(view.outbox)
    const own = [...view.rows.all()].flatMap((before) => {
      const row = rows.get(recordKey(before)) ?? before
      return namedScopes(row.scopes).every((it) => it === name) && !awaited.has(recordKey(row)) ? [row] : []
    })
    const covered = new Map<string, KeptRow | null>()
    await coverByPages(state.pages, own, new Set(view.scopes.keys()), covered)
    for (const [key, row] of covered) rows.set(key, row)
    const { anew: _, ...kept } = scope
    return {
      change: { rows, scopes: new Map([[name, { ...kept, cursor, loads: scope.loads + 1 }]]) },
      result: own.length - covered.size,
    }
  })
}

/**
 * Rows that cannot simply give way to the pages: those that a command waits on, those that another scope holds too, and those whose record is
 * no longer in a scope that was loaded anew. They get the base of the newest page, or none.
 */
async function underCommands(
  state: DeskState,
  view: StateView,
  name: string,
  isAnew: boolean,
): Promise<Map<string, KeptRow | null>> {
  const awaited = awaitedKeys(view.outbox)
  const isMember = (row: KeptRow): boolean => isAnew && row.scopes.includes(name)
  const asked = [...view.rows.all()].filter((row) => awaited.has(recordKey(row)) || isMember(row))
  const copies = await state.pages.copies(asked.map(recordKey))
  const known = await knownFor(state, view, [])
  const scopesOf = new Map<string, readonly string[]>()
  const news: WireRecord[] = []
  for (const [index, row] of asked.entries()) {
    const key = recordKey(row)
    known.set(key, row)
    const here = (copies[index] ?? []).filter(({ scope }) => view.scopes.has(scope))
    const others = namedScopes(row.scopes).filter((it) => it !== name)
    const fresh = here.find(({ scope }) => scope === name)
    if (fresh) {
      const mustStay = awaited.has(key) || others.length > 0
      if (mustStay && (await takeCopy(row, fresh))) scopesOf.set(key, [...others, name])
    } else if (isMember(row)) {
      const elsewhere = others.length > 0 ? undefined : here.toSorted((a, b) => b.version - a.version)[0]
      scopesOf.set(key, elsewhere ? [elsewhere.scope] : others)
      if (elsewhere) await takeCopy(row, elsewhere)
      else if (others.length === 0) news.push({ kind: row.kind, id: row.id, version: row.version, data: null })
    }
  }
  for (const record of mergeRecords(view.outbox, known, news)) {
    const key = recordKey(record)
    known.set(key, record)
    if (!scopesOf.has(key)) scopesOf.set(key, view.rows.get(key)?.scopes ?? [])
  }
  return rowsOf(new Set(scopesOf.keys()), known, (key) => scopesOf.get(key) ?? [])

  /** False when the copy is no newer, or its page cannot be read: that is fetched again, and the base comes with it. */
  async function takeCopy(row: KeptRow, { scope, version }: PageCopy): Promise<boolean> {
    const record = version > row.version ? await state.pages.record(row.kind, row.id, [scope]) : null
    if (record) news.push({ kind: row.kind, id: row.id, version: record.version, data: record.data })
    return record !== null
  }
}
