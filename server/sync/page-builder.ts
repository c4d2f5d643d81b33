import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { sql } from 'kysely'
import { ADVISORY_SPACES, type Db, type Tx } from '#server/db/database.ts'
import type { KeptRecord, RecordKindDefinition, RecordKinds } from '#server/db/record-kind.ts'
import { must } from '#shared/kernel/result.ts'
import { PAGE_RECORDS } from '#shared/protocol/pages.ts'
import type { RecordKind } from '#shared/protocol/registry.ts'
import { formatCursor, isOutsideLog, type LogBounds, type LogPosition, logBounds, parseCursor } from './change-log.ts'

const compress = promisify(gzip)

interface PageRange {
  readonly page: number
  readonly version: number
  readonly firstId: string
  readonly lastId: string
}

interface RecordRow {
  readonly id: string
  readonly version: number
  readonly data: unknown
}

/**
 * Makes or renews the ready-made pages of a scope and returns how many were written. Only pages with changed records are made again.
 *
 * Invariant: a page never loses a record to another page. A desk loads pages one by one by an older manifest; if records moved
 * between pages meanwhile, it would miss those that moved from a page not yet loaded to one already loaded. Therefore ranges
 * never move: the last page is closed where it stood and later ids begin a new page.
 */
export async function buildPages(db: Db, kinds: RecordKinds, scope: string): Promise<number> {
  return db.transaction().execute(async (tx) => {
    // Reading and compressing needs no transaction number, so it does not hold back the horizon of pulls; only the writes at the end do.
    await sql`select pg_advisory_xact_lock(${ADVISORY_SPACES.pages}, hashtext(${scope}))`.execute(tx)
    const bounds = await logBounds(tx)
    const set = await sql<{ cursor: string }>`select cursor from page_sets where scope = ${scope}`.execute(tx)
    const changed = set.rows[0] ? await changedSince(tx, scope, parseCursor(set.rows[0].cursor), bounds) : null
    const stamp = await versionStamp(tx)
    const written: BuiltPage[] = []
    for (const kind of await kindsOfScope(tx, scope)) {
      const definition = must(kinds.get(kind), `kind ${kind}`)
      const ranges = await rangesOf(tx, scope, kind)
      const stale = changed && stalePages(ranges, changed.get(kind) ?? [])
      const pages = await buildKind(tx, scope, definition, ranges, stale)
      written.push(...pages.map((page) => ({ ...page, version: Math.max(page.version, stamp) })))
    }
    await keepPages(tx, scope, written, bounds)
    return written.length
  })
}

interface BuiltPage extends PageRange {
  readonly kind: string
  readonly records: number
  readonly body: Buffer
  readonly shard: Uint8Array<ArrayBuffer> | null
}

async function kindsOfScope(tx: Tx, scope: string): Promise<string[]> {
  const { rows } = await sql<{ kind: string }>`
    select kind from scope_records where scope = ${scope} group by kind
    union select kind from pages where scope = ${scope} group by kind order by kind`.execute(tx)
  return rows.map((row) => row.kind)
}

async function rangesOf(tx: Tx, scope: string, kind: string): Promise<PageRange[]> {
  const { rows } = await sql<{ page: number; version: number; first_id: string; last_id: string }>`
    select page, version, first_id, last_id from pages where scope = ${scope} and kind = ${kind} order by first_id`.execute(
    tx,
  )
  return rows.map((row) => ({ page: row.page, version: row.version, firstId: row.first_id, lastId: row.last_id }))
}

/** Ids by kind of what changed since the pages were made; null when the log does not reach back so far, and every page must be made. */
async function changedSince(
  tx: Tx,
  scope: string,
  since: LogPosition,
  bounds: LogBounds,
): Promise<Map<string, string[]> | null> {
  if (isOutsideLog(since, bounds)) return null
  const { rows } = await sql<{ kind: string; record_id: string }>`
    select distinct kind, record_id from changes
    where scope = ${scope} and xid >= ${String(since.xid - bounds.offset)}::xid8`.execute(tx)
  // Asked after reading: the part of the log that was read may have been dropped before.
  if (isOutsideLog(since, { ...bounds, floor: (await logBounds(tx)).floor })) return null
  const changed = new Map<string, string[]>()
  for (const { kind, record_id } of rows) {
    const ids = changed.get(kind)
    if (ids) ids.push(record_id)
    else changed.set(kind, [record_id])
  }
  return changed
}

/** Numbers of the pages in whose range one of these records lies. */
function stalePages(ranges: readonly PageRange[], ids: readonly string[]): Set<number> {
  return new Set(ids.flatMap((id) => rangeOf(ranges, id)?.page ?? []))
}

/** Seconds since it from which versions of pages count. */
const VERSIONS_FROM = '2026-01-01T00:00:00Z'

/**
 * Versions follow the clock of the database, and grow by one where that is not enough: a number given before the database was restored from a
 * backup then never names another content, and a desk that loads anew need not fetch the pages it has (rule PULL5).
 */
