import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import { ApiError, apiErrors } from '#server/platform/http-errors.ts'
import type { ImportRow, PersonFace, RowKind } from '#shared/features/preventive-care/import/import-job.ts'
import type { KnownPerson } from '#shared/features/preventive-care/import/known-person.ts'
import type { ListRow } from '#shared/features/preventive-care/import/list-row.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { beginApplying } from './applying-step.ts'
import { finishWhenCancelled } from './import-runner.ts'
import { enterState, findJob, type JobReach, type JobRow, readStoredRows, type StoredRow } from './import-tables.ts'
import { ListFileError, recogniseFile, sampleOf } from './list-file.ts'
import { storedFile, storeFile } from './stored-file.ts'

/** Imports of one clinic that are not finished; more of them are a mistake or an attack. */
const MOST_OPEN_JOBS = 5

interface Upload {
  readonly id: string
  readonly orgId: string
  readonly userId: string
  readonly clinicId: string
  readonly fileName: string
  readonly at: string
}

/**
 * Receives a file and lays it by for the worker. What can be told from its name and beginning is refused at once.
 * @throws ApiError 400 with the reason, 409 when too many lists of this clinic are open
 */
export async function receiveFile(db: Db, upload: Upload, body: AsyncIterable<Uint8Array>): Promise<void> {
  await beginUpload(db, upload)
  try {
    const bytes = await storeFile(db, upload.id, body)
    const file = storedFile(db, { id: upload.id, file_name: upload.fileName, bytes })
    const kind = recogniseFile(file.name, bytes, await sampleOf(file))
    await sql`update import_jobs set bytes = ${bytes}, file_kind = ${kind}, state = 'reading' where id = ${upload.id}`.execute(
      db,
    )
  } catch (error) {
    await sql`delete from import_jobs where id = ${upload.id}`.execute(db)
    if (error instanceof ListFileError) throw new ApiError(400, error.refusal)
    if (isBrokenOff(error)) throw new ApiError(400, refuse('imports.uploadBroken'), true)
    throw error
  }
}

