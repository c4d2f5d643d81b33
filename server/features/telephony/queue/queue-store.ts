import { sql } from 'kysely'
import { ADVISORY_SPACES, type Tx } from '#server/db/database.ts'
import type { CallSource } from '#shared/features/telephony/distribution/distribution-plan.ts'
import { toInstant } from '#shared/kernel/clock.ts'

/** A row of `queue_calls`. Instants are epoch milliseconds by the server's clock. */
export interface QueuedCall {
  readonly call: string
  readonly queue: string
  readonly source: CallSource
  readonly arrivedAtMs: number
  readonly wasOpen: boolean
  readonly marks: readonly string[]
  readonly lastUserId: string | null
  readonly missed: readonly { readonly userId: string; readonly atMs: number }[]
  readonly offeredUserId: string | null
  readonly offeredUntilMs: number | null
}

/** What is known of a caller by the number, which itself is not kept. */
export interface CallerFacts {
  readonly marks: readonly string[]
  readonly lastUserId: string | null
}

/** One decision at a time in an organisation, whichever API node it is made on. */
export async function lockQueue(tx: Tx, orgId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ADVISORY_SPACES.queue}, hashtext(${orgId}))`.execute(tx)
}

/**
 * Drops calls that the exchange has stopped naming and that nobody is offered, and offers whose time is over: a lost word of the exchange heals
 * by itself.
 */
export async function dropStale(tx: Tx, orgId: string, nowMs: number, silentMs: number): Promise<void> {
  const now = toInstant(nowMs)
  await sql`delete from queue_calls where org_id = ${orgId}
    and (case when offered_user_id is null then named_at < ${toInstant(nowMs - silentMs)}::timestamptz else offered_until < ${now}::timestamptz end)`.execute(
    tx,
  )
}

export async function queuedCalls(tx: Tx, orgId: string): Promise<QueuedCall[]> {
  const { rows } = await sql<{
    call: string
    queue: string
    source: CallSource
    arrived_at: Date
    was_open: boolean
    marks: string[]
    last_user_id: string | null
    missed: QueuedCall['missed']
    offered_user_id: string | null
    offered_until: Date | null
  }>`select call, queue, source, arrived_at, was_open, marks, last_user_id, missed, offered_user_id, offered_until
    from queue_calls where org_id = ${orgId}`.execute(tx)
  return rows.map((row) => ({
    call: row.call,
    queue: row.queue,
    source: row.source,
    arrivedAtMs: row.arrived_at.getTime(),
    wasOpen: row.was_open,
    marks: row.marks,
    lastUserId: row.last_user_id,
    missed: row.missed,
    offeredUserId: row.offered_user_id,
    offeredUntilMs: row.offered_until?.getTime() ?? null,
  }))
}

/** A call that the exchange has not named for so long is gone. */
export const SILENT_MS = 10_000

/** Who waits in each queue, without those whom nobody has named for a while or who talk already. */
export async function waitingByQueue(
  tx: Tx,
  orgId: string,
  nowMs: number,
): Promise<ReadonlyMap<string, { readonly count: number; readonly offered: number; readonly longestMs: number }>> {
  const { rows } = await sql<{ queue: string; count: number; offered: number; longest: Date }>`
    select queue, count(*)::int as count, count(offered_user_id)::int as offered, min(arrived_at) as longest
    from queue_calls
    where org_id = ${orgId} and not answered
      and (named_at >= ${toInstant(nowMs - SILENT_MS)}::timestamptz or offered_until >= ${toInstant(nowMs)}::timestamptz)
    group by queue`.execute(tx)
  return new Map(
    rows.map(({ queue, count, offered, longest }) => [queue, { count, offered, longestMs: longest.getTime() }]),
  )
}

/** Keeps a call that waits (again): an offer of before is over. */
export async function keepWaiting(tx: Tx, orgId: string, call: QueuedCall, nowMs: number): Promise<void> {
  await sql`insert into queue_calls (call, org_id, queue, source, arrived_at, named_at, was_open, marks, last_user_id, missed)
    values (${call.call}, ${orgId}, ${call.queue}, ${call.source}, ${toInstant(call.arrivedAtMs)}::timestamptz, ${toInstant(nowMs)}::timestamptz,
      ${call.wasOpen}, ${[...call.marks]}::text[], ${call.lastUserId}, ${JSON.stringify(call.missed)}::jsonb)
    on conflict (call) do update set named_at = excluded.named_at, arrived_at = excluded.arrived_at, missed = excluded.missed, offered_user_id = null, offered_until = null`.execute(
    tx,
  )
}

/** Offers a call to a representative. The unique index refuses a second offer to her, should two nodes ever decide at once. */
export async function offer(tx: Tx, call: string, userId: string, untilMs: number): Promise<void> {
  await sql`update queue_calls set offered_user_id = ${userId}, offered_until = ${toInstant(untilMs)}::timestamptz where call = ${call}`.execute(
    tx,
  )
}

/** The call was answered: she is busy by this row until her desk has said so itself. */
export async function markAnswered(tx: Tx, call: string, untilMs: number): Promise<void> {
  await sql`update queue_calls set answered = true, offered_until = ${toInstant(untilMs)}::timestamptz
    where call = ${call} and offered_user_id is not null`.execute(tx)
}

export async function forget(tx: Tx, calls: readonly string[]): Promise<void> {
  await sql`delete from queue_calls where call = any(${[...calls]}::text[])`.execute(tx)
}

/**
 * Marks of the one person that a number belongs to, and who spoke with that number last. Several people with one number (a family) give no marks:
 * nobody is put before others by a guess.
 */
export async function callerFacts(tx: Tx, orgId: string, number: string, sinceMs: number): Promise<CallerFacts> {
  if (number === '') return { marks: [], lastUserId: null }
  const wanted = JSON.stringify([{ number, valid: true }])
  const persons = await sql<{ marks: string[] | null }>`
    select data->'marks' as marks from insured_persons
    where org_id = ${orgId} and data->'phones' @> ${wanted}::jsonb limit 2`.execute(tx)
  const talks = await sql<{ user_id: string | null }>`
    select user_id from calls where org_id = ${orgId} and remote_number = ${number} and result = 'answered'
      and offered_at >= ${toInstant(sinceMs)}::timestamptz
    order by offered_at desc limit 1`.execute(tx)
  return {
    marks: persons.rows.length === 1 ? (persons.rows[0]?.marks ?? []) : [],
    lastUserId: talks.rows[0]?.user_id ?? null,
  }
}
