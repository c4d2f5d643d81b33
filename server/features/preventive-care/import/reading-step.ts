import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { policyKey } from '#shared/features/preventive-care/import/known-person.ts'
import type { SourceRow } from '#shared/features/preventive-care/import/list-row.ts'
import { nameKey } from '#shared/features/preventive-care/import/names.ts'
import { readRow } from '#shared/features/preventive-care/import/read-row.ts'
import { refuse } from '#shared/kernel/errors.ts'
import { cleanText } from '#shared/kernel/text.ts'
import { enterState } from './import-tables.ts'
import type { ImportWork } from './import-work.ts'
import { readList } from './read-list.ts'
import { storedFile } from './stored-file.ts'

const BATCH = 500
const LONGEST_LABEL = 120

/** Reads the file into rows. After a restart the rows that are there already are passed over. @throws ListFileError */
export async function readFileIntoRows(work: ImportWork): Promise<void> {
  const { job, site } = work
  let position = 0
  const file = storedFile(work.db, job, (at) => {
    position = Math.max(position, at)
  })
  let n = 0
  let waiting: object[] = []
  const flush = async (): Promise<void> => {
    const rows = waiting
    waiting = []
    await work.batch(async (tx) => {
      await insertRows(tx, job.id, rows)
      await sql`update import_jobs set rows_read = ${n}, bytes_read = ${position} where id = ${job.id}`.execute(tx)
    })
  }
  for await (const source of readList(file, site.profile)) {
    n += 1
    if (n <= job.rows_read) continue
    waiting.push(rowToKeep(n, source, work))
    if (waiting.length >= BATCH) await flush()
  }
  if (waiting.length > 0) await flush()
  await work.batch(async (tx) => {
    await refuseRepeated(tx, job.id)
    await enterState(tx, job.id, 'matching', n)
    await sql`delete from import_pieces where job_id = ${job.id}`.execute(tx)
  })
}

function rowToKeep(n: number, source: SourceRow, work: ImportWork): object {
  const read = readRow(source, work.site)
  const base = { n, place: source.place, label: labelOf(source) }
  if (!read.ok) return { ...base, kind: 'wrong', problems: read.problems }
  const { row, remarks } = read
  return {
    ...base,
    kind: 'read',
    data: row,
    remarks,
    policy_key: policyKey(row.policy),
    snils_key: row.snils,
    name_key: [row.surname, row.givenName, row.patronymic ?? ''].map(nameKey).join(' ') + row.birthDate,
  }
}

/** Name and birth date as the file has them, made harmless: by it the sender finds a row that could not be read. */
function labelOf({ cells }: SourceRow): string {
  const words = [cells.surname, cells.givenName, cells.patronymic, cells.birthDate]
  const text = words.map((cell) => cell?.text.slice(0, LONGEST_LABEL) ?? '').join(' ')
  return cleanText(text).replace(/\s+/g, ' ').slice(0, LONGEST_LABEL)
}

async function insertRows(tx: Tx, jobId: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into import_rows
      (job_id, n, place, label, kind, data, problems, remarks, policy_key, snils_key, name_key)
    select ${jobId}, n, place, label, kind, data, problems, remarks, policy_key, snils_key, name_key
    from json_to_recordset(${JSON.stringify(rows)}::json) as given (n integer, place integer, label text, kind text,
      data jsonb, problems jsonb, remarks jsonb, policy_key text, snils_key text, name_key text)`.execute(tx)
}

/**
 * Of rows with the same policy, the same СНИЛС, or the same name and birth date without either, the first one counts; the others are
 * refused and name it.
 */
async function refuseRepeated(tx: Tx, jobId: string): Promise<void> {
  const problem = JSON.stringify(refuse('imports.rowTwice', undefined, { place: 0 }))
  await sql`
    with firsts as (
      select n, least(
        case when policy_key is null then n else min(n) over (partition by policy_key) end,
        case when snils_key is null then n else min(n) over (partition by snils_key) end,
        case when policy_key is null and snils_key is null
          then min(n) over (partition by name_key, policy_key is null and snils_key is null) else n end) as first
      from import_rows where job_id = ${jobId} and kind = 'read')
    update import_rows repeated set kind = 'wrong',
      problems = jsonb_build_array(jsonb_set(${problem}::jsonb, '{args,place}', to_jsonb(original.place)))
    from firsts join import_rows original on original.job_id = ${jobId} and original.n = firsts.first
    where repeated.job_id = ${jobId} and repeated.n = firsts.n and firsts.first < firsts.n`.execute(tx)
}
