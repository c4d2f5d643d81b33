import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { hasPostgres } from '#scripts/system-packages.ts'
import type { Database } from '#server/db/database.ts'
import type { Engine } from '#server/testing/engines.ts'
import { tinyPolyclinic } from '#server/testing/tiny-polyclinic.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { registerAppeal } from '#shared/features/appeals/commands.ts'
import { recordCall } from '#shared/features/telephony/commands.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import { RandomSource } from '#test/simulation/random-source.ts'
import { type NetworkDesk, openNetworkDesk } from './network-desk.ts'
import { type ServerProcess, SOAK_PASSWORD, startServerProcess } from './server-process.ts'

/**
 * ELECTRON-HOST §7.4, L3: the central API and its database are killed while several desks push, started again, and what was acknowledged
 * must be on the disk, once. `npm run soak -- --server-kills 200 [--seed N]`; the moments of the kills come from the seed.
 */
const KILLS = Number(process.env['OPORA_SERVER_KILLS'] ?? '2')
const SEED = Number(process.env['OPORA_SERVER_KILLS_SEED'] ?? '1')
/** Desks sign in anew after so many kills: an access token ends after a quarter of an hour. */
const KILLS_OF_ONE_SHIFT = 20
const LOGINS = ['operator', 'operator', 'expert', 'post'] as const
/** Longest wait for the outboxes to empty after a start. */
const HEALED_WITHIN_MS = 30_000
const ROUND_MS = 60_000
/** Each desk does something at least this often: far more than a person, so that the server commits nearly all the time. */
const WORK_EVERY_MS = 150
const ANONYMOUS = { personId: null, contactId: null, anonymous: true, name: '', phone: null } as const

const newId = (): never => newUuid(Date.now(), (length) => crypto.getRandomValues(new Uint8Array(length))) as never

interface Shown {
  readonly appeals: string[]
  readonly calls: string[]
}

/** Dispatches without a pause until told to stop; the desk pushes by itself. */
function keepWorking(desk: NetworkDesk, random: RandomSource, shown: Shown): () => Promise<void> {
  let isOver = false
  const work = (async () => {
    while (!isOver) {
      if (random.chance(0.6)) {
        const id = newId()
        const done = await desk.data.writes.dispatchNumbered(registerAppeal, (number) => ({
          ...anAppeal({ id, concernsId: null, clinicId: null, applicant: ANONYMOUS }),
          number,
        }))
        // Without numbers nothing is registered and nothing is called saved: they come with the next lease.
        if (done.ok) shown.appeals.push(id)
      } else {
        const call = aCall({ id: newId(), userId: desk.session.user.id, personId: null })
        if ((await desk.data.writes.dispatch(recordCall, call)).ok) shown.calls.push(call.id)
      }
      await pause(random.below(WORK_EVERY_MS))
    }
  })()
  return async () => {
    isOver = true
    await work
  }
}

/** Resolves when the server has acknowledged so many further commands: the kill then falls into the commits that follow. */
async function someAcknowledged(desks: readonly NetworkDesk[], shown: Shown, count: number): Promise<void> {
  const acknowledged = (): number =>
    shown.appeals.length + shown.calls.length - desks.reduce((sum, desk) => sum + desk.status.getState().waiting, 0)
  const before = acknowledged()
  await expect.poll(acknowledged, { timeout: HEALED_WITHIN_MS, interval: 5 }).toBeGreaterThanOrEqual(before + count)
}

/** What must hold of the database, whatever was killed. @returns violations in words */
async function violationsIn({ db }: Database, shown: Shown): Promise<string[]> {
  const violations: string[] = []
  for (const [table, ids] of [
    ['appeals', shown.appeals],
    ['calls', shown.calls],
  ] as const) {
    const { rows } = await sql<{ id: string; changed: number; held: number }>`
      select id, (select count(distinct version)::int from changes where kind = ${table.slice(0, -1)} and record_id = t.id) as changed,
             (select count(*)::int from scope_records where kind = ${table.slice(0, -1)} and record_id = t.id) as held
      from ${sql.table(table)} t where id = any(${[...ids]}::text[])`.execute(db)
    const there = new Map(rows.map((row) => [row.id, row]))
    for (const id of ids) {
      const row = there.get(id)
      if (!row) violations.push(`[OUT2] ${table} ${id} was called saved and is not on the disk`)
      else if (row.changed !== 1 || row.held === 0)
        violations.push(`[PUSH2] ${table} ${id}: ${row.changed} changes in the log, in ${row.held} scopes`)
    }
  }
  const { rows: gaps } = await sql<{ id: string }>`
    select id from devices d where expected_n - 1 <> (select count(*) from commands where device_id = d.id)
      or expected_n - 1 <> (select coalesce(max(n), 0) from commands where device_id = d.id)`.execute(db)
  for (const { id } of gaps) violations.push(`[PUSH1] the commands of device ${id} have a gap`)
  const { rows: wrong } = await sql<{ id: string; status: string }>`
    select id, status from commands where status <> 'applied'`.execute(db)
  for (const { id, status } of wrong) violations.push(`[PUSH3] command ${id} was ${status}`)
  const { rows: sums } = await sql<{ commands: number; records: number }>`
    select (select count(*)::int from commands) as commands,
      (select count(*)::int from appeals where id <> all(${seeded}::text[])) + (select count(*)::int from calls) as records`.execute(
    db,
  )
  if (sums[0]?.commands !== sums[0]?.records)
    violations.push(`[PUSH2] ${sums[0]?.commands} commands made ${sums[0]?.records} records`)
  const { rows: twice } = await sql<{ number: string }>`
    select data->>'number' as number from appeals group by 1 having count(*) > 1`.execute(db)
  for (const { number } of twice) violations.push(`[NUM1] number ${number} was used twice`)
  return violations
}

