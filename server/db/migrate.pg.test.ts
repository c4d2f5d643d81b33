import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeOnPostgres, makePostgresDatabase } from '#server/testing/engines.ts'
import { ADVISORY_LOCKS, type Database, openPostgres } from './database.ts'
import { type Migration, migrate, readMigrations } from './migrate.ts'

const NODES = 4

describeOnPostgres('migrations of several API nodes', () => {
  let nodes: Database[]
  let gate: Database
  beforeEach(async () => {
    const url = await makePostgresDatabase('template0')
    nodes = Array.from({ length: NODES }, () => openPostgres(url))
    gate = openPostgres(url)
  })
  afterEach(async () => {
    await Promise.all([...nodes, gate].map((each) => each.close()))
  })

  /** All nodes ask for the lock before one gets it: the moment at which they would trip over each other is sure to come. */
  async function migrateAtOnce(steps: readonly Migration[]): Promise<PromiseSettledResult<string[]>[]> {
    const { runs } = await gate.alone(ADVISORY_LOCKS.migrate, async () => {
      const started = Promise.allSettled(nodes.map((node) => migrate(node, steps)))
      await untilWaiting(gate, NODES)
      return { runs: started }
    })
    return runs
  }

  it('[X7] four that start at one moment on an empty database run every step once, and none fails', async () => {
    const steps = readMigrations()
    const runs = await migrateAtOnce(steps)
    expect(runs.map(({ status }) => status)).toEqual(Array(NODES).fill('fulfilled'))
    const ran = runs.map((run) => (run.status === 'fulfilled' ? run.value : []))
    expect(ran.flat().sort()).toEqual(steps.map(({ name }) => name))
    expect(ran.filter((names) => names.length > 0)).toHaveLength(1)
    const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(gate.db)
    expect(rows.map(({ name }) => name)).toEqual(steps.map(({ name }) => name))
  })

  it('[X7] a step that could run twice without an error runs once all the same', async () => {
    const steps = [
      { name: '0001-count.sql', text: 'create table if not exists counted (n int);\n' },
      { name: '0002-add.sql', text: 'insert into counted values (1);\n' },
    ]
    await migrateAtOnce(steps)
    expect((await sql`select n from counted`.execute(gate.db)).rows).toEqual([{ n: 1 }])
  })

  it('[X7] a step that fails leaves nothing of itself or of those before it, on any node', async () => {
    const steps = [
      { name: '0001-good.sql', text: 'create table good (n int);\n' },
      { name: '0002-bad.sql', text: 'create table bad (n no_such_type);\n' },
    ]
    const runs = await migrateAtOnce(steps)
    expect(runs.map(({ status }) => status)).toEqual(Array(NODES).fill('rejected'))
    const { rows } = await sql`select 1 from pg_tables where schemaname = 'public'`.execute(gate.db)
    expect(rows).toEqual([])
  })
})

async function untilWaiting({ db }: Database, count: number): Promise<void> {
  const waiting = async () => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_locks
      where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`.execute(db)
    return rows[0]?.n ?? 0
  }
  while ((await waiting()) < count) await new Promise((resolve) => setImmediate(resolve))
}
