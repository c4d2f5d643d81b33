import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openPglite } from '#server/db/database.ts'
import { csvList, type ListRecord, recordOf, xlsxList, xmlList } from '#server/testing/list-files.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { polyclinicTemplate, prepareTemplate } from '#test/e2e/harness/api-process.ts'
import { LIST_KINDS, type ListKind, type ListPlace, measured, placeOf } from './import-measure.ts'
import { type Benchmark, type BenchResult, rounded } from './result.ts'

/** A list of a tenth of the people: what takes memory with the length of a list shows against it. */
const TENTH = 10
/** So many rows are enough to time work that goes row by row. */
const ROW_BY_ROW = 300
const MOST_GROWTH = 1.3
const TWICE = 2

/** A list of everybody whom the clinic's insurer insures, from its file into the registry. */
export const importBenchmark: Benchmark = { name: 'import', run: importLists }

type Say = (line: string) => void

interface Lists {
  readonly rows: number
  readonly place: ListPlace
  file(kind: ListKind, part: 'whole' | 'tenth' | 'few'): string
}

async function importLists(say: Say): Promise<readonly BenchResult[]> {
  await prepareTemplate('full')
  const folder = mkdtempSync(join(tmpdir(), 'opora-lists-'))
  try {
    const lists = await writeLists(folder)
    const idle = (await measured({ way: 'idle' })).peakMb
    const results: BenchResult[] = []
    for (const kind of LIST_KINDS) results.push(...(await readingMemory(kind, lists, idle, say)))
    for (const kind of ['csv', 'xlsx'] as const) {
      const { rows, seconds } = await measured({ way: 'import', file: lists.file(kind, 'tenth') })
      results.push(await readingSpeed(kind, lists, rows / (seconds['read'] ?? Number.NaN), say))
    }
    results.push(...(await wholeImport(lists, say)))
    return results
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Everybody has been to the first stage today, so that each row changes a card: the most that a list can ask for. */
async function writeLists(folder: string): Promise<Lists> {
  const copy = join(folder, 'polyclinic')
  cpSync(polyclinicTemplate('full'), copy, { recursive: true })
  const database = await openPglite(copy)
  const place = await placeOf(database)
  const { rows } = await sql<{ data: InsuredPerson }>`
    select data from insured_persons where clinic_id = ${place.clinicId} and data is not null order by id`.execute(
    database.db,
  )
  await database.close()
  rmSync(copy, { recursive: true, force: true })
  const today = new Date().toISOString().slice(0, 10)
  const records = rows.map(({ data }) => recordOf(data, { DAT_ET1: today }))
  const parts = { whole: records.length, tenth: Math.floor(records.length / TENTH), few: ROW_BY_ROW }
  const file = (kind: ListKind, part: keyof typeof parts): string => join(folder, `${part}.${kind}`)
  for (const kind of LIST_KINDS)
    for (const part of ['whole', 'tenth', 'few'] as const)
      writeFileSync(file(kind, part), contentOf(kind, records.slice(0, parts[part]), place))
  return { rows: records.length, place, file }
}

function contentOf(kind: ListKind, records: readonly ListRecord[], { clinicCode }: ListPlace): Buffer {
  if (kind === 'xml') return xmlList(records, { clinicCode })
  return kind === 'csv' ? csvList(records) : xlsxList(records)
}

async function readingMemory(kind: ListKind, lists: Lists, idle: number, say: Say): Promise<BenchResult[]> {
  const { place } = lists
  const ours = await measured({ way: 'streamed', file: lists.file(kind, 'whole'), place })
  const tenth = await measured({ way: 'streamed', file: lists.file(kind, 'tenth'), place })
  const whole = await measured({ way: 'whole', file: lists.file(kind, 'whole') })
  if (ours.rows !== whole.rows) throw new Error(`${kind}: ${ours.rows} rows, the baseline has ${whole.rows}`)
  const above = (peak: number): number => rounded(Math.max(1, peak - idle))
  const [value, baseline] = [above(ours.peakMb), above(whole.peakMb)]
  const ratio = rounded(baseline / value)
  const growth = rounded(ours.peakMb / tenth.peakMb)
  say(`${kind}: ${value} MB above an idle process, ${growth} times the peak of a tenth; the whole file ${baseline} MB`)
  return [
    {
      name: `import-${kind}-memory`,
      value,
      unit: 'MB',
      baseline,
      ratio,
      goal: 'less',
      met: ratio > 1,
      how: `highest resident memory of a process that reads and checks ${ours.rows} rows, less that of an idle one; baseline: the whole file as objects`,
    },
    {
      name: `import-${kind}-growth`,
      value: growth,
      unit: 'times',
      baseline: null,
      ratio: null,
      goal: `at most ${MOST_GROWTH}`,
      met: growth <= MOST_GROWTH,
      how: `highest resident memory of the process for ${ours.rows} rows (${rounded(ours.peakMb)} MB) against ${tenth.rows} rows (${rounded(tenth.peakMb)} MB)`,
    },
  ]
}

async function readingSpeed(kind: ListKind, lists: Lists, rowsPerSecond: number, say: Say): Promise<BenchResult> {
  const naive = await measured({ way: 'naive', file: lists.file(kind, 'tenth') })
  const [value, baseline] = [rounded(rowsPerSecond), rounded(naive.rows / (naive.seconds['read'] ?? Number.NaN))]
  const ratio = rounded(value / baseline)
  say(`${kind}: ${value} rows/s, the whole file and one by one ${baseline} rows/s`)
  return {
    name: `import-${kind}`,
    value,
    unit: 'rows/s',
    baseline,
    ratio,
    goal: 'at least twice as fast',
    met: ratio >= TWICE,
    how: `from the stored file into checked rows of the embedded database; baseline: ${naive.rows} rows, the whole file in memory and one insert for each row, unchecked`,
  }
}

/** The whole way of an exchange file: matching and applying against the same steps with a row at a time. */
async function wholeImport(lists: Lists, say: Say): Promise<BenchResult[]> {
  const whole = await measured({ way: 'import', file: lists.file('xml', 'whole') })
  const tenth = await measured({ way: 'import', file: lists.file('xml', 'tenth') })
  const single = await measured({ way: 'import', file: lists.file('xml', 'few'), atOnce: 1 })
  const reading = await readingSpeed('xml', lists, whole.rows / (whole.seconds['read'] ?? Number.NaN), say)
  const steps = (['match', 'apply'] as const).map((step): BenchResult => {
    const speed = (of: typeof whole): number => rounded(of.rows / (of.seconds[step] ?? Number.NaN))
    const [value, baseline] = [speed(whole), speed(single)]
    const ratio = rounded(value / baseline)
    say(`${step}: ${value} rows/s, row by row ${baseline} rows/s`)
    return {
      name: step === 'match' ? 'import-matching' : 'import-applying',
      value,
      unit: 'rows/s',
      baseline,
      ratio,
      goal: 'at least twice as fast',
      met: ratio >= TWICE,
      how: `${whole.rows} rows, each of which changes a card, and a registry of as many people, embedded database; baseline: ${single.rows} rows, a transaction for each`,
    }
  })
  const growth = rounded(whole.peakMb / tenth.peakMb)
  say(`import: ${rounded(whole.peakMb)} MB, ${growth} times the peak of a tenth`)
  const memory: BenchResult = {
    name: 'import-growth',
    value: growth,
    unit: 'times',
    baseline: null,
    ratio: null,
    goal: `at most ${MOST_GROWTH}`,
    met: growth <= MOST_GROWTH,
    how: `highest resident memory of the process with its embedded database from the upload to the last card: ${whole.rows} rows (${rounded(whole.peakMb)} MB) against ${tenth.rows} rows (${rounded(tenth.peakMb)} MB)`,
  }
  return [reading, ...steps, memory]
}
