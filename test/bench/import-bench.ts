import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sql } from 'kysely'
import { RECORD_KINDS } from '#server/app/record-kinds.ts'
import { type Database, openPglite } from '#server/db/database.ts'
import { receiveFile } from '#server/features/preventive-care/import/import-service.ts'
import { findJob } from '#server/features/preventive-care/import/import-tables.ts'
import type { ImportWork } from '#server/features/preventive-care/import/import-work.ts'
import { matchRows } from '#server/features/preventive-care/import/matching-step.ts'
import { readList } from '#server/features/preventive-care/import/read-list.ts'
import { readFileIntoRows } from '#server/features/preventive-care/import/reading-step.ts'
import { csvList, memoryFile, recordOf, xlsxList, xmlList } from '#server/testing/list-files.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { listProfile } from '#shared/features/preventive-care/import/list-profile.ts'
import { must } from '#shared/kernel/result.ts'
import { polyclinicTemplate, prepareTemplate } from '#test/e2e/harness/api-process.ts'
import { readWhole } from './naive-list.ts'
import { type Benchmark, type BenchResult, rounded } from './result.ts'

const PROFILE = listProfile.parse(
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../assets/reference/clinic-list-profile.ru.json'), 'utf8')),
)
const KINDS = ['xml', 'csv', 'xlsx'] as const
type Kind = (typeof KINDS)[number]

/** A list of everybody whom the clinic's insurer insures, from its file to the preview. */
export const importBenchmark: Benchmark = { name: 'import', run: importLists }

interface Place {
  readonly orgId: string
  readonly userId: string
  readonly clinicId: string
  readonly clinicCode: string
  readonly insurerCode: string
}

