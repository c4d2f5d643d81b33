import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#server/db/database.ts'

export interface DatabaseFacts {
  readonly engineVersion: string
  readonly migrations: readonly string[]
  /** Rows of each table. */
  readonly tables: Readonly<Record<string, number>>
}

/** What a backup says about a database, and what is compared after a restore. Within one transaction when others write. */
export async function readFacts(db: Db | Tx): Promise<DatabaseFacts> {
  const { rows: versions } = await sql<{ server_version: string }>`show server_version`.execute(db)
  const { rows: migrations } = await sql<{ name: string }>`select name from migrations order by name`.execute(db)
  const tables: Record<string, number> = {}
  for (const name of await tableNames(db)) {
    const { rows } = await sql<{ n: string }>`select count(*)::text as n from ${tableOf(name)}`.execute(db)
    tables[name] = Number(rows[0]?.n ?? 0)
  }
  return {
    engineVersion: versions[0]?.server_version.split(' ')[0] ?? '',
    migrations: migrations.map(({ name }) => name),
    tables,
  }
}

/** Tables with rows of their own: a partitioned one stands for its partitions. */
export async function tableNames(db: Db | Tx): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace
      and relkind in ('r', 'p') and not relispartition order by relname`.execute(db)
  return rows.map(({ name }) => name)
}

export function tableOf(name: string): RawBuilder<unknown> {
  return sql.table(`public.${name}`)
}

/** Whether a database holds anybody's work: a table of organisations with a row. */
export async function holdsWork(db: Db): Promise<boolean> {
  const { rows } = await sql<{
    found: string | null
  }>`select to_regclass('public.organisations')::text as found`.execute(db)
  if (rows[0]?.found == null) return (await tableNames(db)).some((name) => name !== 'migrations')
  return (await sql`select 1 from public.organisations limit 1`.execute(db)).rows.length > 0
}

/** The first table whose number of rows differs, or null. */
export function firstDifference(
  expected: Readonly<Record<string, number>>,
  found: Readonly<Record<string, number>>,
): string | null {
  const names = new Set([...Object.keys(expected), ...Object.keys(found)])
  return [...names].sort().find((name) => expected[name] !== found[name]) ?? null
}
