import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import { isKept, type RecordingTerm } from '#shared/features/telephony/recording-terms.ts'
import { dateOf } from '#shared/kernel/calendar.ts'
import { toInstant } from '#shared/kernel/clock.ts'

export interface RecordingStorage {
  readonly db: Db
  readonly now: () => number
  readonly folder: string
  readonly terms: readonly RecordingTerm[]
  readonly zoneOffsetMinutes: number
  /** Enters a deletion into the audit; nobody does it but the term. */
  readonly note: (tx: Tx, orgId: string, callId: string) => Promise<void>
}

/**
 * Deletes recordings whose time of storage is over. That there was one stays known, so the call log can say why nothing can be played.
 * Several nodes may do it at once: each recording is deleted once.
 * @returns how many were deleted
 */
export async function deleteExpiredRecordings(storage: RecordingStorage): Promise<number> {
  const { db, now, folder, terms, zoneOffsetMinutes } = storage
  const today = dateOf(now(), zoneOffsetMinutes)
  const { rows } = await sql<{ call_id: string; offered_at: Date }>`
    select recording.call_id, call.offered_at from call_recordings recording
      join calls call on call.id = recording.call_id
    where recording.deleted_at is null order by call.offered_at`.execute(db)
  let deleted = 0
  for (const { call_id: callId, offered_at: offeredAt } of rows) {
    if (isKept(terms, dateOf(offeredAt.getTime(), zoneOffsetMinutes), today)) continue
    // The content goes first: an entry without content is mended by the next run, a content without entry by nobody.
    await Promise.all([rm(join(folder, callId), { force: true }), rm(join(folder, `${callId}.json`), { force: true })])
    deleted += await db.transaction().execute(async (tx) => {
      const marked = await sql<{ org_id: string }>`update call_recordings set deleted_at = ${toInstant(now())}
        where call_id = ${callId} and deleted_at is null returning org_id`.execute(tx)
      for (const { org_id: orgId } of marked.rows) await storage.note(tx, orgId, callId)
      return marked.rows.length
    })
  }
  return deleted
}
