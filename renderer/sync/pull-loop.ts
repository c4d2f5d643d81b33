import type { KeptRow, KeptScope } from '#renderer/db/kept.ts'
import { scopeManifest } from '#shared/protocol/pages.ts'
import { type PullAnswer, pullAnswer } from '#shared/protocol/pull.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import { type ApiClient, type ApiFailure, withoutToken } from './api-client.ts'
import type { SyncStatus } from './desk-data.ts'
import type { DeskState } from './desk-state.ts'
import { takePages } from './fresh-pages.ts'
import type { AccessTokens } from './ports.ts'
import { coverEmptyRows, dropEmptyRows, forgetScopes, leftScopes, takePull } from './settle.ts'

/** Reading and checking an answer keeps the screen busy: ten milliseconds for a thousand records. */
const PULL_RECORDS = 200
/** More rows than this in one scope are folded back into pages: rows are kept in memory one by one, pages are not. */
export const COMPACT_ROWS = 5_000

export interface PullEnd {
  readonly state: DeskState
  readonly api: ApiClient
  readonly tokens: AccessTokens
  readonly onServerTime: (serverTime: string) => void
  readonly onLoading: (loading: SyncStatus['loading']) => void
  /** Scopes whose pages have to be checked against the server's again: a page was damaged. */
  readonly reload: Set<string>
  readonly sliceRecords?: number
}

/**
 * Takes everything that is new: deltas of the scopes that are loaded, then the pages of new ones, then what changed meanwhile
 * (rules PULL1, PULL2, PULL3).
 * @returns null when the desk is up to date
 */
export async function pullRound(end: PullEnd): Promise<ApiFailure | null> {
  for (;;) {
    const failure = await pullDeltas(end)
    if (failure) return failure
    await dropEmptyRows(end.state)
    const next = nextToLoad(end)
    if (!next) return null
    const loadFailure = await loadScope(end, next)
    if (loadFailure) return loadFailure
  }
}

async function pullDeltas(end: PullEnd): Promise<ApiFailure | null> {
  for (;;) {
    const { scopes } = end.state.view
    const loaded = [...scopes.values()].filter((scope) => scope.cursor !== null)
    const answer = await end.api.post(
      '/api/sync/pull',
      {
        protocol: PROTOCOL_VERSION,
        cursors: Object.fromEntries(loaded.map((scope) => [scope.name, scope.cursor])),
        limit: PULL_RECORDS,
      },
      pullAnswer,
    )
    if (!answer.ok) return answer.failure
    end.onServerTime(answer.value.serverTime)
    await takePull(end.state, answer.value, end.sliceRecords)
    await takeScopes(end, answer.value)
    if (!Object.values(answer.value.changes).some((changes) => changes.more)) return null
  }
}

/** Learns new scopes and forgets those that the server no longer names, also one whose first load was unfinished. */
async function takeScopes(end: PullEnd, answer: PullAnswer): Promise<void> {
  const allowed = new Map<string, string>(answer.scopes.map((scope) => [scope.name, scope.title]))
  const gone = await end.state.transact<string[]>(async (view) => {
    const scopes = new Map<string, KeptScope | null>()
    for (const [name, title] of allowed) {
      const before = view.scopes.get(name)
      if (before?.title !== title) scopes.set(name, { cursor: null, loads: 0, ...before, name, title })
    }
    const left = [...view.scopes.keys()].filter((name) => !allowed.has(name))
    const rows = new Map<string, KeptRow | null>()
    forgetScopes(view, rows, new Set(left))
    await coverEmptyRows(end.state, view, rows, new Set(left))
    for (const name of left) scopes.set(name, null)
    return { change: scopes.size === 0 ? null : { scopes, rows }, result: [...left, ...leftScopes(answer).left] }
  })
  for (const scope of new Set(gone)) {
    end.reload.delete(scope)
    await end.state.pages.forget(scope)
  }
  if (gone.length > 0) end.state.pagesChanged(null)
}

/** Small scopes that every screen needs come first; people before their journal. */
const LOAD_ORDER = ['reference', 'own', 'queue', 'registry', 'journal', 'team']

function nextToLoad(end: PullEnd): KeptScope | undefined {
  const { view } = end.state
  return [...view.scopes.values()]
    .filter((scope) => scope.cursor === null || end.reload.has(scope.name) || hasTooManyRows(end, scope.name))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name))[0]
}

function rank(scope: string): number {
  return LOAD_ORDER.indexOf(scope.slice(0, scope.indexOf(':')))
}

/** Folding is tried once for each further `COMPACT_ROWS`: the server may not have fresh pages yet. */
const foldedAt = new WeakMap<DeskState, Map<string, number>>()

function hasTooManyRows(end: PullEnd, scope: string): boolean {
  const { rows } = end.state.view
  if (rows.size < COMPACT_ROWS) return false
  let count = 0
  for (const row of rows.all()) if (row.scopes.includes(scope)) count += 1
  return count >= COMPACT_ROWS + (foldedAt.get(end.state)?.get(scope) ?? 0)
}

async function loadScope(end: PullEnd, scope: KeptScope): Promise<ApiFailure | null> {
  const manifest = await end.api.get(`/api/sync/manifest?scope=${encodeURIComponent(scope.name)}`, scopeManifest)
  if (!manifest.ok) return manifest.failure
  const show = (records: number, bytes: number): void =>
    end.onLoading({ title: scope.title, done: records, total: manifest.value.records, bytes })
  show(0, 0)
  try {
    let token = await end.tokens.current()
    for (let isSecond = false; ; isSecond = true) {
      if (token === null) return withoutToken(end.tokens)
      const outcome = await end.state.pages.load(manifest.value, token, ({ records, bytes }) => show(records, bytes))
      if (outcome.ok) break
      if (outcome.failure.kind !== 'signedOut' || isSecond) return outcome.failure
      token = await end.tokens.current(token)
    }
    await finishLoad(end, scope.name, manifest.value.cursor)
  } finally {
    end.onLoading(null)
  }
  end.state.pagesChanged([...new Set(manifest.value.pages.map((page) => page.kind))])
  return null
}

/** The pages are whole: pulls go on from the manifest's cursor. */
async function finishLoad(end: PullEnd, name: string, cursor: string): Promise<void> {
  end.reload.delete(name)
  const left = await takePages(end.state, name, cursor)
  const folded = foldedAt.get(end.state) ?? new Map<string, number>()
  foldedAt.set(end.state, folded.set(name, left))
}
