import { Kysely, type KyselyPlugin, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RECORD_KINDS } from '#server/app/record-kinds.ts'
import type { Database, Db } from '#server/db/database.ts'
import type { Tables } from '#server/db/schema.ts'
import { describeOnPostgres, postgresUrlOf } from '#server/testing/engines.ts'
import { startTestServer, type TestServer, whenHorizonPassed } from '#server/testing/harness.ts'
import { appendChanges, formatCursor, logBounds, parseCursor, readChanges } from './change-log.ts'
import { COMPACT_AFTER_MS, compactChanges, keepChangeLog } from './log-keeping.ts'
import { partOf } from './log-partitions.ts'
import { pullChanges } from './pull.ts'

const WRITERS = 5
const STEPS = 120
/** Few records, so that most changes have later ones of the same record. */
const RECORDS = 4
const SCOPE = 'journal:00000000-0000-7000-8000-0000000000c1'

describeOnPostgres('compaction under overlapping transactions', (open) => {
  let database: Database
  let url: string
  beforeAll(async () => {
    database = await open()
    url = await postgresUrlOf(database)
  })
  afterAll(() => database.close())

  it.each(Array.from({ length: 12 }, (_, index) => index + 1))(
    '[PULL1] schedule %i: every record is pulled after its last change',
    async (seed) => {
      const run = await playSchedule(database, url, seed, compactChanges)
      expect(run.compacted).toBeGreaterThan(0)
      expect(run.missed).toEqual([])
    },
  )

  it('the same schedules lose changes when the last one of a record goes: the test can fail', async () => {
    let missed = 0
    for (let seed = 1; seed <= 5; seed += 1) {
      const run = await playSchedule(database, url, seed, async (db) => {
        const { numAffectedRows } = await sql`delete from changes newer using changes older
          where newer.scope = older.scope and newer.record_id = older.record_id
            and (older.xid, older.seq) < (newer.xid, newer.seq)`.execute(db)
        return Number(numAffectedRows ?? 0)
      })
      missed += run.missed.length
    }
    expect(missed).toBeGreaterThan(0)
  })
})

type Compact = (db: Db, nowMs: number) => Promise<number>

/** Writers begin, write, commit and roll back in an order drawn from the seed; in between the reader pulls and the log is compacted. */
async function playSchedule(database: Database, url: string, seed: number, compact: Compact) {
  const random = xoroshiro128plus(seed)
  const draw = (most: number) => uniformInt(random, 0, most - 1)
  const writers: { client: pg.Client; db: Db; open: { id: string; at: bigint[] }[] | null }[] = []
  for (let index = 0; index < WRITERS; index += 1) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    writers.push({ client, db: onClient(client), open: null })
  }
  const last = new Map<string, bigint[]>()
  const pulled = new Map<string, bigint[]>()
  let compacted = 0
  let cursor = formatCursor((await logBounds(database.db)).horizon)
  const pull = async (): Promise<void> => {
    const bounds = await logBounds(database.db)
    const limit = 1 + draw(5)
    const changes = await readChanges(database.db, SCOPE, parseCursor(cursor), bounds, limit)
    for (const { id, position } of changes) keepLater(pulled, id, [position.xid, position.seq])
    const end = changes.at(-1)
    cursor = formatCursor(changes.length === limit && end ? end.position : bounds.horizon)
  }
  const commit = async (writer: (typeof writers)[number]): Promise<void> => {
    await writer.client.query('commit')
    for (const { id, at } of writer.open ?? []) keepLater(last, id, at)
    writer.open = null
  }
  try {
    for (let step = 0; step < STEPS; step += 1) {
      const writer = writers[draw(WRITERS)]
      if (!writer) continue
      const what = draw(12)
      if (what < 3) await pull()
      else if (what < 5) compacted += await compact(database.db, Date.now() + COMPACT_AFTER_MS * 2)
      else if (writer.open === null) {
        await writer.client.query('begin')
        writer.open = []
      } else if (what < 10) {
        const id = `${seed}-${draw(RECORDS)}`
        await appendChanges(writer.db as never, [{ scope: SCOPE, kind: 'contact', id, version: 1 }])
        const { rows } = await writer.client.query(
          "select pg_current_xact_id()::text as xid, currval('changes_seq')::text as seq",
        )
        writer.open.push({ id, at: [BigInt(rows[0].xid), BigInt(rows[0].seq)] })
      } else if (draw(5) === 0) {
        await writer.client.query('rollback')
        writer.open = null
      } else await commit(writer)
    }
    for (const writer of writers) if (writer.open !== null) await commit(writer)
  } finally {
    for (const { client } of writers) await client.end()
  }
  await whenHorizonPassed(database)
  compacted += await compact(database.db, Date.now() + COMPACT_AFTER_MS * 2)
  for (let round = 0; round < STEPS; round += 1) await pull()
  const missed = [...last].filter(([id, at]) => isLater(at, pulled.get(id) ?? [0n, 0n])).map(([id]) => id)
  return { missed, compacted }
}