async function beginUpload(db: Db, { id, orgId, userId, clinicId, fileName, at }: Upload): Promise<void> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from import_jobs
    where org_id = ${orgId} and clinic_id = ${clinicId} and finished_at is null`.execute(db)
  if ((rows[0]?.open ?? 0) >= MOST_OPEN_JOBS) throw new ApiError(409, refuse('imports.tooManyJobs'), true)
  await sql`insert into import_jobs (id, org_id, clinic_id, user_id, file_name, file_kind, bytes, created_at)
    values (${id}, ${orgId}, ${clinicId}, ${userId}, ${fileName}, 'csv', 0, ${at})`.execute(db)
}

function isBrokenOff(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'].includes(String(error.code))
  )
}

/** @throws ApiError 404, the same for a job that does not exist and one out of reach */
export async function jobWithin(tx: Tx, reach: JobReach, id: string, lock = false): Promise<JobRow> {
  const job = await findJob(tx, reach, id, lock)
  if (job === undefined) throw apiErrors.notFound()
  return job
}

function conflict(refusal: Refusal): ApiError {
  return new ApiError(409, refusal)
}

/** Sends a preview on to the registry. @throws ApiError 409 when it does not wait for that, or another list is being applied */
export async function confirmJob(
  tx: Tx,
  job: JobRow,
  by: { readonly userId: string; readonly at: string },
): Promise<void> {
  if (job.state !== 'preview') throw conflict(refuse('imports.notInPreview'))
  await sql`select pg_advisory_xact_lock(hashtext(${job.clinic_id}))`.execute(tx)
  const { rows } = await sql`select 1 from import_jobs
    where org_id = ${job.org_id} and clinic_id = ${job.clinic_id} and state = 'applying' limit 1`.execute(tx)
  if (rows.length > 0) throw conflict(refuse('imports.otherRunning'))
  const total = await beginApplying(tx, job.id)
  await enterState(tx, job.id, 'applying', total)
  await sql`update import_jobs set confirmed_by = ${by.userId}, confirmed_at = ${by.at} where id = ${job.id}`.execute(
    tx,
  )
}

/** Asks the worker to stop; a job that nobody works on ends at once. Nothing happens to a finished one. */
export async function cancelJob(tx: Tx, job: JobRow, at: string): Promise<void> {
  await sql`update import_jobs set cancel_asked = true where id = ${job.id} and finished_at is null`.execute(tx)
  await finishWhenCancelled(tx, job.id, at)
}

/**
 * Keeps the answer to a doubt.
 * @throws ApiError 404 for a row that is no doubt or a card that was not asked about, 409 when the answer cannot be carried out
 */
export async function decideRow(tx: Tx, job: JobRow, place: number, decision: string | null): Promise<void> {
  if (job.state !== 'preview') throw conflict(refuse('imports.notInPreview'))
  const { rows } = await sql<{ n: number; data: ListRow; pairs: { personId: string }[] }>`
    select n, data, pairs from import_rows
    where job_id = ${job.id} and place = ${place} and kind = 'doubtful' for update`.execute(tx)
  const row = rows[0]
  if (row === undefined) throw apiErrors.notFound()
  if (decision === 'new') await refuseUnfitPerson(tx, job, row.data)
  else if (decision !== null) {
    if (!row.pairs.some(({ personId }) => personId === decision)) throw apiErrors.notFound()
    await refuseTakenCard(tx, job, row.n, decision)
  }
  await sql`update import_rows set decision = ${decision} where job_id = ${job.id} and n = ${row.n}`.execute(tx)
}

async function refuseUnfitPerson(tx: Tx, job: JobRow, row: ListRow): Promise<void> {
  if (row.policy === null) throw conflict(refuse('imports.policyNeeded', 'policyNumber'))
  if (row.sex === null) throw conflict(refuse('imports.sexUnknown', 'sex'))
  const { rows } = await sql`select 1 from insured_persons
    where org_id = ${job.org_id} and policy_number = ${row.policy.number} and data is not null limit 1`.execute(tx)
  if (rows.length > 0) throw conflict(refuse('imports.policyTaken', 'policyNumber'))
}

async function refuseTakenCard(tx: Tx, job: JobRow, n: number, personId: string): Promise<void> {
  const { rows } = await sql<{ place: number }>`select place from import_rows
    where job_id = ${job.id} and n <> ${n} and kind <> 'wrong' and (person_id = ${personId} or decision = ${personId})
    limit 1`.execute(tx)
  const other = rows[0]
  if (other !== undefined) throw conflict(refuse('imports.cardTwice', undefined, { place: other.place }))
}

/** A page of rows for the screen, with the cards that doubtful rows are asked about. */
export async function readRows(
  tx: Tx,
  job: JobRow,
  query: { readonly kind: RowKind; readonly after: number; readonly limit: number },
): Promise<{ items: ImportRow[]; next: number | null }> {
  const rows = await readStoredRows(tx, job.id, { ...query, limit: query.limit + 1 })
  const page = rows.slice(0, query.limit)
  const asked = page.flatMap((row) => (row.pairs ?? []).map(({ personId }) => personId))
  const cards = await facesOf(tx, job, asked)
  return {
    items: page.map((row) => shownRow(row, cards)),
    next: rows.length > query.limit ? (page.at(-1)?.n ?? null) : null,
  }
}

async function facesOf(tx: Tx, job: JobRow, ids: readonly string[]): Promise<Map<string, PersonFace>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; data: KnownPerson }>`
    select id, data from insured_persons
    where org_id = ${job.org_id} and clinic_id = ${job.clinic_id} and id = any(${[...ids]}::text[])
      and data is not null`.execute(tx)
  return new Map(rows.map(({ id, data }) => [id, faceOf({ ...data, phone: data.phones[0]?.number ?? null })]))
}

function faceOf(one: PersonFace): PersonFace {
  const { surname, givenName, patronymic, birthDate, sex, policy, snils, phone, precinct } = one
  return { surname, givenName, patronymic, birthDate, sex, policy, snils, phone, precinct }
}

function shownRow(row: StoredRow, cards: ReadonlyMap<string, PersonFace>): ImportRow {
  return {
    place: row.place,
    kind: row.kind,
    label: row.label,
    personId: row.person_id as PersonId | null,
    face: row.data === null ? null : faceOf(row.data),
    changes: row.changes ?? [],
    pairs: (row.pairs ?? []).flatMap(({ personId, reasons }) => {
      const face = cards.get(personId)
      return face === undefined ? [] : [{ personId: personId as PersonId, reasons, face }]
    }),
    problems: row.problems ?? [],
    remarks: row.remarks ?? [],
    decision: row.decision as ImportRow['decision'],
    outcome: row.outcome,
  }
}
