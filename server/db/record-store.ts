import { sql } from 'kysely'
import { type RecordRef, recordKey } from '#shared/kernel/record.ts'
import { must } from '#shared/kernel/result.ts'
import type { Db, Tx } from './database.ts'
import type { RecordKindDefinition, RecordKinds } from './record-kind.ts'

export interface StoredRecord {
  readonly kind: string
  readonly id: string
  readonly version: number
  /** Null after a removal. */
  readonly data: unknown
}

export interface RecordToWrite extends StoredRecord {
  readonly orgId: string
}

/**
 * Reads records of one organisation, in the order of their keys; `lock` keeps them until the transaction ends. The fixed order is
 * what keeps two transactions that touch the same records from waiting for each other for ever.
 */
export async function loadRecords(
  db: Db | Tx,
  kinds: RecordKinds,
  orgId: string,
  refs: readonly RecordRef[],
  lock = false,
): Promise<Map<string, StoredRecord>> {
  const idsByKind = new Map<string, string[]>()
  for (const ref of [...refs].sort((a, b) => (recordKey(a) < recordKey(b) ? -1 : 1)))
    idsByKind.set(ref.kind, [...(idsByKind.get(ref.kind) ?? []), ref.id])
  const found = new Map<string, StoredRecord>()
  for (const [kind, ids] of idsByKind) {
    const { table } = must(kinds.get(kind), `kind ${kind}`)
    const { rows } = await sql<{ id: string; version: number; data: unknown }>`
      select id, version, data from ${sql.table(table)}
      where org_id = ${orgId} and id = any(${ids}::text[]) order by id ${lock ? sql`for update` : sql``}`.execute(db)
    for (const row of rows) found.set(recordKey({ kind, id: row.id }), { kind, ...row })
  }
  return found
}

/**
 * Writes documents with their promoted columns, many in one statement. An id that another organisation has is left alone.
 * @returns how many were written
 */
export async function writeRecords(
  tx: Tx,
  definition: RecordKindDefinition,
  records: readonly RecordToWrite[],
): Promise<number> {
  if (records.length === 0) return 0
  const columns = Object.keys(definition.columns)
  const rows = records.map((record) => ({
    id: record.id,
    org_id: record.orgId,
    version: record.version,
    data: record.data,
    ...(record.data === null ? {} : definition.promote(record.data as never)),
  }))
  const names = sql.join(columns.map((column) => sql.ref(column)))
  const types = sql.join(
    Object.entries(definition.columns).map(([column, type]) => sql`${sql.ref(column)} ${sql.raw(type)}`),
  )
  const updates = sql.join(
    ['version', 'data', ...columns].map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`),
  )
  const hasColumns = columns.length > 0
  const result = await sql`
    insert into ${sql.table(definition.table)} as present (id, org_id, version, data ${hasColumns ? sql`, ${names}` : sql``})
    select id, org_id, version, data ${hasColumns ? sql`, ${names}` : sql``}
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as given (id text, org_id text, version integer, data jsonb ${hasColumns ? sql`, ${types}` : sql``})
    on conflict (id) do update set ${updates}
    where present.org_id = excluded.org_id and present.version < excluded.version`.execute(tx)
  return Number(result.numAffectedRows ?? 0)
}
