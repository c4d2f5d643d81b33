import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import type { ImportJob, ImportRow, ImportState, RowKind } from '#shared/features/preventive-care/import/import-job.ts'
import type { Refusal } from '#shared/kernel/errors.ts'

/** A job as the worker needs it. */
export interface JobRow {
  readonly id: string
  readonly org_id: string
  readonly clinic_id: string
  readonly user_id: string
  readonly file_name: string
  readonly bytes: number
  readonly state: ImportState
  readonly rows_read: number
  readonly rows_done: number
}

const JOB = sql`job.id, job.org_id, job.clinic_id, job.user_id, job.file_name, job.bytes, job.state, job.rows_read, job.rows_done`

/** Whose jobs: one organisation's, and of these the clinics within reach (null for all). */
export interface JobReach {
  readonly orgId: string
  readonly clinicIds: readonly string[] | null
}

function withinReach({ orgId, clinicIds }: JobReach): RawBuilder<unknown> {
  const whole = sql`job.org_id = ${orgId} and job.state is not null`
  return clinicIds === null ? whole : sql`${whole} and job.clinic_id = any(${[...clinicIds]}::text[])`
}

/** One job within reach, locked when it is about to be changed; undefined otherwise. */
export async function findJob(tx: Tx, reach: JobReach, id: string, lock = false): Promise<JobRow | undefined> {
  const { rows } = await sql<JobRow>`
    select ${JOB} from import_jobs job where job.id = ${id} and ${withinReach(reach)} ${lock ? sql`for update` : sql``}`.execute(
    tx,
  )
  return rows[0]
}

/**
 * Takes a job for one worker until `until`, unless another one holds it. The same worker may take it again.
 * @returns undefined when there is nothing to do in it or somebody else does it
 */
export async function claimJob(
  db: Db,
  id: string,
  worker: string,
  times: { readonly now: string; readonly until: string },
): Promise<JobRow | undefined> {
  const { rows } = await sql<JobRow>`
    update import_jobs job set worker = ${worker}, worker_until = ${times.until}
    where job.id = ${id} and job.state in ('reading', 'matching', 'applying')
      and (job.worker is null or job.worker = ${worker} or job.worker_until < ${times.now}::timestamptz)
    returning ${JOB}`.execute(db)
  return rows[0]
}

/** Keeps a claim through another batch; false when the job was cancelled or taken over: the batch must then be undone. */
export async function keepClaim(tx: Tx, id: string, worker: string, until: string): Promise<boolean> {
  const result = await sql`update import_jobs set worker_until = ${until}
    where id = ${id} and worker = ${worker} and not cancel_asked`.execute(tx)
  return Number(result.numAffectedRows ?? 0) > 0
}

/** Moves a job on to its next step, where it starts to count from nothing. */
export async function enterState(tx: Tx | Db, id: string, state: ImportState, rowsTotal: number | null): Promise<void> {
  await sql`update import_jobs set state = ${state}, rows_done = 0, rows_total = ${rowsTotal} where id = ${id}`.execute(
    tx,
  )
}

/** Ends a job. The file is never needed again; rows of an import that changed nothing are not kept either. */
export async function finishJob(
  tx: Tx,
  id: string,
  end: { readonly state: 'applied' | 'cancelled' | 'refused'; readonly at: string; readonly problem?: Refusal },
): Promise<void> {
  await sql`update import_jobs set state = ${end.state}, finished_at = ${end.at}, worker = null, worker_until = null,
    problem = ${end.problem === undefined ? null : JSON.stringify(end.problem)}::jsonb where id = ${id}`.execute(tx)
  await sql`delete from import_pieces where job_id = ${id}`.execute(tx)
  if (end.state === 'applied') return
  await sql`delete from import_rows where job_id = ${id} and not exists (
    select 1 from import_rows done where done.job_id = ${id} and done.outcome in ('added', 'changed', 'partly'))`.execute(
    tx,
  )
  await sql`update import_rows set outcome = case when kind = 'wrong' then 'refused' else 'left' end
    where job_id = ${id} and outcome is null`.execute(tx)
}

/** What the rows of a job add up to, in the form in which it outlives them. */
interface KeptCounts {
  readonly kinds: Partial<Record<RowKind, number>> | null
  readonly outcomes: ImportJob['outcomes']
  readonly settled: number
}

const KINDS = sql`(select jsonb_object_agg(kind, amount) from (
  select kind, count(*)::int as amount from import_rows where job_id = job.id group by kind) by_kind)`
const OUTCOMES = sql`(select jsonb_object_agg(outcome, amount) from (
  select outcome, count(*)::int as amount from import_rows where job_id = job.id and outcome is not null
  group by outcome) by_outcome)`
const SETTLED = sql`(select count(*)::int from import_rows
  where job_id = job.id and kind = 'doubtful' and decision is not null)`

/** The end of a term: what finished or was left unconfirmed before it. */
export interface ImportTerms {
  readonly at: string
  readonly finishedBefore: string
  readonly previewBefore: string
}

/**
 * Cancels previews that nobody confirmed in their term and deletes the rows of imports whose term has ended. What the rows added up to
 * stays with the job. Any node may do it at any time.
 */
