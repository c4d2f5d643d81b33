import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '#server/db/database.ts'
import type { Tables } from '#server/db/schema.ts'
import { describeOnPostgres, postgresUrlOf } from '#server/testing/engines.ts'
import { whenHorizonPassed } from '#server/testing/harness.ts'
import { appendChanges, formatCursor, logBounds, parseCursor, readChanges } from './change-log.ts'

/** Writers that run at the same time, each with a transaction of its own that may stay open over many steps of the others. */
const WRITERS = 6
const STEPS = 120
const SCOPE = 'journal:00000000-0000-7000-8000-0000000000c1'

interface Writer {
  readonly client: pg.Client
  open: string[] | null
}

/**
 * A schedule decides at each step whether a writer begins, writes, commits or rolls back, or whether the reader pulls. What a reader must
 * see is what was committed; a plain sequence cursor misses what got its number early and was committed late.
 */
describeOnPostgres('change log under overlapping transactions', (open) => {
  let database: Database
  let url: string
  beforeAll(async () => {
    database = await open()
    url = await postgresUrlOf(database)
  })
  afterAll(() => database.close())

  it.each(Array.from({ length: 20 }, (_, index) => index + 1))(
    '[PULL1] schedule %i: every committed change is pulled',
    async (seed) => {
      const run = await playSchedule(database, url, seed, 'horizon')
      expect(run.committed.length).toBeGreaterThan(10)
      expect(run.committed.filter((id) => !run.pulled.has(id))).toEqual([])
      expect([...run.pulled].filter((id) => !run.committed.includes(id))).toEqual([])
    },
  )

  it('the same schedules lose changes for a cursor on the sequence alone: the test can fail', async () => {
    let missed = 0
    for (let seed = 1; seed <= 5; seed += 1) {
      const run = await playSchedule(database, url, seed, 'sequence')
      missed += run.committed.filter((id) => !run.pulled.has(id)).length
    }
    expect(missed).toBeGreaterThan(0)
  })
})

async function playSchedule(
  database: Database,
  url: string,
  seed: number,
  reader: 'horizon' | 'sequence',
): Promise<{ committed: string[]; pulled: Set<string> }> {
  const random = xoroshiro128plus(seed)
  const draw = (most: number) => uniformInt(random, 0, most - 1)
  const prefix = `${reader}-${seed}-`
  const writers: Writer[] = []
  for (let index = 0; index < WRITERS; index += 1) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    writers.push({ client, open: null })
  }
  const committed: string[] = []
  const pulled = new Set<string>()
  let cursor = formatCursor((await logBounds(database.db)).horizon)
  let lastSeq = await greatestSeq(database)
  const pull = async (): Promise<void> => {
    if (reader === 'sequence') {
      const { rows } = await sql<{ seq: string; record_id: string }>`select seq::text as seq, record_id from changes
        where scope = ${SCOPE} and seq > ${lastSeq}::bigint order by changes.seq`.execute(database.db)
      for (const row of rows) pulled.add(row.record_id)
      lastSeq = rows.at(-1)?.seq ?? lastSeq
      return
    }
    const bounds = await logBounds(database.db)
    const limit = 1 + draw(5)
    const changes = await readChanges(database.db, SCOPE, parseCursor(cursor), bounds, limit)
    for (const change of changes) pulled.add(change.id)
    const last = changes.at(-1)
    cursor = formatCursor(changes.length === limit && last ? last.position : bounds.horizon)
  }
  try {
    let made = 0
    for (let step = 0; step < STEPS; step += 1) {
      const writer = writers[draw(WRITERS)]
      if (!writer) continue
      const what = draw(10)
      if (what < 3) await pull()
      else if (writer.open === null) {
        await writer.client.query('begin')
        writer.open = []
      } else if (what < 8) {
        const id = `${prefix}${made++}`
        await writeChange(writer.client, id)
        writer.open.push(id)
      } else {
        await writer.client.query(what === 8 ? 'commit' : draw(4) === 0 ? 'rollback' : 'commit').then(({ command }) => {
          if (command === 'COMMIT') committed.push(...(writer.open ?? []))
        })
        writer.open = null
      }
    }
    for (const writer of writers)
      if (writer.open !== null) {
        await writer.client.query('commit')
        committed.push(...writer.open)
      }
  } finally {
    for (const { client } of writers) await client.end()
  }
  await whenHorizonPassed(database)
  for (let round = 0; round < committed.length + 2; round += 1) await pull()
  return { committed, pulled }
}

async function greatestSeq(database: Database): Promise<string> {
  const { rows } = await sql<{ seq: string }>`select coalesce(max(seq), 0)::text as seq from changes`.execute(
    database.db,
  )
  return rows[0]?.seq ?? '0'
}

/** The product's own writer on a connection whose transaction the schedule holds open. */
async function writeChange(client: pg.Client, id: string): Promise<void> {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: singleConnectionPool(client) }) })
  await appendChanges(db as never, [{ scope: SCOPE, kind: 'contact', id, version: 1 }])
}

function singleConnectionPool(client: pg.Client): pg.Pool {
  const lent = Object.assign(client, { release: () => {} })
  return { connect: async () => lent, end: async () => {} } as unknown as pg.Pool
}
