import { sql } from 'kysely'
import { ADVISORY_LOCKS, type Db, type Tx } from '#server/db/database.ts'

const DAY_MS = 86_400_000
export const WEEK_MS = 7 * DAY_MS
/** A Monday, 00:00 UTC: parts begin on Mondays. */
const FIRST_MONDAY_MS = Date.UTC(2024, 0, 1)
/** Parts are made this far ahead, so that a server that keeps its log a little late still writes into weeks. */
const WEEKS_AHEAD = 2
/** Dropping waits for those who read the log, and all others wait behind it: better to try again at the next run. */
const LOCK_WAIT_MS = 2_000
/** SQLSTATE `lock_not_available`. */
const LOCK_TIMEOUT = '55P03'

/** A part of the change log that holds the changes of one week. */
export interface LogPart {
  readonly table: string
  /** Epoch milliseconds, included. */
  readonly fromMs: number
  /** Epoch milliseconds, not included. */
  readonly toMs: number
}

/** The week of an instant (epoch milliseconds). */
export function partOf(atMs: number): LogPart {
  const fromMs = FIRST_MONDAY_MS + Math.floor((atMs - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS
  const day = new Date(fromMs).toISOString().slice(0, 10).replaceAll('-', '')
  return { table: `changes_${day}`, fromMs, toMs: fromMs + WEEK_MS }
}

/** The weeks that have a part of their own, oldest first. */
export async function logParts(db: Db | Tx): Promise<LogPart[]> {
  const { rows } = await sql<{ name: string }>`
    select child.relname as name from pg_inherits join pg_class child on child.oid = inhrelid
    where inhparent = 'changes'::regclass order by child.relname`.execute(db)
  return rows.flatMap(({ name }) => {
    const [, year, month, day] = /^changes_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? []
    return day === undefined ? [] : [partOf(Date.UTC(Number(year), Number(month) - 1, Number(day)))]
  })
}

/**
 * Does one step of keeping the log in a transaction of its own, so that the horizon of pulls is never held back for long. One node at a time
 * changes the parts of the log or compacts it.
 * @returns null when another node is at it, or readers did not let go of the log in time
 */
export async function keepingStep<T>(db: Db, step: (tx: Tx) => Promise<T>): Promise<T | null> {
  try {
    return await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ mine: boolean }>`
        select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.keepLog}::bigint) as mine`.execute(tx)
      if (!rows[0]?.mine) return null
      await sql`select set_config('lock_timeout', ${`${LOCK_WAIT_MS}ms`}, true)`.execute(tx)
      return step(tx)
    })
  } catch (error) {
    if ((error as { code?: unknown }).code === LOCK_TIMEOUT) return null
    throw error
  }
}

/**
 * Makes the parts of this week and the next ones, and of every week whose changes had none so far: those of before there were parts, and those
 * written while nobody kept the log. Their rows move with their numbers, so that no cursor notices.
 * @param nowMs epoch milliseconds
 * @returns parts made
 */
export async function makeParts(db: Db, nowMs: number): Promise<number> {
  const wanted = new Map<string, LogPart>()
  for (let week = 0; week <= WEEKS_AHEAD; week += 1) add(wanted, partOf(nowMs + week * WEEK_MS))
  const { rows } = await sql<{ week: string }>`
    select distinct floor((extract(epoch from at) * 1000 - ${FIRST_MONDAY_MS}::bigint) / ${WEEK_MS}::bigint)::text as week
    from changes_rest`.execute(db)
  for (const { week } of rows) add(wanted, partOf(FIRST_MONDAY_MS + Number(week) * WEEK_MS))
  for (const { table } of await logParts(db)) wanted.delete(table)
  let made = 0
  for (const part of wanted.values()) if (await keepingStep(db, (tx) => makePart(tx, part))) made += 1
  return made
}

function add(parts: Map<string, LogPart>, part: LogPart): void {
  parts.set(part.table, part)
}

async function makePart(tx: Tx, { table, fromMs, toMs }: LogPart): Promise<boolean> {
  const known = await sql<{ oid: string | null }>`select to_regclass(${table})::text as oid`.execute(tx)
  if (known.rows[0]?.oid) return false
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]
  // Writers of a week without a part wait here; the others go on.
  await sql`lock table changes_rest in access exclusive mode`.execute(tx)
  await sql`create table ${sql.table(table)} (like changes including defaults)`.execute(tx)
  await sql`with moved as (delete from changes_rest where at >= ${from}::timestamptz and at < ${to}::timestamptz returning *)
    insert into ${sql.table(table)} select * from moved`.execute(tx)
  await sql`alter table changes attach partition ${sql.table(table)} for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(
    tx,
  )
  return true
}

/**
 * Drops a part and raises the floor above everything it held (rule PULL5), together: a reader sees both or neither.
 * @returns false when the part could not be had, or holds what not every reader may have seen (rule PULL1)
 */
export async function dropPart(db: Db, { table }: LogPart): Promise<boolean> {
  const isDropped = await keepingStep(db, async (tx) => {
    await sql`lock table changes in access exclusive mode`.execute(tx)
    const { rows } = await sql<{ last: string | null; is_passed: boolean }>`
      select last::text as last, coalesce(last < pg_snapshot_xmin(pg_current_snapshot()), true) as is_passed
      from (select (select xid from ${sql.table(table)} order by xid desc limit 1) as last) as found`.execute(tx)
    const row = rows[0]
    if (!row?.is_passed) return false
    if (row.last !== null)
      await sql`update change_log_state set floor = greatest(floor, xid_offset + ${row.last}::numeric + 1)`.execute(tx)
    await sql`drop table ${sql.table(table)}`.execute(tx)
    return true
  })
  return isDropped ?? false
}

/** The floor that dropping these parts would leave: cursors before it will have to load anew. Null when they are empty. */
export async function floorAfter(db: Db, parts: readonly LogPart[]): Promise<bigint | null> {
  let floor: bigint | null = null
  for (const { table } of parts) {
    const { rows } = await sql<{ floor: string }>`
      select (xid::text::numeric + 1 + (select xid_offset from change_log_state))::text as floor
      from ${sql.table(table)} part order by part.xid desc limit 1`.execute(db)
    const found = rows[0] ? BigInt(rows[0].floor) : null
    if (found !== null && (floor === null || found > floor)) floor = found
  }
  return floor
}
