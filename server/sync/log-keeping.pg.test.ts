import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '#server/db/database.ts'
import { migrate, readMigrations } from '#server/db/migrate.ts'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer, whenHorizonPassed } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { createContact } from '#shared/features/insured-persons/commands.ts'
import { recordCall, wrapUpCall } from '#shared/features/telephony/commands.ts'
import type { ScopeManifest } from '#shared/protocol/pages.ts'
import {
  appendChanges,
  type LogPosition,
  logBounds,
  mendLogAfterRestore,
  parseCursor,
  readChanges,
} from './change-log.ts'
import { COMPACT_AFTER_MS, compactChanges, KEEP_EVERY_MS, keepChangeLog, type LogKept } from './log-keeping.ts'
import { logParts, partOf, WEEK_MS } from './log-partitions.ts'

const DAY_MS = 86_400_000
const KEEP_DAYS = 35
const SCOPE = 'journal:00000000-0000-7000-8000-0000000000c1'
const ids = tinyIds()

/** The database stamps changes by its own clock, which tests cannot move: they look at it from later. */
async function clockOf({ db }: Database): Promise<number> {
  const { rows } = await sql<{ now: string }>`select floor(extract(epoch from now()) * 1000)::text as now`.execute(db)
  return Number(rows[0]?.now)
}

async function keep(
  database: Database,
  afterMs: number,
  renewPages: (floor: bigint | null) => Promise<number> = async () => 0,
): Promise<LogKept | null> {
  await whenHorizonPassed(database)
  const nowMs = (await clockOf(database)) + afterMs
  return keepChangeLog({ db: database.db, keepDays: KEEP_DAYS, renewPages }, nowMs, 'now')
}

async function write(database: Database, ...records: string[]): Promise<void> {
  for (const id of records)
    await database.db
      .transaction()
      .execute((tx) => appendChanges(tx, [{ scope: SCOPE, kind: 'contact', id, version: 1 }]))
}

/** As if this had been written so many days ago. */
async function age({ db }: Database, days: number): Promise<void> {
  await sql`update changes set at = at - make_interval(days => ${days}::integer)`.execute(db)
}

async function idsAfter(database: Database, from: LogPosition): Promise<string[]> {
  await whenHorizonPassed(database)
  return (await readChanges(database.db, SCOPE, from, await logBounds(database.db), 1_000)).map(({ id }) => id)
}