function isLater(a: readonly bigint[], b: readonly bigint[]): boolean {
  const [xa = 0n, sa = 0n] = a
  const [xb = 0n, sb = 0n] = b
  return xa > xb || (xa === xb && sa > sb)
}

function keepLater(places: Map<string, bigint[]>, id: string, at: bigint[]): void {
  if (isLater(at, places.get(id) ?? [0n, 0n])) places.set(id, at)
}

function onClient(client: pg.Client): Db {
  const lent = Object.assign(client, { release: () => {} })
  const pool = { connect: async () => lent, end: async () => {} } as unknown as pg.Pool
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

describeOnPostgres('the end of a week of the log', (open) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(open)
  })
  afterAll(() => server.close())

  const keep = async (): Promise<number> => {
    const kept = await keepChangeLog(
      { db: server.database.db, keepDays: 35, renewPages: async () => 0 },
      Date.now(),
      'now',
    )
    return kept?.partsDropped ?? 0
  }
  const writeOld = async (scope: string): Promise<string> => {
    const { db } = server.database
    await whenHorizonPassed(server.database)
    const cursor = formatCursor((await logBounds(db)).horizon)
    await sql`insert into changes (scope, kind, record_id, version, at)
      values (${scope}, 'contact', 'old', 1, now() - make_interval(days => 60))`.execute(db)
    await whenHorizonPassed(server.database)
    return cursor
  }

  it('[PULL5] a pull during which its week is dropped says so instead of leaving a hole', async () => {
    const desk = await server.desk('operator')
    const { user, deviceId } = desk.session
    const actor = { userId: user.id, orgId: user.orgId, role: user.role, clinicIds: user.clinicIds, deviceId }
    const scope = `own:${user.id}` as const
    const cursor = await writeOld(scope)
    let dropped = 0
    // Between the bounds that the pull asked for and the changes that it reads.
    const dropAfterBounds: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        if (dropped === 0 && result.rows.some((row) => 'horizon' in row)) dropped = await keep()
        return result
      },
    }
    const answer = await pullChanges(server.database.db.withPlugin(dropAfterBounds), RECORD_KINDS, actor, {
      protocol: 1,
      cursors: { [scope]: cursor },
      limit: 100,
    })
    expect(dropped).toBe(1)
    expect(answer).toMatchObject({ left: [scope], changes: {} })
  })

  it('[PULL1] a week is not dropped while a transaction from before its last change runs, nor while somebody reads it', async () => {
    const { db } = server.database
    const other = new pg.Client({ connectionString: await postgresUrlOf(server.database) })
    await other.connect()
    try {
      await other.query('begin')
      await other.query('select pg_current_xact_id()')
      await sql`insert into changes (scope, kind, record_id, version, at)
        values ('own:x', 'contact', 'old', 1, now() - make_interval(days => 60))`.execute(db)
      expect(await keep()).toBe(0)
      await other.query('rollback')
      await whenHorizonPassed(server.database)
      await other.query('begin')
      await other.query(`select count(*) from ${partOf(Date.now() - 60 * 86_400_000).table}`)
      expect(await keep()).toBe(0)
      await other.query('rollback')
      expect(await keep()).toBe(1)
    } finally {
      await other.end()
    }
  })
})
