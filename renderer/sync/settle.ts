import type { Change } from '#renderer/db/change.ts'
import type { KeptRow, KeptScope, RefusedCommand } from '#renderer/db/kept.ts'
import { recordKey } from '#shared/kernel/record.ts'
import { type DeskRecord, mergeAnswer, mergeRecords, touchedBy, type WaitingCommand } from '#shared/protocol/merge.ts'
import type { PullAnswer } from '#shared/protocol/pull.ts'
import type { CommandAnswer, WireRecord } from '#shared/protocol/push.ts'
import type { DeskState, StateView } from './desk-state.ts'
import { AWAITED_SCOPE, namedScopes, OWN_SCOPE } from './dispatch.ts'
import { awaitedKeys, coverByPages, isEmptyRow } from './page-cover.ts'

/** Stores the answers to a push together with the records they carry (rules OUT2, PUSH3). Answers to what does not wait count as news only. */
export async function settleAnswers(state: DeskState, answers: readonly CommandAnswer[]): Promise<void> {
  await state.transact(async (view) => {
    const known = await knownFor(
      state,
      view,
      answers.flatMap((answer) => answer.records),
    )
    const changed = new Set<string>()
    const refusedPut: RefusedCommand[] = []
    const settled: string[] = []
    let waiting: readonly WaitingCommand[] = view.outbox
    for (const answer of answers) {
      const step = mergeAnswer(waiting, known, answer)
      waiting = step.waiting
      if (step.step === 'reject') refusedPut.push({ ...step.refused, refusal: step.refusal })
      if (step.step === 'advance') settled.push(answer.id)
      for (const record of step.records) {
        known.set(recordKey(record), record)
        changed.add(recordKey(record))
      }
    }
    const left = new Set(waiting.map((item) => item.command.n))
    const scopes = await state.scopesOf([...changed])
    const change: Change = {
      rows: withoutAwaited(
        rowsOf(changed, known, (key) => scopes.get(key) ?? [OWN_SCOPE]),
        waiting,
      ),
      outboxDelete: view.outbox.map((item) => item.command.n).filter((n) => !left.has(n)),
      refusedPut,
      settled,
    }
    return { change, result: undefined }
  })
}

/** Records that stayed only for a command that is answered now are forgotten: their scopes were left before (rule PULL2). */
function withoutAwaited(
  rows: Map<string, KeptRow | null>,
  waiting: readonly WaitingCommand[],
): Map<string, KeptRow | null> {
  const awaited = awaitedKeys(waiting)
  for (const [key, row] of rows)
    if (row?.scopes.includes(AWAITED_SCOPE) && !awaited.has(key))
      rows.set(key, { ...row, base: null, shown: null, scopes: [] })
  return rows
}

/**
 * Records stored in one transaction. Sealing and writing a thousand at once keeps the screen busy for a fifth of a second, and a search
 * that was typed meanwhile waits.
 */
const SLICE_RECORDS = 20

interface Incoming {
  readonly scope: string
  readonly record: WireRecord
}

/**
 * Stores one pull: first most of its records, slice by slice, then the rest together with cursors and scopes that were left. A desk
 * that is stopped in between is given the same records once more, as its cursor has not moved (rule PULL1). A record removed from one
 * scope stays while another scope of this desk holds it: it moved, it did not go (rule PULL2). A scope that is left and may be held is older than the server's change log:
 * what it shows stays until its pages are loaded anew (rule PULL5).
 */
export async function takePull(state: DeskState, answer: PullAnswer, sliceRecords = SLICE_RECORDS): Promise<void> {
  const slices = slicesOf(answer, sliceRecords)
  const last = slices.pop() ?? []
  for (const slice of slices)
    await state.transact(async (view) => {
      const rows = await rowsAfter(state, view, slice)
      await coverEmptyRows(state, view, rows, new Set())
      return { change: rows.size === 0 ? null : { rows }, result: undefined }
    })
  await state.transact(async (view) => {
    const rows = await rowsAfter(state, view, last)
    const { left, anew } = leftScopes(answer)
    forgetScopes(view, rows, left)
    await coverEmptyRows(state, view, rows, left)
    const scopes = new Map<string, KeptScope | null>()
    for (const name of left) if (view.scopes.has(name)) scopes.set(name, null)
    for (const name of anew) {
      const scope = view.scopes.get(name)
      if (scope) scopes.set(name, { ...scope, cursor: null, anew: true })
    }
    for (const [name, { cursor }] of Object.entries(answer.changes)) {
      const scope = view.scopes.get(name)
      if (scope && scope.cursor !== null && scope.cursor !== cursor && !left.has(name))
        scopes.set(name, { ...scope, cursor })
    }
    const isNothingNew = rows.size === 0 && scopes.size === 0
    return { change: isNothingNew ? null : { rows, scopes }, result: undefined }
  })
}

/** What a record says of itself in several scopes stays in one slice: between two slices a moved record would be gone. */
function slicesOf(answer: PullAnswer, most: number): Incoming[][] {
  const byKey = new Map<string, Incoming[]>()
  for (const [scope, { records }] of Object.entries(answer.changes))
    for (const record of records) {
      const key = recordKey(record)
      const same = byKey.get(key)
      if (same) same.push({ scope, record })
      else byKey.set(key, [{ scope, record }])
    }
  const groups = [...byKey.values()]
  const slices: Incoming[][] = []
  for (let from = 0; from < groups.length; from += most) slices.push(groups.slice(from, from + most).flat())
  return slices
}

