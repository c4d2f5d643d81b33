import { randomUUID } from 'node:crypto'
import { createReadStream, readFileSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { RECORD_KINDS } from '#server/app/record-kinds.ts'
import { type Database, openPglite } from '#server/db/database.ts'
import { applyRows } from '#server/features/preventive-care/import/applying-step.ts'
import { confirmJob, receiveFile } from '#server/features/preventive-care/import/import-service.ts'
import { findJob, finishJob, type JobRow } from '#server/features/preventive-care/import/import-tables.ts'
import type { ImportWork } from '#server/features/preventive-care/import/import-work.ts'
import type { ListFile } from '#server/features/preventive-care/import/list-file.ts'
import { matchRows } from '#server/features/preventive-care/import/matching-step.ts'
import { readList } from '#server/features/preventive-care/import/read-list.ts'
import { readFileIntoRows } from '#server/features/preventive-care/import/reading-step.ts'
import { listProfile } from '#shared/features/preventive-care/import/list-profile.ts'
import { readRow } from '#shared/features/preventive-care/import/read-row.ts'
import { must } from '#shared/kernel/result.ts'
import { type ImportMeasure, type ListKind, type ListPlace, placeOf } from './import-measure.ts'
import { readWhole } from './naive-list.ts'

/**
 * One measured run in a process of its own, so that its highest resident memory is that of this run: `--way streamed` reads and checks
 * a list, `whole` reads it the ordinary way, `import` takes it from the file into the registry, `naive` puts unchecked rows in one by
 * one, `idle` does nothing. The last line it writes is the measure as JSON.
 */
const { values } = parseArgs({
  options: {
    way: { type: 'string', default: 'idle' },
    file: { type: 'string', default: '' },
    place: { type: 'string', default: '' },
    database: { type: 'string', default: '' },
    'at-once': { type: 'string' },
  },
})
const PROFILE = listProfile.parse(
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../assets/reference/clinic-list-profile.ru.json'), 'utf8')),
)
const TODAY = new Date().toISOString().slice(0, 10)
const atOnce = values['at-once'] === undefined ? undefined : Number(values['at-once'])
const kind = values.file.split('.').at(-1) as ListKind

let rows = 0
const seconds: Record<string, number> = {}
switch (values.way) {
  case 'streamed':
    await timed('read', () => streamed(JSON.parse(values.place) as ListPlace))
    break
  case 'whole':
    await timed('read', async () => {
      rows = readWhole(kind, readFileSync(values.file)).length
    })
    break
  case 'import':
    await withDatabase(imported)
    break
  case 'naive':
    await withDatabase(insertedOneByOne)
    break
}
const measure: ImportMeasure = { rows, seconds, peakMb: process.resourceUsage().maxRSS / 1_024 }
console.log(JSON.stringify(measure))

async function timed(step: string, work: () => Promise<void>): Promise<void> {
  const start = performance.now()
  await work()
  seconds[step] = (performance.now() - start) / 1_000
}

async function withDatabase(work: (database: Database, place: ListPlace) => Promise<void>): Promise<void> {
  const database = await openPglite(values.database)
  try {
    await work(database, await placeOf(database))
  } finally {
    await database.close()
  }
}

function diskFile(): ListFile {
  return {
    name: basename(values.file),
    size: statSync(values.file).size,
    bytes: (start, end) => createReadStream(values.file, { start, end: end - 1 }),
  }
}

async function streamed(place: ListPlace): Promise<void> {
  const site = { profile: PROFILE, today: TODAY, ...place }
  for await (const source of readList(diskFile(), PROFILE)) {
    readRow(source, site)
    rows += 1
  }
}

async function imported({ db }: Database, place: ListPlace): Promise<void> {
  const id = randomUUID()
  const upload = { ...place, id, fileName: basename(values.file), at: new Date().toISOString() }
  await timed('receive', () => receiveFile(db, upload, createReadStream(values.file)))
  const found = (): Promise<JobRow> =>
    db
      .transaction()
      .execute((tx) => findJob(tx, { orgId: place.orgId, clinicIds: null }, id))
      .then((job) => must(job, 'job'))
  const work: ImportWork = {
    db,
    kinds: RECORD_KINDS,
    job: await found(),
    site: { profile: PROFILE, today: TODAY, ...place },
    completeCard: (begun) => begun,
    newId: randomUUID,
    batch: (step) => db.transaction().execute(step),
  }
  await timed('read', () => readFileIntoRows(work))
  rows = (await found()).rows_read
  await timed('match', () => matchRows(work, atOnce))
  const preview = await found()
  await db
    .transaction()
    .execute((tx) => confirmJob(tx, preview, { userId: place.userId, at: new Date().toISOString() }))
  const end = { state: 'applied' as const, at: new Date().toISOString() }
  await timed('apply', () => applyRows(work, (tx) => finishJob(tx, id, end), atOnce))
}

/** The ordinary way in: every record as it stands, a statement for each. */
async function insertedOneByOne({ db }: Database, place: ListPlace): Promise<void> {
  await timed('read', async () => {
    const id = randomUUID()
    await sql`insert into import_jobs (id, org_id, clinic_id, user_id, file_name, file_kind, bytes, created_at)
      values (${id}, ${place.orgId}, ${place.clinicId}, ${place.userId}, 'naive', ${kind}, 0, now())`.execute(db)
    for (const record of readWhole(kind, readFileSync(values.file))) {
      rows += 1
      await sql`insert into import_rows (job_id, n, place, label, kind, data)
        values (${id}, ${rows}, ${rows}, '', 'read', ${JSON.stringify(record)}::jsonb)`.execute(db)
    }
  })
}
