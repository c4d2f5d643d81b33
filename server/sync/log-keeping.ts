import { sql } from 'kysely'
import type { Db } from '#server/db/database.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import { type LogBounds, logBounds } from './change-log.ts'
import { dropPart, floorAfter, keepingStep, logParts, makeParts } from './log-partitions.ts'

const DAY_MS = 86_400_000
/** One node of many keeps the log once in this time. */
export const KEEP_EVERY_MS = 3_600_000
/** Changes younger than this stay as they are: desks that are connected pull them within seconds, and the next one may come at once. */
export const COMPACT_AFTER_MS = 300_000

export interface LogKeepingParts {
  readonly db: Db
  /** Days for which a desk may be away and still get only what changed (`OPORA_CHANGE_LOG_DAYS`). */
  readonly keepDays: number
  /** Renews the ready-made pages that have aged, and those that stand before this floor. Returns how many scopes it renewed. */
  readonly renewPages: (floor: bigint | null) => Promise<number>
}

/** What one run has done. */
export interface LogKept {
  readonly partsMade: number
  /** Changes taken out because a later one of the same record in the same scope follows. */
  readonly compacted: number
  /** Scopes whose ready-made pages were renewed. */
  readonly renewed: number
  readonly partsDropped: number
}

/**
 * Keeps the change log: parts for the weeks to come, compaction, fresh pages, and the end of what is older than the retention (rule
 * PULL5). Every step is a short transaction, and a run that is cut off anywhere leaves the log right.
 * @param nowMs epoch milliseconds
 * @param when `due` runs only when the last run, of whichever node, is `KEEP_EVERY_MS` ago; `now` runs at once
 * @returns null when it is not time yet
 */
export async function keepChangeLog(
  parts: LogKeepingParts,
  nowMs: number,
  when: 'due' | 'now' = 'due',
): Promise<LogKept | null> {
  const { db, keepDays, renewPages } = parts
  if (!(await claimRun(db, nowMs, when === 'now'))) return null
  const partsMade = await makeParts(db, nowMs)
  const compacted = await compactChanges(db, nowMs)
  const old = (await logParts(db)).filter((part) => part.toMs <= nowMs - keepDays * DAY_MS)
  // Before the changes go from which only what changed can be made anew; afterwards every page would have to be.
  const renewed = await renewPages(await floorAfter(db, old))
  let partsDropped = 0
  for (const part of old) if (await dropPart(db, part)) partsDropped += 1
  return { partsMade, compacted, renewed, partsDropped }
}

async function claimRun(db: Db, nowMs: number, isAsked: boolean): Promise<boolean> {
  const { rows } = await sql`
    update change_log_state set kept_at = ${toInstant(nowMs)}::timestamptz
    where ${isAsked}::boolean or kept_at is null or kept_at <= ${toInstant(nowMs - KEEP_EVERY_MS)}::timestamptz
      -- A clock that was set back must not stop the keeping for good.
      or kept_at > ${toInstant(nowMs + KEEP_EVERY_MS)}::timestamptz
    returning one`.execute(db)
  return rows.length > 0
}

/**
 * Of several changes of one record in one scope only the last is kept. Records travel in their present state, so a reader before it misses
 * nothing, and one behind it has it already (rule PULL1). Only changes that every reader may have seen are touched: older than
 * `COMPACT_AFTER_MS` and below the oldest running transaction.
 * @param nowMs epoch milliseconds
 * @returns changes taken out
 */
export async function compactChanges(db: Db, nowMs: number): Promise<number> {
  const bounds = await logBounds(db)
  const state = await sql<{ compacted_to: string }>`
    select compacted_to::text as compacted_to from change_log_state`.execute(db)
  const from = BigInt(state.rows[0]?.compacted_to ?? '0')
  const until = await compactableUntil(db, bounds, nowMs - COMPACT_AFTER_MS)
  if (until <= from) return 0
  const [fromXid, untilXid] = [from > bounds.offset ? from - bounds.offset : 0n, until - bounds.offset]
  const { rows } = await sql<{ scope: string }>`
    select distinct scope from changes
    where xid >= ${String(fromXid)}::xid8 and xid < ${String(untilXid)}::xid8`.execute(db)
  let compacted = 0
  for (const { scope } of rows) {
    const taken = await keepingStep(db, async (tx) => {
      const { numAffectedRows } = await sql`
        with newest as (
          select distinct on (kind, record_id) kind, record_id, xid, seq from changes
          where scope = ${scope} and xid >= ${String(fromXid)}::xid8 and xid < ${String(untilXid)}::xid8
          order by kind, record_id, changes.xid desc, changes.seq desc)
        delete from changes older using newest
        where older.scope = ${scope} and older.kind = newest.kind and older.record_id = newest.record_id
          and (older.xid, older.seq) < (newest.xid, newest.seq)`.execute(tx)
      return Number(numAffectedRows ?? 0)
    })
    // Another node is at it: it goes on from where both began.
    if (taken === null) return compacted
    compacted += taken
  }
  await sql`update change_log_state set compacted_to = greatest(compacted_to, ${String(until)}::numeric)`.execute(db)
  return compacted
}

/** The first transaction, with the offset, that compaction must leave alone. */
async function compactableUntil(db: Db, bounds: LogBounds, youngestMs: number): Promise<bigint> {
  const { rows } = await sql<{ xid: string }>`
    select xid::text as xid from changes where at >= ${toInstant(youngestMs)}::timestamptz
    order by changes.xid limit 1`.execute(db)
  const young = rows[0] ? BigInt(rows[0].xid) + bounds.offset : null
  return young !== null && young < bounds.horizon.xid ? young : bounds.horizon.xid
}
