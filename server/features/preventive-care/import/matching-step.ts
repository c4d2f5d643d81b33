import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import type { ListRow } from '#shared/features/preventive-care/import/list-row.ts'
import { refuse } from '#shared/kernel/errors.ts'
import { enterState } from './import-tables.ts'
import type { ImportWork } from './import-work.ts'
import { type JudgementSite, judgeRow } from './judge-row.ts'
import { CandidateIndex, candidatesOf, insurersOf } from './list-registry.ts'

const BATCH = 500

/**
 * Compares every row with the registry and places it; the preview is ready when it ends. `atOnce` rows share one question to the
 * registry and one transaction.
 */
export async function matchRows(work: ImportWork, atOnce = BATCH): Promise<void> {
  const { job } = work
  for (let isDone = false; !isDone; ) {
    isDone = await work.batch(async (tx) => {
      const { rows } = await sql<{ n: number; data: ListRow }>`
        select n, data from import_rows where job_id = ${job.id} and kind = 'read' order by n limit ${atOnce}`.execute(
        tx,
      )
      if (rows.length > 0) await placeRows(tx, work, rows)
      const isLast = rows.length < atOnce
      if (isLast) await finishMatching(tx, job.id)
      return isLast
    })
  }
}

async function finishMatching(tx: Tx, jobId: string): Promise<void> {
  await refuseSharedCards(tx, jobId)
  await enterState(tx, jobId, 'preview', null)
  await sql`update import_jobs set worker = null, worker_until = null where id = ${jobId}`.execute(tx)
}

async function placeRows(tx: Tx, work: ImportWork, rows: readonly { n: number; data: ListRow }[]): Promise<void> {
  const { job, site } = work
  const listed = rows.map(({ data }) => data)
  const index = new CandidateIndex(await candidatesOf(tx, job.org_id, listed))
  const insurers = await insurersOf(
    tx,
    job.org_id,
    listed.flatMap(({ policy }) => (policy === null ? [] : [policy.number])),
  )
  const judgementSite: JudgementSite = {
    clinicId: job.clinic_id,
    insurerCode: site.insurerCode,
    year: Number(site.today.slice(0, 4)),
    insurerOf: (policy) => insurers.get(policy),
  }
  const judged = rows.map(({ n, data }) => {
    const { personId, ...judgement } = judgeRow(data, index.for(data), judgementSite)
    return { n, person_id: personId, ...judgement }
  })
  await sql`update import_rows present set kind = given.kind, person_id = given.person_id, changes = given.changes,
      pairs = given.pairs, problems = given.problems
    from json_to_recordset(${JSON.stringify(judged)}::json) as given
      (n integer, kind text, person_id text, changes jsonb, pairs jsonb, problems jsonb)
    where present.job_id = ${job.id} and present.n = given.n`.execute(tx)
  await sql`update import_jobs set rows_done = rows_done + ${rows.length} where id = ${job.id}`.execute(tx)
}

/** Two rows that lead to one card cannot both be right: the first one counts. */
async function refuseSharedCards(tx: Tx, jobId: string): Promise<void> {
  const problem = JSON.stringify(refuse('imports.cardTwice', undefined, { place: 0 }))
  await sql`
    with firsts as (
      select n, min(n) over (partition by person_id) as first from import_rows
      where job_id = ${jobId} and person_id is not null and kind in ('changed', 'unchanged'))
    update import_rows repeated set kind = 'wrong', person_id = null, changes = '[]',
      problems = jsonb_build_array(jsonb_set(${problem}::jsonb, '{args,place}', to_jsonb(original.place)))
    from firsts join import_rows original on original.job_id = ${jobId} and original.n = firsts.first
    where repeated.job_id = ${jobId} and repeated.n = firsts.n and firsts.first < firsts.n`.execute(tx)
}
