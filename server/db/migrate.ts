import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CompiledQuery, sql } from 'kysely'
import { ADVISORY_LOCKS, type Database, type Tx } from './database.ts'

const FOLDER = join(import.meta.dirname, '../../server/db/migrations')

export interface Migration {
  readonly name: string
  readonly text: string
}

export function readMigrations(folder: string = FOLDER): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
}

/**
 * Brings the database to the newest schema; each step runs once, all in one transaction, and API nodes that start together do it one
 * after the other (requirement X7). A step that has run must not be edited:
 * its hash is kept, and a difference stops the start, for two installations would have different schemas under one name.
 * @returns names of the steps that ran now
 * @throws Error when a step was edited or the database is newer than this program
 */
export async function migrate(
  { db }: Database,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.migrate}::bigint)`.execute(tx)
    await sql`create table if not exists migrations (name text primary key, hash text not null, ran_at timestamptz not null default now())`.execute(
      tx,
    )
    const { rows } = await sql<{ name: string; hash: string }>`select name, hash from migrations order by name`.execute(
      tx,
    )
    const known = new Map(migrations.map((step) => [step.name, hashOf(step)]))
    for (const row of rows) {
      const hash = known.get(row.name)
      if (hash === undefined) throw new Error(`The database is newer than this program: it has ${row.name}`)
      if (hash !== row.hash) throw new Error(`${row.name} was changed after it ran: add a new step instead`)
    }
    const ran = new Set(rows.map((row) => row.name))
    const due = migrations.filter((step) => !ran.has(step.name))
    for (const step of due) await runStep(tx, step)
    return due.map((step) => step.name)
  })
}

async function runStep(tx: Tx, step: Migration): Promise<void> {
  for (const statement of statementsOf(step.text)) await tx.executeQuery(CompiledQuery.raw(statement))
  await sql`insert into migrations (name, hash) values (${step.name}, ${hashOf(step)})`.execute(tx)
}

/** Statements end with a semicolon at the end of a line; lines inside a function body are indented, so they never match. */
export function statementsOf(text: string): string[] {
  return text
    .split(/;[ \t]*\n(?![ \t]+\S)/)
    .map((part) => part.replace(/^\s*--.*$/gm, '').trim())
    .filter((part) => part !== '')
    .map((part) => part.replace(/;$/, ''))
}

function hashOf(step: Migration): string {
  return createHash('sha256').update(step.text.replace(/\r\n/g, '\n')).digest('hex')
}