/** The rows that these records make of those that are here. */
async function rowsAfter(
  state: DeskState,
  view: StateView,
  incoming: readonly Incoming[],
): Promise<Map<string, KeptRow | null>> {
  const known = await knownFor(state, view, [])
  const scopesOf = new Map<string, readonly string[]>()
  const scopesNow = (key: string): readonly string[] => scopesOf.get(key) ?? view.rows.get(key)?.scopes ?? []
  const news: WireRecord[] = []
  for (const { scope, record } of incoming) {
    const key = recordKey(record)
    const row = view.rows.get(key)
    if (row) known.set(key, row)
    const others = namedScopes(scopesNow(key)).filter((name) => name !== scope)
    if (record.data === null) {
      scopesOf.set(key, others)
      if (others.length === 0) news.push(record)
    } else {
      scopesOf.set(key, [...others, scope])
      news.push(record)
    }
  }
  for (const record of mergeRecords(view.outbox, known, news)) {
    known.set(recordKey(record), record)
    if (!scopesOf.has(recordKey(record))) scopesOf.set(recordKey(record), scopesNow(recordKey(record)))
  }
  return rowsOf(new Set(scopesOf.keys()), known, scopesNow)
}

/** What of `left` is to be forgotten, and what is only older than the change log and is to be loaded anew (rule PULL5). */
export function leftScopes(answer: PullAnswer): {
  readonly left: ReadonlySet<string>
  readonly anew: ReadonlySet<string>
} {
  const allowed = new Set<string>(answer.scopes.map(({ name }) => name))
  return {
    left: new Set(answer.left.filter((name) => !allowed.has(name))),
    anew: new Set(answer.left.filter((name) => allowed.has(name))),
  }
}

/**
 * Rows whose last scope is left lose their data, unless something waits on them: what the user typed is never taken away. An empty
 * row stays in their place as long as a page may hold a copy (`page-cover.ts`).
 */
export function forgetScopes(view: StateView, rows: Map<string, KeptRow | null>, left: ReadonlySet<string>): void {
  if (left.size === 0) return
  const awaited = awaitedKeys(view.outbox)
  for (const before of view.rows.all()) {
    const key = recordKey(before)
    const row = rows.has(key) ? rows.get(key) : before
    if (!row?.scopes.some((name) => left.has(name))) continue
    const scopes = row.scopes.filter((name) => !left.has(name))
    if (scopes.length > 0) rows.set(key, { ...row, scopes })
    else if (awaited.has(key)) rows.set(key, { ...row, scopes: [AWAITED_SCOPE] })
    else rows.set(key, { ...row, base: null, shown: null, scopes })
  }
}

/** Empty rows of a change that need not stay, because the record lives on in a page of another scope or stands in none. */
export async function coverEmptyRows(
  state: DeskState,
  view: StateView,
  rows: Map<string, KeptRow | null>,
  left: ReadonlySet<string>,
): Promise<void> {
  const awaited = awaitedKeys(view.outbox)
  const empty = [...rows].flatMap(([key, row]) => (row && isEmptyRow(row) && !awaited.has(key) ? [row] : []))
  const held = new Set([...view.scopes.keys()].filter((name) => !left.has(name)))
  await coverByPages(state.pages, empty, held, rows)
}

/** Takes away empty rows that hide nothing any more: the pages below them were forgotten or made anew. */
export async function dropEmptyRows(state: DeskState): Promise<void> {
  await state.transact(async (view) => {
    const awaited = awaitedKeys(view.outbox)
    const empty = [...view.rows.all()].filter((row) => isEmptyRow(row) && !awaited.has(recordKey(row)))
    const rows = new Map<string, KeptRow | null>()
    await coverByPages(state.pages, empty, new Set(view.scopes.keys()), rows)
    return { change: rows.size === 0 ? null : { rows }, result: undefined }
  })
}

/** Everything that merging may read: what the answer carries and what any waiting command touches. */
export async function knownFor(
  state: DeskState,
  view: StateView,
  records: readonly WireRecord[],
): Promise<Map<string, DeskRecord>> {
  const keys = new Set(records.map(recordKey))
  for (const item of view.outbox) for (const key of touchedBy(item.command)) keys.add(key)
  return state.known(keys)
}

/** A record that neither the server nor a waiting command knows has no row. A removed one keeps a row while its page may still hold it. */
export function rowsOf(
  keys: ReadonlySet<string>,
  known: ReadonlyMap<string, DeskRecord>,
  scopesOf: (key: string) => readonly string[],
): Map<string, KeptRow | null> {
  const rows = new Map<string, KeptRow | null>()
  for (const key of keys) {
    const record = known.get(key)
    if (!record) continue
    const isNothing = record.version === 0 && record.base === null && record.shown === null
    rows.set(key, isNothing ? null : { ...record, scopes: scopesOf(key) })
  }
  return rows
}
