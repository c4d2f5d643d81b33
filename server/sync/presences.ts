import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import type { DeskPresence } from '#shared/features/supervision/floor.ts'
import { PRESENCE_TTL_MS, type PresenceReport, presenceReport } from '#shared/features/supervision/presence.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { toInstant } from '#shared/kernel/clock.ts'

/** Payload: id of the organisation whose floor has changed. Heard by every API node, also the one that sent it. */
export const PRESENCE_CHANNEL = 'opora_presence'

/** Keeps the last report of a desk. `isNews`: tell the supervisors; a report that only repeats is kept silently. */
export async function keepPresence(
  db: Db,
  actor: Pick<Actor, 'deviceId' | 'orgId' | 'userId'>,
  connection: string,
  report: PresenceReport,
  nowMs: number,
  isNews: boolean,
): Promise<void> {
  const said = { user_id: actor.userId, connection, report: JSON.stringify(report), heard_at: toInstant(nowMs) }
  await db
    .insertInto('presences')
    .values({ device_id: actor.deviceId, org_id: actor.orgId, ...said })
    .onConflict((conflict) => conflict.column('device_id').doUpdateSet(said))
    .execute()
  if (isNews) await tellFloor(db, actor.orgId)
}

/** Forgets a desk whose connection ended, unless another connection of the same desk has reported since. */
export async function dropPresence(db: Db, orgId: string, connection: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('presences')
    .where('connection', '=', connection)
    .executeTakeFirstOrThrow()
  if (numDeletedRows > 0n) await tellFloor(db, orgId)
}

/** Last reports of an organisation by user; who is silent for too long is the reader's matter. */
export async function presencesOf(db: Db | Tx, orgId: string): Promise<ReadonlyMap<string, readonly DeskPresence[]>> {
  const rows = await db
    .selectFrom('presences')
    .select(['user_id', 'report', 'heard_at'])
    .where('org_id', '=', orgId)
    .execute()
  const byUser = new Map<string, DeskPresence[]>()
  for (const row of rows) {
    const report = presenceReport.safeParse(row.report)
    // Written by another version of the server: the desk reports again within seconds.
    if (!report.success) continue
    const desks = byUser.get(row.user_id) ?? []
    byUser.set(row.user_id, [...desks, { report: report.data, heardAtMs: row.heard_at.getTime() }])
  }
  return byUser
}

/** What connected desks say waits on them, by device; those that fell silent are left out. */
export async function unsentByDevice(db: Db | Tx, orgId: string, nowMs: number): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('presences')
    .select(['device_id', 'report'])
    .where('org_id', '=', orgId)
    .where('heard_at', '>', new Date(nowMs - PRESENCE_TTL_MS))
    .execute()
  return new Map(
    rows.flatMap(({ device_id, report }) => {
      const parsed = presenceReport.safeParse(report)
      return parsed.success ? [[device_id, parsed.data.unsent] as const] : []
    }),
  )
}

async function tellFloor(db: Db, orgId: string): Promise<void> {
  await sql`select pg_notify(${PRESENCE_CHANNEL}, ${orgId}::text)`.execute(db)
}
