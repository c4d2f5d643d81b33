import { sql } from 'kysely'
import type { Database } from '#server/db/database.ts'
import { loadPolyclinic, type SeedSource } from '#server/db/seed.ts'
import { raiseFloor } from '#server/sync/change-log.ts'
import { buildPages } from '#server/sync/page-builder.ts'
import { RECORD_KINDS } from './record-kinds.ts'

export interface FillProgress {
  readonly step: 'records' | 'pages'
  /** 0 to 1 within the step. */
  readonly share: number
}

/** Loads a synthetic polyclinic into an empty database and makes the pages that desks will ask for first. */
export async function fillDatabase(
  { db }: Database,
  source: SeedSource,
  onProgress: (progress: FillProgress) => void,
): Promise<void> {
  const organisation = await loadPolyclinic(
    db,
    RECORD_KINDS,
    source,
    (share) => onProgress({ step: 'records', share }),
    raiseFloor,
  )
  await sql`analyze`.execute(db)
  const { rows } = await sql<{ scope: string }>`
    select distinct scope from scope_records where scope not like 'own:%' order by scope`.execute(db)
  for (const [index, { scope }] of rows.entries()) {
    await buildPages(db, RECORD_KINDS, scope)
    onProgress({ step: 'pages', share: (index + 1) / rows.length })
  }
  void organisation
}
