import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RECORD_KINDS } from '#server/app/record-kinds.ts'
import { ImportRunner } from '#server/features/preventive-care/import/import-runner.ts'
import { confirmJob, receiveFile } from '#server/features/preventive-care/import/import-service.ts'
import { findJob, readJobs } from '#server/features/preventive-care/import/import-tables.ts'
import { describeOnEngines } from '#server/testing/engines.ts'
import { startTestServer, type TestServer } from '#server/testing/harness.ts'
import { recordOf, xmlList } from '#server/testing/list-files.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import { insuredPerson } from '#shared/features/insured-persons/person.ts'
import { listProfile } from '#shared/features/preventive-care/import/list-profile.ts'

const IDS = tinyIds()
const PROFILE = listProfile.parse(
  JSON.parse(readFileSync(new URL('../../assets/reference/clinic-list-profile.ru.json', import.meta.url), 'utf8')),
)
const ROWS = 1_300
const DAY_MS = 86_400_000
const REACH = { orgId: IDS.org, clinicIds: null }

describeOnEngines('[P2] an import goes on after its server stopped', (open) => {
  let server: TestServer
  const failures: unknown[] = []

  beforeAll(async () => {
    server = await startTestServer(open, { fill: { persons: 1 } })
  })
  afterAll(() => server.close())

  /** A node that is told to stop when it asks for the time so often: once in each batch, so in the middle of whatever it does. */
  function runnerFor(askings = Number.POSITIVE_INFINITY): ImportRunner {
    let asked = 0
    const runner: ImportRunner = new ImportRunner({
      db: server.database.db,
      kinds: RECORD_KINDS,
      profile: PROFILE,
      zoneOffsetMinutes: 180,
      now: () => {
        asked += 1
        if (asked === askings) void runner.stop()
        return server.now()
      },
      newId: randomUUID,
      completeCard: (begun) =>
        insuredPerson.parse({
          ...begun,
          email: null,
          address: { street: '', house: '', building: null, flat: null },
          marks: [],
          priorityGround: null,
          consents: { informing: 'none', sms: 'none', support: 'none' },
        }),
      onFailure: (error) => failures.push(error),
    })
    return runner
  }

  async function stateOf(id: string) {
    const { rows } = await sql<{ state: string; rows_read: number; rows_done: number }>`
      select state, rows_read, rows_done from import_jobs where id = ${id}`.execute(server.database.db)
    return rows[0]
  }

  async function received(serialFrom: number): Promise<string> {
    const people = Array.from({ length: ROWS }, (_, index) =>
      recordOf(aPerson({ birthDate: '1970-05-06' }, serialFrom + index)),
    )
    const id = randomUUID()
    const at = new Date(server.now()).toISOString()
    const upload = { id, orgId: IDS.org, userId: IDS.user('post'), clinicId: IDS.clinics[0], fileName: 'list.xml', at }
    await receiveFile(server.database.db, upload, pieces(xmlList(people)))
    return id
  }

  it('while reading, matching and applying: nothing is lost and nobody is added twice', async () => {
    const id = await received(5_000)
    const seen: unknown[] = []
    // Each node does one batch; the next one goes on from there.
    for (let node = 0; node < 40; node += 1) {
      const runner = runnerFor(6)
      await runner.resume()
      await runner.settle()
      const state = await stateOf(id)
      seen.push(`${state?.state} ${state?.rows_read} ${state?.rows_done}`)
      if (state?.state === 'preview')
        await server.database.db.transaction().execute(async (tx) => {
          const job = await findJob(tx, REACH, id, true)
          if (job) await confirmJob(tx, job, { userId: IDS.user('post'), at: new Date(server.now()).toISOString() })
        })
      if (state?.state === 'applied') break
    }
    expect(failures).toEqual([])
    expect(seen.some((state) => /^reading [1-9]/.test(String(state)))).toBe(true)
    expect(seen.some((state) => /^matching \d+ [1-9]/.test(String(state)))).toBe(true)
    expect(seen.some((state) => /^applying \d+ [1-9]/.test(String(state)))).toBe(true)
    expect(await stateOf(id)).toMatchObject({ state: 'applied' })
    const { rows } = await sql<{ rows: number; people: number; outcomes: number }>`
      select (select count(*)::int from import_rows where job_id = ${id}) as rows,
        (select count(distinct policy_number)::int from insured_persons where data->>'birthDate' = '1970-05-06') as people,
        (select count(*)::int from import_rows where job_id = ${id} and outcome = 'added') as outcomes`.execute(
      server.database.db,
    )
    expect(rows[0]).toEqual({ rows: ROWS, people: ROWS, outcomes: ROWS })
  })

  it('a node that died holds a job no longer than a minute; a live one is left alone', async () => {
    const id = await received(9_000)
    await sql`update import_jobs set worker = 'other', worker_until = ${new Date(server.now() + 60_000).toISOString()}
      where id = ${id}`.execute(server.database.db)
    const runner = runnerFor()
    runner.wake(id)
    await runner.settle()
    expect(await stateOf(id)).toMatchObject({ state: 'reading', rows_read: 0 })
    server.advance(61_000)
    await runner.resume()
    await runner.settle()
    expect(await stateOf(id)).toMatchObject({ state: 'preview' })
  })

  it('a cancelled import stops at the next batch and leaves no rows', async () => {
    const id = await received(12_000)
    await runnerOnce(id)
    await sql`update import_jobs set cancel_asked = true where id = ${id}`.execute(server.database.db)
    const runner = runnerFor()
    runner.wake(id)
    await runner.settle()
    expect(await stateOf(id)).toMatchObject({ state: 'cancelled' })
    const { rows } = await sql`select 1 from import_rows where job_id = ${id} limit 1`.execute(server.database.db)
    expect(rows).toEqual([])
  })

  it('rows are deleted when their term ends, what they added up to stays; a preview nobody confirms is cancelled', async () => {
    const [applied, waiting] = [await received(20_000), await received(30_000)]
    const runner = runnerFor()
    await runner.resume()
    await runner.settle()
    const by = { userId: IDS.user('post'), at: new Date(server.now()).toISOString() }
    await server.database.db.transaction().execute(async (tx) => {
      const job = await findJob(tx, REACH, applied, true)
      if (job) await confirmJob(tx, job, by)
    })
    runner.wake(applied)
    await runner.settle()
    const rowsOf = async (id: string) =>
      Number(
        (
          await sql<{ rows: number }>`select count(*)::int as rows from import_rows where job_id = ${id}`.execute(
            server.database.db,
          )
        ).rows[0]?.rows,
      )
    const shown = async (id: string) =>
      (await server.database.db.transaction().execute((tx) => readJobs(tx, REACH, { id })))[0]
    const before = await shown(applied)
    expect(before).toMatchObject({ state: 'applied', outcomes: { added: ROWS }, rowsDeletedAt: null })

    server.advance(PROFILE.terms.previewDays * DAY_MS)
    await runner.resume()
    expect([await rowsOf(applied), await rowsOf(waiting)]).toEqual([ROWS, ROWS])
    server.advance(1)
    await runner.resume()
    expect(await shown(waiting)).toMatchObject({ state: 'cancelled' })
    expect([await rowsOf(applied), await rowsOf(waiting)]).toEqual([ROWS, 0])

    server.advance((PROFILE.terms.rowsDays - PROFILE.terms.previewDays) * DAY_MS)
    await runner.resume()
    expect(await rowsOf(applied)).toBe(0)
    const { rowsDeletedAt, ...rest } = (await shown(applied)) ?? {}
    expect({ ...rest, rowsDeletedAt: null }).toEqual(before)
    expect(rowsDeletedAt).not.toBeNull()
  })

  async function runnerOnce(id: string): Promise<void> {
    const runner = runnerFor(4)
    runner.wake(id)
    await runner.settle()
    expect(await stateOf(id)).toMatchObject({ state: 'reading' })
  }
})

async function* pieces(content: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += 65_536) yield content.subarray(at, at + 65_536)
}
