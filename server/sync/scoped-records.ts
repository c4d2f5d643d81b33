import { sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'
import type { RecordKinds, ScopeLookups } from '#server/db/record-kind.ts'
import { type RecordToWrite, writeRecords } from '#server/db/record-store.ts'
import { type RecordRef, recordKey } from '#shared/kernel/record.ts'
import { must } from '#shared/kernel/result.ts'
import { appendChanges, type ChangeRow } from './change-log.ts'

/**
 * Writes records, moves them between scopes and logs the change, all in the caller's transaction (rule PUSH2). A scope that a record
 * leaves gets a change too: whoever holds it only by that scope is told to forget it (rule PULL2).
 * @returns false when an id is taken by another organisation or a newer version; the caller must then roll back
 */
export async function writeScopedRecords(
  tx: Tx,
  kinds: RecordKinds,
  lookups: ScopeLookups,
  records: readonly RecordToWrite[],
): Promise<boolean> {
  const changes: ChangeRow[] = []
  for (const run of runsOf(records)) {
    const definition = must(kinds.get(run[0]?.kind ?? ''), `kind ${run[0]?.kind}`)
    if ((await writeRecords(tx, definition, run)) < run.length) return false
    const present = await scopesOfRecords(tx, definition.kind, run)
    const left: ScopePlace[] = []
    const entered: ScopePlace[] = []
    for (const record of run) {
      const wanted = new Set<string>(
        record.data === null ? [] : await definition.scopesOf(record.data as never, record.orgId, lookups),
      )
      const before = present.get(record.id) ?? new Set()
      for (const scope of before) if (!wanted.has(scope)) left.push({ scope, id: record.id })
      for (const scope of wanted) if (!before.has(scope)) entered.push({ scope, id: record.id })
      for (const scope of new Set([...wanted, ...before]))
        changes.push({ scope, kind: record.kind, id: record.id, version: record.version })
    }
    await moveBetweenScopes(tx, definition.kind, left, entered)
  }
  await appendChanges(tx, changes)
  return true
}

/**
 * Moves records between scopes that did not change themselves, because what their scopes are reckoned from did: the clinics of a
 * colleague. Only those that move are logged, with the version they have.
 */
export async function moveScopedRecords(
  tx: Tx,
  kinds: RecordKinds,
  lookups: ScopeLookups,
  kind: string,
  records: readonly RecordToWrite[],
): Promise<void> {
  const definition = must(kinds.get(kind), `kind ${kind}`)
  const present = await scopesOfRecords(tx, kind, records)
  const left: ScopePlace[] = []
  const entered: ScopePlace[] = []
  for (const record of records) {
    if (record.data === null) continue
    const wanted = new Set<string>(await definition.scopesOf(record.data as never, record.orgId, lookups))
    const before = present.get(record.id) ?? new Set()
    for (const scope of before) if (!wanted.has(scope)) left.push({ scope, id: record.id })
    for (const scope of wanted) if (!before.has(scope)) entered.push({ scope, id: record.id })
  }
  await moveBetweenScopes(tx, kind, left, entered)
  const versions = new Map(records.map(({ id, version }) => [id, version]))
  await appendChanges(
    tx,
    [...left, ...entered].map(({ scope, id }) => ({ scope, kind, id, version: versions.get(id) ?? 0 })),
  )
}

interface ScopePlace {
  readonly scope: string
  readonly id: string
}

/** Stretches of one kind with different ids: each is written in one statement, and in order, for scopes may depend on what came before. */
function runsOf(records: readonly RecordToWrite[]): RecordToWrite[][] {
  const runs: RecordToWrite[][] = []
  let ids = new Set<string>()
  for (const record of records) {
    const run = runs.at(-1)
    if (run !== undefined && run[0]?.kind === record.kind && !ids.has(record.id)) run.push(record)
    else {
      runs.push([record])
      ids = new Set()
    }
    ids.add(record.id)
  }
  return runs
}

async function moveBetweenScopes(
  tx: Tx,
  kind: string,
  left: readonly ScopePlace[],
  entered: readonly ScopePlace[],
): Promise<void> {
  const scopes = (places: readonly ScopePlace[]): string[] => places.map(({ scope }) => scope)
  const ids = (places: readonly ScopePlace[]): string[] => places.map(({ id }) => id)
  if (left.length > 0)
    await sql`delete from scope_records held using unnest(${scopes(left)}::text[], ${ids(left)}::text[]) as gone (scope, id)
      where held.kind = ${kind} and held.record_id = gone.id and held.scope = gone.scope`.execute(tx)
  if (entered.length > 0)
    await sql`insert into scope_records (scope, kind, record_id)
      select scope, ${kind}, id from unnest(${scopes(entered)}::text[], ${ids(entered)}::text[]) as come (scope, id)
      on conflict do nothing`.execute(tx)
}

async function scopesOfRecords(tx: Tx, kind: string, records: readonly RecordRef[]): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ scope: string; record_id: string }>`
    select scope, record_id from scope_records
    where kind = ${kind} and record_id = any(${records.map(({ id }) => id)}::text[])`.execute(tx)
  const found = new Map<string, Set<string>>()
  for (const { scope, record_id } of rows) found.set(record_id, (found.get(record_id) ?? new Set()).add(scope))
  return found
}

/** Keys of those records that belong to at least one of the scopes at this moment. */
export async function keysInScopes(
  db: Db | Tx,
  refs: readonly RecordRef[],
  scopes: readonly string[],
): Promise<Set<string>> {
  if (refs.length === 0) return new Set()
  const { rows } = await sql<{ kind: string; record_id: string }>`
    select distinct held.kind, held.record_id from scope_records held
    join (select unnest(${refs.map((ref) => ref.kind)}::text[]) as kind, unnest(${refs.map((ref) => ref.id)}::text[]) as record_id) asked
      on asked.kind = held.kind and asked.record_id = held.record_id
    where held.scope = any(${[...scopes]}::text[])`.execute(db)
  return new Set(rows.map((row) => recordKey({ kind: row.kind, id: row.record_id })))
}