async function versionStamp(tx: Tx): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select greatest(1, extract(epoch from now() - ${VERSIONS_FROM}::timestamptz)::integer) as seconds`.execute(tx)
  return must(rows[0], 'row').seconds
}

function rangeOf(ranges: readonly PageRange[], id: string): PageRange | undefined {
  return ranges.findLast((range) => range.firstId <= id)
}

async function buildKind(
  tx: Tx,
  scope: string,
  definition: RecordKindDefinition,
  ranges: readonly PageRange[],
  stale: ReadonlySet<number> | null,
): Promise<BuiltPage[]> {
  const { kind, table } = definition
  const built: Promise<BuiltPage>[] = []
  for (const [index, range] of ranges.slice(0, -1).entries()) {
    if (stale !== null && !stale.has(range.page)) continue
    const until = must(ranges[index + 1], 'next page').firstId
    const rows = await readRows(tx, scope, kind, table, range.firstId, { until })
    built.push(compressPage(definition, { ...range, version: range.version + 1 }, rows))
  }
  const last = ranges.at(-1)
  if (last && stale !== null && !stale.has(last.page)) return Promise.all(built)
  let open: PageRange = last ?? { page: 0, version: 0, firstId: '', lastId: '' }
  let nextPage = ranges.reduce((most, range) => Math.max(most, range.page), 0) + 1
  for (;;) {
    const rows = await readRows(tx, scope, kind, table, open.firstId, { atLeastTo: open.lastId })
    built.push(compressPage(definition, { ...open, version: open.version + 1 }, rows))
    const next = await firstIdAfter(tx, scope, kind, rows.at(-1)?.id ?? open.lastId)
    if (next === null) break
    open = { page: nextPage, version: 0, firstId: next, lastId: '' }
    nextPage += 1
  }
  return Promise.all(built)
}

/** Records of a range in order of id: up to the next page, or a full page but at least as far as the page reached before. */
async function readRows(
  tx: Tx,
  scope: string,
  kind: string,
  table: string,
  firstId: string,
  end: { readonly until: string } | { readonly atLeastTo: string },
): Promise<RecordRow[]> {
  const from = sql`select record.id, record.version, record.data
    from scope_records held join ${sql.table(table)} record on record.id = held.record_id
    where held.scope = ${scope} and held.kind = ${kind} and held.record_id >= ${firstId}`
  if ('until' in end)
    return (await sql<RecordRow>`${from} and held.record_id < ${end.until} order by held.record_id`.execute(tx)).rows
  const page = await sql<RecordRow>`${from} order by held.record_id limit ${PAGE_RECORDS}`.execute(tx)
  const reached = page.rows.at(-1)?.id ?? ''
  if (page.rows.length < PAGE_RECORDS || reached >= end.atLeastTo) return page.rows
  return (await sql<RecordRow>`${from} and held.record_id <= ${end.atLeastTo} order by held.record_id`.execute(tx)).rows
}

async function firstIdAfter(tx: Tx, scope: string, kind: string, id: string): Promise<string | null> {
  const { rows } = await sql<{ record_id: string }>`
    select record_id from scope_records where scope = ${scope} and kind = ${kind} and record_id > ${id}
    order by record_id limit 1`.execute(tx)
  return rows[0]?.record_id ?? null
}

async function compressPage(
  { kind, shardOf }: RecordKindDefinition,
  range: PageRange,
  rows: readonly RecordRow[],
): Promise<BuiltPage> {
  const records = rows.map(({ id, version, data }) => ({ id, version, data }))
  const shard = shardOf?.(records as readonly KeptRecord<RecordKind>[]) ?? null
  const body = await compress(JSON.stringify(records), { level: 6 })
  const lastId = rows.at(-1)?.id ?? ''
  return { ...range, kind, lastId: laterOf(lastId, range.lastId), records: rows.length, body, shard }
}

function laterOf(a: string, b: string): string {
  if (a > b) return a
  return b
}

async function keepPages(tx: Tx, scope: string, pages: readonly BuiltPage[], bounds: LogBounds): Promise<void> {
  for (const page of pages)
    await tx
      .insertInto('pages')
      .values({
        scope,
        kind: page.kind,
        page: page.page,
        version: page.version,
        first_id: page.firstId,
        last_id: page.lastId,
        records: page.records,
        bytes: page.body.length,
        body: page.body,
        shard: page.shard,
      })
      .onConflict((conflict) =>
        conflict.columns(['scope', 'kind', 'page']).doUpdateSet((row) => ({
          version: row.ref('excluded.version'),
          last_id: row.ref('excluded.last_id'),
          records: row.ref('excluded.records'),
          bytes: row.ref('excluded.bytes'),
          body: row.ref('excluded.body'),
          shard: row.ref('excluded.shard'),
        })),
      )
      .execute()
  await sql`insert into page_sets (scope, cursor, built_at) values (${scope}, ${formatCursor(bounds.horizon)}, now())
    on conflict (scope) do update set cursor = excluded.cursor, built_at = excluded.built_at`.execute(tx)
}