const seeded = [...tinyPolyclinic()].flatMap((batch) =>
  batch.kind === 'appeals' ? batch.rows.map(({ id }) => id) : [],
)

const ENGINES: readonly Engine[] = hasPostgres() ? ['pglite', 'postgres'] : ['pglite']
if (process.env['CI'] && !hasPostgres()) throw new Error('PostgreSQL is not installed')

describe.each(ENGINES)('the central API on %s, killed while desks push', (engine) => {
  const kills = engine === 'pglite' ? Math.ceil(KILLS / ENGINES.length) : Math.floor(KILLS / 2)
  let server: ServerProcess | null = null
  const desks: NetworkDesk[] = []
  afterEach(async () => {
    await Promise.all(desks.splice(0).map((desk) => desk.close()))
    await server?.dispose()
    server = null
  })

  it(
    `[PUSH1] [PUSH2] [OUT2] [NUM1] has everything that it acknowledged, once, after ${kills} kills`,
    async () => {
      const random = new RandomSource(SEED)
      server = await startServerProcess(engine, [tinyPolyclinic()])
      const { url } = server
      const openDesks = async (): Promise<void> => {
        await Promise.all(desks.splice(0).map((desk) => desk.close()))
        for (const login of LOGINS)
          desks.push(await openNetworkDesk(url, { login, password: SOAK_PASSWORD, installationId: newId() }))
        await Promise.all(desks.map((desk) => desk.data.sync.tryNow()))
      }
      const shown: Shown = { appeals: [], calls: [] }
      let pending = 0
      for (let kill = 0; kill < kills; kill += 1) {
        if (kill % KILLS_OF_ONE_SHIFT === 0) await openDesks()
        const stops = desks.map((desk) => keepWorking(desk, random.fork(), shown))
        await someAcknowledged(desks, shown, 1 + random.below(10))
        await pause(random.below(60))
        const isDatabase = engine === 'postgres' && kill % 3 === 1
        if (isDatabase) await server.killPostgres()
        if (!isDatabase || random.chance(0.3)) await server.kill()
        // Work goes on without the server.
        await pause(random.below(100))
        await Promise.all(stops.map((stop) => stop()))
        pending += desks.reduce((sum, desk) => sum + desk.status.getState().waiting, 0)
        await server.start()
        await expect
          .poll(
            async () => {
              await Promise.all(desks.map((desk) => desk.data.sync.tryNow()))
              return desks.map((desk) => desk.status.getState().waiting)
            },
            { timeout: HEALED_WITHIN_MS, message: `round ${kill + 1}, seed ${SEED}: an outbox does not empty` },
          )
          .toEqual(desks.map(() => 0))
        expect(desks.map(({ log }) => log.needsYouMost)).toEqual(desks.map(() => 0))
        if ((kill + 1) % KILLS_OF_ONE_SHIFT === 0) console.log(`${engine}: ${kill + 1} kills`)
      }
      // Every desk shows what the server acknowledged: its own, with the version that the server gave.
      for (const id of shown.appeals.slice(-50)) {
        const found = await Promise.all(desks.map((desk) => desk.data.reads.record('appeal', id as never)))
        expect(found.some((record) => record?.version === 1)).toBe(true)
      }
      await Promise.all(desks.splice(0).map((desk) => desk.close()))
      await server.kill()
      const replay = `npm run soak -- --server-kills ${KILLS} --seed ${SEED}`
      expect(await server.look((database) => violationsIn(database, shown)), replay).toEqual([])
      expect(pending, 'no kill met a desk that still had something to send').toBeGreaterThan(0)
      console.log(
        `${engine}: ${kills} kills, ${shown.appeals.length} appeals and ${shown.calls.length} calls called saved, ${pending} of them waited over a kill; all there once`,
      )
    },
    60_000 + kills * ROUND_MS,
  )
})
