import type { Db } from '#server/db/database.ts'
import { toInstant } from '#shared/kernel/clock.ts'

/** Wrong passwords that are forgiven before the first lock. */
export const FREE_ATTEMPTS = 5
const FIRST_LOCK_MS = 60_000
const LONGEST_LOCK_MS = 15 * 60_000
/** Failures older than this do not count. */
const MEMORY_MS = 60 * 60_000

/** Length of the lock after the n-th failure in a row: none for the first four, then 1, 2, 4 … at most 15 minutes. */
export function lockMsAfter(failures: number): number {
  if (failures < FREE_ATTEMPTS) return 0
  return Math.min(FIRST_LOCK_MS * 2 ** (failures - FREE_ATTEMPTS), LONGEST_LOCK_MS)
}

/** Until when a login is locked, in epoch milliseconds, or null. */
export async function lockedUntil(db: Db, login: string, nowMs: number): Promise<number | null> {
  const row = await db
    .selectFrom('sign_in_attempts')
    .select('locked_until')
    .where('login', '=', keyOf(login))
    .executeTakeFirst()
  const until = row?.locked_until?.getTime() ?? 0
  return until > nowMs ? until : null
}

/** Counts a failure; each counts once, also when many come at the same time on several nodes. */
export async function noteFailure(db: Db, login: string, nowMs: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const key = keyOf(login)
    await tx
      .insertInto('sign_in_attempts')
      .values({ login: key, failed: 0, last_at: toInstant(nowMs) })
      .onConflict((conflict) => conflict.column('login').doNothing())
      .execute()
    const row = await tx
      .selectFrom('sign_in_attempts')
      .select(['failed', 'last_at'])
      .where('login', '=', key)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const failed = (row.last_at.getTime() < nowMs - MEMORY_MS ? 0 : row.failed) + 1
    const lockMs = lockMsAfter(failed)
    await tx
      .updateTable('sign_in_attempts')
      .set({ failed, last_at: toInstant(nowMs), locked_until: lockMs === 0 ? null : toInstant(nowMs + lockMs) })
      .where('login', '=', key)
      .execute()
  })
}

export async function forgetFailures(db: Db, login: string): Promise<void> {
  await db.deleteFrom('sign_in_attempts').where('login', '=', keyOf(login)).execute()
}

function keyOf(login: string): string {
  return login.trim().toLowerCase()
}