async function countIn({ db }: Database, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from ${sql.table(table)}`.execute(db)
  return rows[0]?.count ?? 0
}

describe('weeks of the log', () => {
  it('begin on Mondays at 00:00 UTC, whatever the hour', () => {
    const monday = { table: 'changes_20261123', fromMs: Date.UTC(2026, 10, 23), toMs: Date.UTC(2026, 10, 30) }
    expect(partOf(Date.UTC(2026, 10, 23))).toEqual(monday)
    expect(partOf(Date.UTC(2026, 10, 29, 23, 59))).toEqual(monday)
    expect(partOf(Date.UTC(2026, 10, 30)).table).toBe('changes_20261130')
    expect(partOf(Date.UTC(2023, 11, 31)).table).toBe('changes_20231225')
  })
})

describeOnEngines('keeping of the change log', (open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    await sql`delete from changes`.execute(database.db)
  })

  it('[PULL5] the migration carries every change with its number, and the next one is numbered behind them', async () => {
    const { db } = database
    await sql`drop schema public cascade`.execute(db)
    await sql`create schema public`.execute(db)
    const steps = readMigrations()
    await migrate(
      database,
      steps.filter(({ name }) => name < '0010'),
    )
    for (let n = 1; n <= 12; n += 1)
      await sql`insert into changes (scope, kind, record_id, version, at)
        values (${SCOPE}, 'contact', ${`r${n}`}, 1, now() - make_interval(days => ${(12 - n) * 5}::integer))`.execute(
        db,
      )
    const places = async () =>
      (
        await sql`select xid::text as xid, seq::text as seq, scope, kind, record_id, version, at from changes order by changes.seq`.execute(
          db,
        )
      ).rows
    const before = await places()
    expect(await migrate(database)).toContain('0010-change-log.sql')
    expect(await places()).toEqual(before)
    expect(await countIn(database, 'changes_rest')).toBe(12)
    const kept = await keepChangeLog({ db, keepDays: 365, renewPages: async () => 0 }, await clockOf(database), 'now')
    // 55 days lie in eight or nine weeks, and three are of now and later.
    expect(kept?.partsMade).toBeGreaterThanOrEqual(10)
    expect(await countIn(database, 'changes_rest')).toBe(0)
    expect(await places()).toEqual(before)
    await write(database, 'r13')
    expect(await idsAfter(database, parseCursor('0.0'))).toEqual(Array.from({ length: 13 }, (_, n) => `r${n + 1}`))
    expect(await countIn(database, 'changes_rest')).toBe(0)
  })

  it('[PULL1] of several changes of a record in a scope the last is kept, and no reader before it misses it', async () => {
    const other = SCOPE.replace('c1', 'c2')
    await write(database, 'a', 'b', 'a', 'c', 'a', 'b')
    await database.db.transaction().execute((tx) =>
      appendChanges(tx, [
        { scope: other, kind: 'contact', id: 'a', version: 1 },
        { scope: SCOPE, kind: 'appeal', id: 'a', version: 1 },
      ]),
    )
    await whenHorizonPassed(database)
    const all = await readChanges(database.db, SCOPE, parseCursor('0.0'), await logBounds(database.db), 100)
    expect(all.map(({ id }) => id).join('')).toBe('abacaba')
    expect(await compactChanges(database.db, (await clockOf(database)) + COMPACT_AFTER_MS + 1)).toBe(3)
    for (const { position } of all) {
      const missed = all.filter((change) => change.position.seq > position.seq)
      const wanted = new Set(missed.map(({ kind, id }) => `${kind} ${id}`))
      const read = await readChanges(database.db, SCOPE, position, await logBounds(database.db), 100)
      expect(new Set(read.map(({ kind, id }) => `${kind} ${id}`))).toEqual(wanted)
      expect(read).toHaveLength(wanted.size)
    }
    expect(await countIn(database, 'changes')).toBe(5)
  })

  it('[PULL1] compaction leaves alone what is younger than a few minutes, and comes back for it', async () => {
    await write(database, 'a', 'a')
    await whenHorizonPassed(database)
    const nowMs = await clockOf(database)
    expect(await compactChanges(database.db, nowMs)).toBe(0)
    await write(database, 'a')
    await whenHorizonPassed(database)
    expect(await compactChanges(database.db, nowMs + COMPACT_AFTER_MS * 2)).toBe(2)
    expect(await compactChanges(database.db, nowMs + COMPACT_AFTER_MS * 2)).toBe(0)
    await write(database, 'a')
    await whenHorizonPassed(database)
    expect(await compactChanges(database.db, nowMs + COMPACT_AFTER_MS * 4)).toBe(1)
  })

  it('[PULL5] weeks wholly older than the retention go, the floor rises above them, and what is younger stays', async () => {
    await write(database, 'old', 'older')
    await age(database, KEEP_DAYS + 8)
    await write(database, 'young')
    await age(database, KEEP_DAYS - 8)
    const kept = await keep(database, 8 * DAY_MS)
    expect(kept?.partsDropped).toBeGreaterThanOrEqual(1)
    expect(await idsAfter(database, parseCursor('0.0'))).toEqual(['young'])
    const { floor, horizon } = await logBounds(database.db)
    const [young] = await readChanges(database.db, SCOPE, parseCursor('0.0'), { floor, horizon, offset: 0n }, 1)
    expect(floor.xid).toBeGreaterThan(0n)
    expect(floor.xid).toBeLessThanOrEqual(young?.position.xid ?? 0n)
    const [oldest] = await logParts(database.db)
    expect(oldest?.toMs).toBeGreaterThan((await clockOf(database)) + 8 * DAY_MS - KEEP_DAYS * DAY_MS)
  })

  it('[PULL5] there are always parts for the weeks to come, and a log that nobody kept is put into weeks later', async () => {
    const beginMs = await clockOf(database)
    await keep(database, 0)
    const tables = (await logParts(database.db)).map(({ table }) => table)
    for (const week of [0, 1, 2]) expect(tables).toContain(partOf(beginMs + week * WEEK_MS).table)
    await sql`insert into changes (scope, kind, record_id, version, at)
      values (${SCOPE}, 'contact', 'late', 1, now() + make_interval(days => 60))`.execute(database.db)
    expect(await countIn(database, 'changes_rest')).toBe(1)
    await keep(database, 60 * DAY_MS)
    expect(await countIn(database, 'changes_rest')).toBe(0)
    expect(await idsAfter(database, parseCursor('0.0'))).toEqual(['late'])
  })

  it('[PULL5] one of many nodes keeps the log, once an hour, and another one takes over', async () => {
    const parts = { db: database.db, keepDays: KEEP_DAYS, renewPages: async () => 0 }
    const nowMs = (await clockOf(database)) + 100 * DAY_MS
    const runs = await Promise.all([1, 2, 3].map(() => keepChangeLog(parts, nowMs)))
    expect(runs.filter((run) => run !== null)).toHaveLength(1)
    expect(await keepChangeLog(parts, nowMs + KEEP_EVERY_MS - 1)).toBeNull()
    expect(await keepChangeLog(parts, nowMs + KEEP_EVERY_MS)).not.toBeNull()
    expect(await keepChangeLog(parts, nowMs + KEEP_EVERY_MS + 1, 'now')).not.toBeNull()
    // A node whose clock ran ahead must not stop the others for good.
    expect(await keepChangeLog(parts, nowMs - 10 * DAY_MS)).not.toBeNull()
  })

  it('[PULL5] after a restore the log is mended also when everything in it had grown too old', async () => {
    await sql`delete from changes`.execute(database.db)
    await sql`update change_log_state set floor = xid_offset + 900000000`.execute(database.db)
    expect(await mendLogAfterRestore(database.db)).toBe(true)
    await whenHorizonPassed(database)
    const { floor, horizon } = await logBounds(database.db)
    expect(horizon.xid).toBeGreaterThanOrEqual(floor.xid)
    expect(await mendLogAfterRestore(database.db)).toBe(false)
  })
})

describeOnEngines('a desk that was away longer than the log', (open) => {
  let server: TestServer
  let desk: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open, { fill: { persons: 1_234 } })
    desk = await server.desk('operator')
  })
  afterAll(() => server.close())

  const renewPages = (floor: bigint | null) => server.pages.renew(floor)
  const manifestOf = async (scope: string): Promise<ScopeManifest> =>
    (await desk.get(`/api/sync/manifest?scope=${scope}`)).json()

  it('[PULL5] is told so scope by scope, and goes on from pages of which only the changed ones were made again', async () => {
    const [clinic] = ids.clinics
    const scope = `registry:${clinic}`
    await whenHorizonPassed(server.database)
    const before = await manifestOf(scope)
    const contact = { id: newId() as never, name: 'Сын', phone: null, note: '', clinicId: clinic as never }
    await desk.pushed(desk.command(createContact, contact))
    await age(server.database, KEEP_DAYS + 8)
    const kept = await keep(server.database, 0, renewPages)
    expect(kept?.renewed).toBeGreaterThanOrEqual(1)
    expect(kept?.partsDropped).toBeGreaterThanOrEqual(1)
    const answer = await desk.pull({ [scope]: before.cursor })
    expect(answer.left).toEqual([scope])
    expect(answer.scopes.map(({ name }) => name)).toContain(scope)
    expect(answer.changes).toEqual({})

    const fresh = await manifestOf(scope)
    expect(fresh.records).toBe(before.records + 1)
    const people = ({ pages }: ScopeManifest) => pages.filter(({ kind }) => kind === 'insuredPerson')
    expect(people(fresh)).toEqual(people(before))
    const next = await desk.pull({ [scope]: fresh.cursor })
    expect(next).toMatchObject({ left: [], changes: { [scope]: { records: [], more: false } } })
  })

  it('[PULL5] pages that were not renewed in time are all made again, each with a version above every one before', async () => {
    const scope = `journal:${ids.clinics[1]}`
    const before = await manifestOf(scope)
    await sql`update change_log_state set floor = xid_offset + pg_current_xact_id()::text::numeric + 1`.execute(
      server.database.db,
    )
    await whenHorizonPassed(server.database)
    expect((await desk.pull({ [scope]: before.cursor })).left).toEqual([scope])
    const fresh = await manifestOf(scope)
    expect(fresh.records).toBe(before.records)
    const versions = new Map(before.pages.map(({ kind, page, version }) => [`${kind} ${page}`, version]))
    expect(fresh.pages.length).toBeGreaterThan(0)
    for (const { kind, page, version } of fresh.pages)
      expect(version).toBeGreaterThan(versions.get(`${kind} ${page}`) ?? 0)
  })

  it('[PULL1] a desk behind compacted changes gets each record once, as it is now', async () => {
    const scope = `own:${desk.session.user.id}`
    const { cursor } = await manifestOf(scope)
    const { userId: _u, outcome: _o, note: _n, wrappedUpAt: _w, ...facts } = aCall({ id: newId(), personId: null })
    await desk.pushed(desk.command(recordCall, facts))
    for (let turn = 1; turn <= 5; turn += 1)
      await desk.pushed(
        desk.command(wrapUpCall, {
          callId: facts.id,
          outcome: 'resolved',
          note: `запись ${turn}`,
          personId: null,
          contactId: null,
        }),
      )
    const kept = await keep(server.database, COMPACT_AFTER_MS * 2, () => renewPages(null))
    // In the scopes of the operator and of the team.
    expect(kept?.compacted).toBeGreaterThanOrEqual(10)
    const answer = await desk.pull({ [scope]: cursor })
    expect(answer.changes[scope]?.records).toMatchObject([{ id: facts.id, version: 6, data: { note: 'запись 5' } }])
  })
})