async function importLists(say: (line: string) => void): Promise<readonly BenchResult[]> {
  await prepareTemplate('full')
  const folder = mkdtempSync(join(tmpdir(), 'opora-import-'))
  cpSync(polyclinicTemplate('full'), folder, { recursive: true })
  const database = await openPglite(folder)
  try {
    const place = await placeOf(database)
    const files = await listsOf(database, place)
    const results: BenchResult[] = []
    for (const kind of KINDS) {
      results.push(await readingSpeed(database, place, kind, files))
      say(`${kind}: ${results.at(-1)?.value} rows/s, the whole file at once ${results.at(-1)?.baseline} rows/s`)
    }
    for (const kind of KINDS) {
      results.push(await readingMemory(kind, files))
      say(`${kind}: ${results.at(-1)?.value} MB held, the whole file at once ${results.at(-1)?.baseline} MB`)
    }
    results.push(await matchingSpeed(database, place, files))
    return results
  } finally {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Lists {
  readonly rows: number
  readonly content: Readonly<Record<Kind, Buffer>>
}

async function placeOf({ db }: Database): Promise<Place> {
  const { rows } = await sql<Place>`
    select org.id as "orgId", org.insurer_code as "insurerCode", clinic.id as "clinicId",
      clinic.data->>'registerCode' as "clinicCode",
      (select id from users where org_id = org.id and role = 'L2' order by id limit 1) as "userId"
    from organisations org join clinics clinic on clinic.org_id = org.id limit 1`.execute(db)
  return must(rows[0], 'organisation')
}

async function listsOf({ db }: Database, place: Place): Promise<Lists> {
  const { rows } = await sql<{ data: InsuredPerson }>`
    select data from insured_persons where clinic_id = ${place.clinicId} and data is not null order by id`.execute(db)
  const records = rows.map(({ data }) => recordOf(data))
  const content = {
    xml: xmlList(records, { clinicCode: place.clinicCode }),
    csv: csvList(records),
    xlsx: xlsxList(records),
  }
  return { rows: records.length, content }
}

async function readingSpeed(database: Database, place: Place, kind: Kind, lists: Lists): Promise<BenchResult> {
  const ours = await timed(async () => {
    const work = await workFor(database, place, kind, lists)
    await readFileIntoRows(work)
  })
  const naive = await timed(() => readNaively(database, place, kind, lists))
  await sql`delete from import_jobs`.execute(database.db)
  const [value, baseline] = [rounded(lists.rows / ours), rounded(lists.rows / naive)]
  const ratio = rounded(value / baseline)
  return {
    name: `import-${kind}`,
    value,
    unit: 'rows/s',
    baseline,
    ratio,
    goal: 'at least twice as fast',
    met: ratio >= 2,
    how: `${lists.rows} rows from the file into checked rows of the database; baseline: the whole file in memory and one insert for each row, unchecked`,
  }
}

async function workFor({ db }: Database, place: Place, kind: Kind, lists: Lists): Promise<ImportWork> {
  const id = randomUUID()
  const upload = { ...place, id, fileName: `list.${kind}`, at: new Date().toISOString() }
  await receiveFile(
    db,
    upload,
    memoryFile(upload.fileName, lists.content[kind], 65_536).bytes(0, lists.content[kind].length),
  )
  const job = await db.transaction().execute((tx) => findJob(tx, { orgId: place.orgId, clinicIds: null }, id))
  return {
    db,
    kinds: RECORD_KINDS,
    job: must(job, 'job'),
    site: { profile: PROFILE, today: new Date().toISOString().slice(0, 10), ...place },
    completeCard: (begun) => begun,
    newId: randomUUID,
    batch: (work) => db.transaction().execute(work),
  }
}

async function readNaively({ db }: Database, place: Place, kind: Kind, lists: Lists): Promise<void> {
  const id = randomUUID()
  await sql`insert into import_jobs (id, org_id, clinic_id, user_id, file_name, file_kind, bytes, created_at)
    values (${id}, ${place.orgId}, ${place.clinicId}, ${place.userId}, 'naive', ${kind}, 0, now())`.execute(db)
  for (const [index, record] of readWhole(kind, lists.content[kind]).entries())
    await sql`insert into import_rows (job_id, n, place, label, kind, data)
      values (${id}, ${index + 1}, ${index + 1}, '', 'read', ${JSON.stringify(record)}::jsonb)`.execute(db)
}

async function readingMemory(kind: Kind, lists: Lists): Promise<BenchResult> {
  const file = lists.content[kind]
  const before = heldNow()
  let most = 0
  let rows = 0
  for await (const _row of readList(memoryFile(`list.${kind}`, file, 65_536), PROFILE)) {
    rows += 1
    if (rows % 5_000 === 0) most = Math.max(most, heldNow() - before)
  }
  const clean = heldNow()
  const records = readWhole(kind, file)
  const naive = heldNow() - clean
  if (records.length !== rows) throw new Error(`${kind}: ${rows} rows, the baseline has ${records.length}`)
  const [value, baseline] = [rounded(Math.max(0.1, most / 1e6)), rounded(naive / 1e6)]
  const ratio = rounded(baseline / value)
  // The texts of a workbook stand in a part of their own and are kept whole, within bounds.
  const least = kind === 'xlsx' ? 1.2 : 10
  return {
    name: `import-${kind}-memory`,
    value,
    unit: 'MB',
    baseline,
    ratio,
    goal: `at least ${least} times less`,
    met: ratio >= least,
    how: `heap held while ${rows} rows are read, after collection, the most of all samples; baseline: the whole file as objects`,
  }
}

async function matchingSpeed(database: Database, place: Place, lists: Lists): Promise<BenchResult> {
  const work = await workFor(database, place, 'xml', lists)
  await readFileIntoRows(work)
  const seconds = await timed(() => matchRows(work))
  const value = rounded(lists.rows / seconds)
  return {
    name: 'import-matching',
    value,
    unit: 'rows/s',
    baseline: null,
    ratio: null,
    goal: 'at least 1,000 rows/s',
    met: value >= 1_000,
    how: `${lists.rows} rows compared with a registry of as many people, embedded database`,
  }
}

/** Seconds that something takes. */
async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1_000
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function heldNow(): number {
  collect()
  return process.memoryUsage().heapUsed
}
