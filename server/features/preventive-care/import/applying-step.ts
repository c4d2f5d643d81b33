import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { loadRecords, type RecordToWrite } from '#server/db/record-store.ts'
import { scopeLookups } from '#server/db/scope-lookups.ts'
import { writeScopedRecords } from '#server/sync/scoped-records.ts'
import type { RowKind, RowOutcome } from '#shared/features/preventive-care/import/import-job.ts'
import type { KnownPerson } from '#shared/features/preventive-care/import/known-person.ts'
import {
  applyChanges,
  changesOf,
  type ListChange,
  newPerson,
} from '#shared/features/preventive-care/import/list-changes.ts'
import type { ListRow } from '#shared/features/preventive-care/import/list-row.ts'
import { matchPerson } from '#shared/features/preventive-care/import/match-person.ts'
import { recordKey } from '#shared/kernel/record.ts'
import { must } from '#shared/kernel/result.ts'
import type { ImportWork } from './import-work.ts'
import { CandidateIndex, candidatesOf } from './list-registry.ts'

const BATCH = 200

interface RowToApply {
  readonly n: number
  readonly kind: RowKind
  readonly data: ListRow
  readonly person_id: string | null
  readonly changes: readonly ListChange[] | null
  readonly decision: string | null
}

interface Applied {
  readonly n: number
  readonly outcome: RowOutcome
  readonly person_id: string | null
  readonly conflicts: readonly string[]
  readonly record: RecordToWrite | null
}

/** What nobody has to do anything about gets its outcome at once; the rest is counted as the work of this step. */
export async function beginApplying(tx: Tx, jobId: string): Promise<number> {
  await sql`update import_rows set outcome = case kind when 'unchanged' then 'unchanged' when 'wrong' then 'refused' else 'left' end
    where job_id = ${jobId} and (kind in ('unchanged', 'wrong') or (kind = 'doubtful' and decision is null))`.execute(
    tx,
  )
  const { rows } = await sql<{ left: number }>`
    select count(*)::int as left from import_rows where job_id = ${jobId} and outcome is null`.execute(tx)
  return rows[0]?.left ?? 0
}

/**
 * Writes confirmed rows into the registry, through the same record store and change log as commands, so that desks get them as deltas.
 * A row and its outcome are one transaction: after a restart nothing is done twice and nothing is left out.
 */
export async function applyRows(work: ImportWork, onDone: (tx: Tx) => Promise<void>, atOnce = BATCH): Promise<void> {
  const { job } = work
  for (let isDone = false; !isDone; ) {
    isDone = await work.batch(async (tx) => {
      const { rows } = await sql<RowToApply>`
        select n, kind, data, person_id, changes, decision from import_rows
        where job_id = ${job.id} and outcome is null order by n limit ${atOnce}`.execute(tx)
      if (rows.length > 0) await applyBatch(tx, work, rows)
      const isLast = rows.length < atOnce
      if (isLast) await onDone(tx)
      return isLast
    })
  }
}

async function applyBatch(tx: Tx, work: ImportWork, rows: readonly RowToApply[]): Promise<void> {
  const { job, kinds } = work
  const refs = rows.flatMap((row) => {
    const id = cardOf(row)
    return id === null ? [] : [{ kind: 'insuredPerson', id }]
  })
  const cards = await loadRecords(tx, kinds, job.org_id, refs, true)
  const isNew = rows.filter((row) => cardOf(row) === null)
  const known = new CandidateIndex(
    isNew.length === 0
      ? []
      : await candidatesOf(
          tx,
          job.org_id,
          isNew.map(({ data }) => data),
        ),
  )
  const applied = rows.map((row): Applied => {
    const id = cardOf(row)
    if (id === null) return addPerson(work, row, known)
    const card = cards.get(recordKey({ kind: 'insuredPerson', id }))
    return changePerson(
      work,
      row,
      id,
      card === undefined ? null : { version: card.version, data: card.data as KnownPerson | null },
    )
  })
  const records = applied.flatMap(({ record }) => (record === null ? [] : [record]))
  if (!(await writeScopedRecords(tx, kinds, scopeLookups(tx, job.org_id), records)))
    throw new Error('Invariant broken: a locked card has a newer version')
  await keepOutcomes(tx, job.id, applied)
}

/** The card that a row changes; null for a person to be added. */
function cardOf(row: RowToApply): string | null {
  if (row.decision !== null) return row.decision === 'new' ? null : row.decision
  return row.person_id
}

function changePerson(
  work: ImportWork,
  row: RowToApply,
  id: string,
  card: { readonly version: number; readonly data: KnownPerson | null } | null,
): Applied {
  const left: Applied = { n: row.n, outcome: 'left', person_id: id, conflicts: [], record: null }
  if (card === null || card.data === null || card.data.clinicId !== work.job.clinic_id) return left
  const year = Number(work.site.today.slice(0, 4))
  const changes = row.decision === null ? (row.changes ?? []) : changesOf(row.data, card.data, year)
  const { person, applied, conflicts } = applyChanges(card.data, row.data, changes)
  const outcome = conflicts.length > 0 ? (applied > 0 ? 'partly' : 'left') : applied > 0 ? 'changed' : 'unchanged'
  const record =
    applied === 0
      ? null
      : { kind: 'insuredPerson', id, version: card.version + 1, orgId: work.job.org_id, data: person }
  return { ...left, outcome, conflicts, record }
}

/** Somebody may have added the person since the preview: then the row is left for a new look rather than added twice. */
function addPerson(work: ImportWork, row: RowToApply, known: CandidateIndex): Applied {
  const { job, site } = work
  const left: Applied = { n: row.n, outcome: 'left', person_id: null, conflicts: [], record: null }
  if (row.decision === null && matchPerson(row.data, known.for(row.data)).kind !== 'new') return left
  const id = work.newId()
  const year = Number(site.today.slice(0, 4))
  const begun = newPerson(row.data, { id, clinicId: job.clinic_id, insurerCode: site.insurerCode, year })
  const data = work.completeCard(must(begun, 'sex and policy of a new person'))
  return {
    ...left,
    outcome: 'added',
    person_id: id,
    record: { kind: 'insuredPerson', id, version: 1, orgId: job.org_id, data },
  }
}

async function keepOutcomes(tx: Tx, jobId: string, applied: readonly Applied[]): Promise<void> {
  const outcomes = applied.map(({ record: _, ...outcome }) => outcome)
  await sql`update import_rows present set outcome = given.outcome, conflicts = given.conflicts,
      person_id = coalesce(given.person_id, present.person_id)
    from json_to_recordset(${JSON.stringify(outcomes)}::json) as given
      (n integer, outcome text, person_id text, conflicts jsonb)
    where present.job_id = ${jobId} and present.n = given.n`.execute(tx)
  await sql`update import_jobs set rows_done = rows_done + ${applied.length} where id = ${jobId}`.execute(tx)
}
