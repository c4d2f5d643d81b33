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
  for (const record of records) {
    const definition = must(kinds.get(record.kind), `kind ${record.kind}`)
    if ((await writeRecords(tx, definition, [record])) === 0) return false
    const wanted = new Set<string>(
      record.data === null ? [] : await definition.scopesOf(record.data as never, record.orgId, lookups),
    )
    const present = await scopesOfRecord(tx, record)
    const left = [...present].filter((scope) => !wanted.has(scope))
    const entered = [...wanted].filter((scope) => !present.has(scope))
    if (left.length > 0)
      await sql`delete from scope_records where kind = ${record.kind} and record_id = ${record.id}
        and scope = any(${left}::text[])`.execute(tx)
    if (entered.length > 0)
      await sql`insert into scope_records (scope, kind, record_id)
        select unnest(${entered}::text[]), ${record.kind}, ${record.id} on conflict do nothing`.execute(tx)
    for (const scope of [...wanted, ...left])
      changes.push({ scope, kind: record.kind, id: record.id, version: record.version })
  }
  await appendChanges(tx, changes)
  return true
}

async function scopesOfRecord(tx: Tx, ref: RecordRef): Promise<Set<string>> {
  const { rows } = await sql<{ scope: string }>`
    select scope from scope_records where kind = ${ref.kind} and record_id = ${ref.id}`.execute(tx)
  return new Set(rows.map((row) => row.scope))
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