export async function deleteOutdatedRows(db: Db, { at, finishedBefore, previewBefore }: ImportTerms): Promise<void> {
  const forgotten = await sql<{ id: string }>`
    select id from import_jobs where state = 'preview' and created_at < ${previewBefore}::timestamptz`.execute(db)
  for (const { id } of forgotten.rows)
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql`
        select 1 from import_jobs where id = ${id} and state = 'preview' for update`.execute(tx)
      if (rows.length > 0) await finishJob(tx, id, { state: 'cancelled', at })
    })
  const { rows } = await sql<{ id: string }>`
    select id from import_jobs where finished_at < ${finishedBefore}::timestamptz and rows_deleted_at is null`.execute(
    db,
  )
  for (const { id } of rows)
    await db.transaction().execute(async (tx) => {
      await sql`update import_jobs job set rows_deleted_at = ${at},
        kept_counts = jsonb_build_object('kinds', ${KINDS}, 'outcomes', ${OUTCOMES}, 'settled', ${SETTLED})
        where job.id = ${id} and rows_deleted_at is null`.execute(tx)
      await sql`delete from import_rows where job_id = ${id}`.execute(tx)
    })
}

interface ShownJobRow extends Omit<JobRow, 'org_id'> {
  readonly file_kind: 'xml' | 'csv' | 'xlsx'
  readonly problem: Refusal | null
  readonly rows_total: number | null
  readonly bytes_read: number
  readonly created_at: Date
  readonly finished_at: Date | null
  readonly user_name: string
  readonly kinds: Partial<Record<RowKind, number>> | null
  readonly outcomes: ImportJob['outcomes']
  readonly settled: number
  readonly kept_counts: KeptCounts | null
  readonly rows_deleted_at: Date | null
}

/** Jobs within reach, newest first, with what their rows add up to. */
export async function readJobs(
  tx: Tx,
  reach: JobReach,
  which: { readonly id: string } | { readonly clinicId: string | null; readonly limit: number },
): Promise<ImportJob[]> {
  const one = 'id' in which ? sql`and job.id = ${which.id}` : sql``
  const ofClinic = 'id' in which || which.clinicId === null ? sql`` : sql`and job.clinic_id = ${which.clinicId}`
  const { rows } = await sql<ShownJobRow>`
    select ${JOB}, job.file_kind, job.problem, job.rows_total, job.bytes_read, job.created_at, job.finished_at,
      job.kept_counts, job.rows_deleted_at, coalesce(author.name, '') as user_name,
      case when job.state in ('reading', 'matching') then null else ${KINDS} end as kinds,
      case when job.state in ('reading', 'matching', 'preview') then null else ${OUTCOMES} end as outcomes,
      case when job.state in ('reading', 'matching') then 0 else ${SETTLED} end as settled
    from import_jobs job left join users author on author.id = job.user_id
    where ${withinReach(reach)} ${one} ${ofClinic}
    order by job.created_at desc, job.id desc limit ${'id' in which ? 1 : which.limit}`.execute(tx)
  return rows.map(shownJob)
}

function shownJob(row: ShownJobRow): ImportJob {
  const { kinds, outcomes, settled } = row.kept_counts ?? row
  return {
    id: row.id,
    clinicId: row.clinic_id as ImportJob['clinicId'],
    fileName: row.file_name,
    fileKind: row.file_kind,
    bytes: row.bytes,
    state: row.state,
    problem: row.problem,
    progress: { read: row.rows_read, done: row.rows_done, total: row.rows_total },
    readShare: row.bytes === 0 ? 0 : Math.min(1, row.bytes_read / row.bytes),
    counts: kinds === null ? null : { new: 0, changed: 0, unchanged: 0, doubtful: 0, wrong: 0, ...kinds },
    settled,
    outcomes,
    createdAt: row.created_at.toISOString(),
    createdByName: row.user_name,
    finishedAt: row.finished_at?.toISOString() ?? null,
    rowsDeletedAt: row.rows_deleted_at?.toISOString() ?? null,
  }
}

/** A row of the preview as it is kept; `pairs` hold ids only, the cards are read when they are shown. */
export interface StoredRow {
  readonly n: number
  readonly place: number
  readonly label: string
  readonly kind: RowKind
  readonly data: ImportRow['face'] | null
  readonly person_id: string | null
  readonly changes: ImportRow['changes'] | null
  readonly pairs: { readonly personId: string; readonly reasons: ImportRow['pairs'][number]['reasons'] }[] | null
  readonly problems: Refusal[] | null
  readonly remarks: Refusal[] | null
  readonly decision: string | null
  readonly outcome: ImportRow['outcome']
  readonly conflicts: string[] | null
}

/** Rows of a job in the order of the file: of one kind, or all for the protocol. */
export async function readStoredRows(
  db: Db | Tx,
  jobId: string,
  query: { readonly kind: RowKind | null; readonly after: number; readonly limit: number },
): Promise<StoredRow[]> {
  const { rows } = await sql<StoredRow>`
    select n, place, label, kind, data, person_id, changes, pairs, problems, remarks, decision, outcome, conflicts
    from import_rows where job_id = ${jobId} and n > ${query.after}
      ${query.kind === null ? sql`` : sql`and kind = ${query.kind}`}
    order by n limit ${query.limit}`.execute(db)
  return rows
}
