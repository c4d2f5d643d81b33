import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { scopeLookups } from '#server/db/scope-lookups.ts'
import { moveScopedRecords } from '#server/sync/scoped-records.ts'

/** Appeals moved in one step: a colleague of many years has taken thousands. */
const STEP = 500

/**
 * Moves the appeals of a colleague between the journals of clinics and her own work after her clinics or level have changed: what she
 * took or works in a clinic she serves no longer stays with her as own work (rule PULL2).
 */
export async function moveWorkOf(tx: Tx, kinds: RecordKinds, orgId: string, userId: string): Promise<void> {
  const lookups = scopeLookups(tx, orgId)
  for (let after = ''; ; ) {
    const { rows } = await sql<{ id: string; version: number; data: unknown }>`
      select id, version, data from appeals
      where org_id = ${orgId} and id > ${after} and (taken_by = ${userId} or assigned_to = ${userId}) and data is not null
      order by id limit ${STEP} for update`.execute(tx)
    const records = rows.map((row) => ({ ...row, kind: 'appeal', orgId }))
    await moveScopedRecords(tx, kinds, lookups, 'appeal', records)
    const last = rows.at(-1)
    if (last === undefined || rows.length < STEP) return
    after = last.id
  }
}
