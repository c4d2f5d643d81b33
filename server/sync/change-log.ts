import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import type { RecordRef } from '#shared/kernel/record.ts'

/** A place in the change log: everything up to change `seq` of transaction `xid`. Text in cursors, `bigint` here. */
export interface LogPosition {
  readonly xid: bigint
  readonly seq: bigint
}

export interface ChangeRow extends RecordRef {
  readonly scope: string
  readonly version: number
}

export interface LoggedChange extends RecordRef {
  readonly position: LogPosition
}

export const CHANGES_CHANNEL = 'opora_changes'
/** `pg_notify` takes at most 8,000 bytes; a scope name is about 50. */
const SCOPES_PER_NOTICE = 100

export function parseCursor(cursor: string): LogPosition {
  const [xid = '0', seq = '0'] = cursor.split('.')
  return { xid: BigInt(xid), seq: BigInt(seq) }
}

export function formatCursor(position: LogPosition): string {
  return `${position.xid}.${position.seq}`
}

export function isBefore(a: LogPosition, b: LogPosition): boolean {
  return a.xid < b.xid || (a.xid === b.xid && a.seq < b.seq)
}

/** State of the log: what a reader may rely on at this moment. */
export interface LogBounds {
  /** Every transaction before this one has ended, and what it wrote is visible: a cursor never passes it (rule PULL1). */
  readonly horizon: LogPosition
  /** Cursors before it miss changes that are no longer kept, or that came without the log (rule PULL5). */
  readonly floor: LogPosition
  readonly offset: bigint
}

/** Must be asked before the records or changes are read, so that whatever is read holds at least all up to the horizon. */
export async function logBounds(db: Db | Tx): Promise<LogBounds> {
  const { rows } = await sql<{ horizon: string; floor: string; xid_offset: string }>`
    select (pg_snapshot_xmin(pg_current_snapshot())::text::numeric + xid_offset)::text as horizon,
           floor::text as floor, xid_offset::text as xid_offset
    from change_log_state`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('Invariant broken: change_log_state has no row')
  return {
    horizon: { xid: BigInt(row.horizon), seq: 0n },
    floor: { xid: BigInt(row.floor), seq: 0n },
    offset: BigInt(row.xid_offset),
  }
}

/**
 * True when deltas from this cursor would have holes: the scope must be loaded anew from its pages (rule PULL5). A part of the log may be
 * dropped between two statements, so whoever has read changes asks again with the bounds of afterwards.
 */
export function isOutsideLog(position: LogPosition, bounds: LogBounds): boolean {
  return isBefore(position, bounds.floor) || isBefore(bounds.horizon, { ...position, seq: 0n })
}

/** Writes changes and the notice that pokes desks (rule LIVE1). The notice is sent by the database when the transaction commits. */
export async function appendChanges(tx: Tx, changes: readonly ChangeRow[]): Promise<void> {
  if (changes.length === 0) return
  await sql`insert into changes (scope, kind, record_id, version)
    select scope, kind, record_id, version from json_to_recordset(${JSON.stringify(
      changes.map((change) => ({
        scope: change.scope,
        kind: change.kind,
        record_id: change.id,
        version: change.version,
      })),
    )}::json) as given (scope text, kind text, record_id text, version integer)`.execute(tx)
  const scopes = [...new Set(changes.map((change) => change.scope))].sort()
  for (let at = 0; at < scopes.length; at += SCOPES_PER_NOTICE) {
    const scopesText = scopes.slice(at, at + SCOPES_PER_NOTICE).join(' ')
    await sql`select pg_notify(${CHANGES_CHANNEL}, pg_current_xact_id()::text || ' ' || ${scopesText}::text)`.execute(
      tx,
    )
  }
}

/** Changes of one scope after `from` and before the horizon, in commit-safe order; `limit + 1` rows tell whether more wait. */
export async function readChanges(
  db: Db | Tx,
  scope: string,
  from: LogPosition,
  bounds: LogBounds,
  limit: number,
): Promise<LoggedChange[]> {
  const after = from.xid - bounds.offset
  const until = bounds.horizon.xid - bounds.offset
  // The order names the table: a bare `xid` would be the output column, which is text and sorts 10 before 9.
  const { rows } = await sql<{ xid: string; seq: string; kind: string; record_id: string }>`
    select xid::text as xid, seq::text as seq, kind, record_id from changes
    where scope = ${scope} and (xid, seq) > (${String(after)}::xid8, ${String(from.seq)}::bigint)
      and xid < ${String(until)}::xid8
    order by changes.xid, changes.seq limit ${limit}`.execute(db)
  return rows.map((row) => ({
    kind: row.kind,
    id: row.record_id,
    position: { xid: BigInt(row.xid) + bounds.offset, seq: BigInt(row.seq) },
  }))
}

/** Number of changes of a scope after a position, counted up to `most`. */
export async function countChanges(
  db: Db | Tx,
  scope: string,
  from: LogPosition,
  bounds: LogBounds,
  most: number,
): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*)::text as count from (
      select 1 from changes
      where scope = ${scope} and (xid, seq) > (${String(from.xid - bounds.offset)}::xid8, ${String(from.seq)}::bigint)
      limit ${most}) as counted`.execute(db)
  return Number(rows[0]?.count ?? 0)
}

/**
 * Begins the log anew when the database was restored or moved: its server counts transactions from a lower number than the log
 * holds, and desks would wait for numbers that were already given. The offset keeps cursors rising; desks load their scopes anew.
 * Runs at each start, before the first request, while other API nodes may be writing: what they wrote is compared with the numbers that
 * the same look at the database knows as given, never with this transaction's own, which may be lower.
 */
export async function mendLogAfterRestore(db: Db): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await sql`select 1 from change_log_state for update`.execute(tx)
    const { rows } = await sql<{ last: string | null; now: string }>`
      select greatest((select xid::text::numeric from changes order by changes.xid desc limit 1),
               -- All changes may have grown too old to be kept; the floor remembers the last of them.
               floor - 1 - xid_offset)::text as last, pg_snapshot_xmax(pg_current_snapshot())::text as now
      from change_log_state`.execute(tx)
    const last = rows[0]?.last
    const now = BigInt(rows[0]?.now ?? '0')
    if (last === null || last === undefined || BigInt(last) < now) return false
    const shift = BigInt(last) - now + 1n
    await sql`delete from changes`.execute(tx)
    await sql`delete from page_sets`.execute(tx)
    await sql`delete from pages`.execute(tx)
    await sql`update change_log_state set xid_offset = xid_offset + ${String(shift)}::bigint,
      floor = xid_offset + ${String(shift + now)}::numeric`.execute(tx)
    return true
  })
}

/** Says that records were written without the log (a bulk load): desks that stand before this point must load anew. */
export async function raiseFloor(tx: Tx): Promise<void> {
  await sql`update change_log_state set floor = xid_offset + pg_current_xact_id()::text::numeric + 1`.execute(tx)
}
