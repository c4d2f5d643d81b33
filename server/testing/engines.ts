import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { describe, inject } from 'vitest'
import { type Database, openPostgres } from '#server/db/database.ts'
import { openFreshPglite } from './lent-pglite.ts'
import type {} from './postgres-cluster.ts'

export type Engine = 'pglite' | 'postgres'

/** A fresh, migrated database. */
export type OpenDatabase = () => Promise<Database>

/** Runs the same tests on both engines (REQUIREMENTS X7). */
export function describeOnEngines(title: string, tests: (open: OpenDatabase, engine: Engine) => void): void {
  describe(`${title} (PGlite)`, () => tests(openFreshPglite, 'pglite'))
  describeOnPostgres(`${title} (PostgreSQL)`, (open) => tests(open, 'postgres'))
}

/** For what one session cannot show: transactions that overlap. */
export function describeOnPostgres(title: string, tests: (open: OpenDatabase) => void): void {
  const cluster = inject('postgres')
  const missing = 'missing' in cluster ? cluster.missing : null
  describe.skipIf(missing !== null)(missing ? `${title}: ${missing}` : title, () => tests(openFreshPostgres))
}

async function openFreshPostgres(): Promise<Database> {
  return openPostgres(await makePostgresDatabase('opora_template'))
}

/** Makes a database in the test run's PostgreSQL: migrated with `opora_template`, without a table with `template0`. @returns its address */
export async function makePostgresDatabase(template: 'opora_template' | 'template0'): Promise<string> {
  const cluster = inject('postgres')
  if ('missing' in cluster) throw new Error(cluster.missing)
  const name = `opora_${randomUUID().replaceAll('-', '')}`
  const admin = new pg.Client({ connectionString: `${cluster.url}postgres` })
  await admin.connect()
  await admin.query(`create database ${name} template ${template}`)
  await admin.end()
  return `${cluster.url}${name}`
}

/** Address of a database of the test run's PostgreSQL, for sessions of its own. */
export async function postgresUrlOf({ db }: Database): Promise<string> {
  const cluster = inject('postgres')
  if ('missing' in cluster) throw new Error(cluster.missing)
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db)
  return `${cluster.url}${rows[0]?.name}`
}

/** A database of the test run's PostgreSQL by name. */
export async function openNamed(name: string): Promise<Database> {
  const cluster = inject('postgres')
  if ('missing' in cluster) throw new Error(cluster.missing)
  return openPostgres(`${cluster.url}${name}`)
}
