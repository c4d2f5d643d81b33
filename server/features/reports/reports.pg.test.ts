import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { anInforming } from '#shared/builders/an-informing.ts'
import { type StructureAnswer, sumOf } from '#shared/features/appeals/structure-report.ts'
import { type BookArgs, book, settleBooking } from '#shared/features/clinics/commands.ts'
import { recordInforming } from '#shared/features/preventive-care/commands.ts'
import type { DefectAct, DefectsAnswer } from '#shared/features/reports/defects.ts'
import type { FunnelAnswer, FunnelRow } from '#shared/features/reports/informing-effect.ts'
import type { CommandDefinition } from '#shared/kernel/command.ts'
import type { BookingId, PersonId } from '#shared/kernel/ids.ts'

const ids = tinyIds()
const [firstClinic, secondClinic] = ids.clinics
const ANY_ACT = {
  kind: 'economic',
  act: { number: '15-К' },
  clinicId: firstClinic,
  department: '',
  doctor: '',
  defects: [{ code: '3.2.1', nonPayment: 0.3, fine: 0 }],
  nonPayment: 0,
  fine: 0,
  steps: {},
}
const ADDRESSES = [
  '/api/reports/structure?from=2026-11-01&to=2026-11-30',
  '/api/reports/informing?year=2026',
  '/api/reports/informing/persons?year=2026&step=due',
]

/** Varies what the tiny polyclinic has all alike: kinds, decisions and dates of appeals; states of people; informings of several ways. */
async function vary(server: TestServer): Promise<void> {
  const { db } = server.database
  const appeal = (number: string, set: string) =>
    sql.raw(`update appeals set ${set} where number = 'ОЖ-2026-${number}'`).execute(db)
  await appeal(
    '000001',
    `kind = 'complaint', theme_code = 'complaint.7.1.2', clinic_id = '${secondClinic}', data = data || '{"justified":true}'`,
  )
  await appeal('000002', `kind = 'complaint', theme_code = 'complaint.7', data = data || '{"justified":false}'`)
  await appeal('000010', `registered_at = registered_at - interval '30 days'`)
  const stand = (serial: number, prevention: object) =>
    sql`update insured_persons set data = jsonb_set(data, '{prevention}', data->'prevention' || ${JSON.stringify(prevention)}::jsonb)
      where id = ${person(serial)}`.execute(db)
  const due = { year: 2026, due: 'checkUp', state: 'notInvited', stage1On: null }
  for (let serial = 1; serial <= 20; serial += 1) await stand(serial, due)
  await stand(1, { ...due, state: 'stage1Done', stage1On: '2026-10-20' })
  await stand(2, { ...due, state: 'stage1Done', stage1On: '2026-09-01' })
  await stand(3, { ...due, state: 'booked' })
  await stand(4, { ...due, due: 'none' })
  const tell = (serial: number, n: number, at: string, data: object) =>
    sql`insert into informings (id, org_id, version, data, person_id, at) values (${ids.person(0x50_0000 + n)}, ${ids.org}, 1,
      ${JSON.stringify({ stage: '101', way: '03', result: 'agreed', ...data })}::jsonb, ${person(serial)}, ${at}::timestamptz)`.execute(
      db,
    )
  // Came after being told, by two ways; came before; told and booked; reached nobody; told though nothing is due.
  await tell(1, 1, '2026-10-01T09:00:00Z', { result: 'booked' })
  await tell(1, 2, '2026-10-05T09:00:00Z', { way: '01' })
  await tell(2, 3, '2026-10-01T09:00:00Z', {})
  await tell(3, 4, '2026-10-01T09:00:00Z', { way: '11' })
  await tell(5, 5, '2026-10-01T09:00:00Z', { result: 'notReached' })
  await tell(4, 6, '2026-10-01T09:00:00Z', {})
  await tell(6, 7, '2025-10-01T09:00:00Z', {})
  await tell(10, 8, '2026-10-01T09:00:00Z', { way: '11' })
}

const person = (serial: number): PersonId => ids.person(0x10_0000 + serial) as PersonId

function visitOf(serial: number, time: string): BookArgs {
  return {
    id: newId<BookingId>(),
    personId: person(serial),
    clinicId: firstClinic,
    unit: 1,
    what: 'checkUp',
    place: { on: '2026-11-26', time },
    wish: null,
    note: '',
    informingId: null,
  }
}

/** Does it on a desk and expects the server to take it as it is. */
async function recordOn<Args>(desk: TestDesk, command: CommandDefinition<Args>, args: Args): Promise<void> {
  const { answers } = await desk.pushed(desk.command(command, args))
  expect(['applied', 'rebased']).toContain(answers[0]?.status)
}

describeOnEngines('reports', (open) => {
  let server: TestServer
  let supervisor: TestDesk
  let post: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open)
    await server.fill({ n: 1 })
    await vary(server)
    supervisor = await server.desk('supervisor')
    post = await server.desk('post')
  })
  afterAll(() => server.close())
  const funnel = async (): Promise<FunnelAnswer['rows']> =>
    (await supervisor.get('/api/reports/informing?year=2026')).json<FunnelAnswer>().rows
  const total = async (address: string): Promise<number> => (await supervisor.get(address)).json().total

  it('[S4] [S6] are for supervisors, of their own organisation only, and every look is entered', async () => {
    for (const address of ADDRESSES) {
      expect((await server.inject({ method: 'GET', url: address })).statusCode).toBe(401)
      for (const login of ['operator', 'post', 'expert', 'admin'])
        expect((await (await server.desk(login)).get(address)).statusCode).toBe(403)
      expect((await supervisor.get(address)).statusCode).toBe(200)
    }
    const audited = await sql<{ action: string }>`
      select action from audit where org_id = ${ids.org} and action like 'report.%' order by seq`.execute(
      server.database.db,
    )
    expect(audited.rows.map(({ action }) => action)).toEqual(['report.look', 'report.look', 'report.persons.look'])
    const foreign = await server.desk('supervisor-1')
    const { cells } = (await foreign.get(ADDRESSES[0] ?? '')).json<StructureAnswer>()
    expect(cells.map(({ place }) => place)).not.toContain(firstClinic)
    expect((await supervisor.get('/api/reports/structure?from=2026-11-31&to=2026-11-30')).statusCode).toBe(400)
  })

  it('[S4] every cell opens exactly the records it counts, now and before', async () => {
    const { period, before, cells } = (await supervisor.get(ADDRESSES[0] ?? '')).json<StructureAnswer>()
    expect(before).toEqual({ from: '2026-10-01', to: '2026-10-31' })
    expect(sumOf(cells)).toEqual({ now: 2, before: 1 })
    for (const cell of cells) {
      const conditions = `kind=${cell.kind}&theme=${cell.themeCode}&exactTheme=yes&place=${cell.place}${
        cell.kind === 'complaint' ? `&justified=${cell.decision}` : ''
      }`
      expect(await total(`/api/journal?from=${period.from}&to=${period.to}&${conditions}`)).toBe(cell.now)
      expect(await total(`/api/journal?from=${before.from}&to=${before.to}&${conditions}`)).toBe(cell.before)
    }
    const justified = cells.filter(({ decision }) => decision === 'yes')
    expect(justified).toMatchObject([{ themeCode: 'complaint.7.1.2', place: secondClinic, now: 1, before: 0 }])
  })

  it('[S4] questions on medical care follow the classifier of their registration', async () => {
    const book = { version: '2026-01', rows: [{ code: 'complaint.7', medicalCare: true }] }
    await sql`insert into appeal_classifiers (id, org_id, version, data) values ('b@1', ${ids.org}, 1, ${JSON.stringify(book)}::jsonb)`.execute(
      server.database.db,
    )
    const { cells } = (await supervisor.get(ADDRESSES[0] ?? '')).json<StructureAnswer>()
    expect(sumOf(cells.filter(({ medicalCare }) => medicalCare))).toEqual({ now: 1, before: 0 })
    expect(await total('/api/journal?from=2026-11-01&to=2026-11-30&medicalCare=yes')).toBe(1)
  })

  it('[E8] counts acts and their defects by clinic, department, doctor and code, now and before, and opens each of them', async () => {
    const act = (n: number, on: string, data: object) =>
      sql`insert into expertises (id, org_id, version, data, case_id, kind, clinic_id, act_on)
        values (${ids.person(0x60_0000 + n)}, ${ids.org}, 1, ${JSON.stringify({ ...ANY_ACT, ...data })}::jsonb, ${ids.person(0x61_0000)},
          ${(data as { kind?: string }).kind ?? ANY_ACT.kind}, ${(data as { clinicId?: string }).clinicId ?? firstClinic}, ${on}::date)`.execute(
        server.database.db,
      )
    const [none, wrong] = [{ defects: [] }, { code: '3.2.1', nonPayment: 0.3, fine: 0 }]
    await act(1, '2026-11-01', { department: ' Хирургия', doctor: 'Петров П. П.', nonPayment: 12_000, fine: 500 })
    await act(2, '2026-11-30', { ...none, kind: 'quality', department: 'Терапия' })
    await act(3, '2026-11-15', {
      defects: [wrong, { ...wrong, code: '2.13' }],
      department: 'Хирургия',
      nonPayment: 7_000,
      steps: { measures: 'Проведён разбор' },
    })
    await act(4, '2026-10-31', { clinicId: secondClinic, nonPayment: 100 })
    await act(5, '2026-09-30', {})
    await act(6, '2026-12-01', {})
    const ask = async (more: string): Promise<DefectsAnswer> =>
      (await supervisor.get(`/api/reports/defects?from=2026-11-01&to=2026-11-30${more}`)).json<DefectsAnswer>()
    const { before, rows } = await ask('')
    expect(before).toEqual({ from: '2026-10-01', to: '2026-10-31' })
    const row = (by: string, key: string, of = rows) => of.find((it) => it.by === by && it.key === key)
    expect(row('all', '')).toEqual({
      by: 'all',
      key: '',
      now: { acts: 3, defective: 2, measured: 1, nonPayment: 19_000, fine: 500 },
      before: { acts: 1, defective: 1, measured: 0, nonPayment: 100, fine: 0 },
    })
    expect(row('kind', 'quality')?.now).toMatchObject({ acts: 1, defective: 0 })
    expect(row('clinic', firstClinic)?.now).toMatchObject({ acts: 3, defective: 2 })
    expect(row('clinic', secondClinic)).toMatchObject({ now: { acts: 0 }, before: { acts: 1 } })
    expect(row('code', '3.2.1')).toMatchObject({ now: { defective: 2, nonPayment: null }, before: { defective: 1 } })
    expect(row('code', '2.13')).toMatchObject({ now: { defective: 1, measured: 1 }, before: { defective: 0 } })
    expect(rows.some(({ by }) => by === 'department' || by === 'doctor')).toBe(false)
    const inside = (await ask(`&clinicId=${firstClinic}`)).rows
    expect(row('department', 'Хирургия', inside)?.now).toMatchObject({ acts: 2, defective: 2 })
    expect(row('doctor', '', inside)?.now).toMatchObject({ acts: 2, defective: 1 })
    expect(row('clinic', secondClinic, inside)).toBeUndefined()

    const acts = async (conditions: string) =>
      (await supervisor.get(`/api/reports/defects/acts?from=2026-11-01&to=2026-11-30${conditions}`)).json<{
        items: DefectAct[]
        next: string | null
        total: number
      }>()
    for (const { by, key, now } of inside) {
      const condition = by === 'all' ? '' : by === 'clinic' ? '' : `&${by}=${encodeURIComponent(key)}`
      expect((await acts(`&clinicId=${firstClinic}${condition}`)).total).toBe(now.acts)
      expect((await acts(`&clinicId=${firstClinic}${condition}&defective=yes`)).total).toBe(now.defective)
      expect((await acts(`&clinicId=${firstClinic}${condition}&measured=yes`)).total).toBe(now.measured)
    }
    // The complaint of these acts: not decided yet, then found justified.
    expect((await ask('&justified=yes')).rows).toEqual([])
    await sql`update appeals set data = data || '{"justified":true}' where number = 'ОЖ-2026-000001'`.execute(
      server.database.db,
    )
    await sql`update expertises set case_id = (select id from appeals where number = 'ОЖ-2026-000001' and org_id = ${ids.org})
      where id = ${ids.person(0x60_0001)}`.execute(server.database.db)
    const justified = (await ask('&justified=yes')).rows
    expect(row('all', '', justified)?.now).toMatchObject({ acts: 1, defective: 1 })
    expect((await acts('&justified=yes')).items).toMatchObject([{ decision: 'yes', appealNumber: 'ОЖ-2026-000001' }])
    const first = await acts('&limit=2')
    expect(first.items.map(({ on }) => on)).toEqual(['2026-11-30', '2026-11-15'])
    expect(first.items[1]).toMatchObject({ codes: ['3.2.1', '2.13'], measures: 'Проведён разбор', nonPayment: 7_000 })
    const second = await acts(`&limit=2&after=${encodeURIComponent(first.next ?? '')}`)
    expect([second.items.map(({ on }) => on), second.next]).toEqual([['2026-11-01'], null])
    const foreign = await server.desk('supervisor-1')
    expect(
      (await foreign.get('/api/reports/defects?from=2026-11-01&to=2026-11-30')).json<DefectsAnswer>().rows,
    ).toEqual([])
  })

  it('[S6] counts who was told and who came after it, by clinic, age and way', async () => {
    const { rows } = (await supervisor.get('/api/reports/informing?year=2026')).json<FunnelAnswer>()
    const row = (by: FunnelRow['by'], key: string) => rows.find((it) => it.by === by && it.key === key)
    expect(row('all', '')).toMatchObject({ due: 19, informed: 4, booked: 2, came: 1 })
    expect(row('clinic', secondClinic)).toMatchObject({ due: 2, informed: 1, booked: 0, came: 0 })
    expect(row('way', '03')).toEqual({ by: 'way', key: '03', due: null, informed: 2, booked: 1, came: 1 })
    expect(row('way', '01')).toMatchObject({ informed: 1, booked: 0, came: 1 })
    expect(row('way', '11')).toMatchObject({ informed: 2, booked: 1, came: 0 })
    const ages = rows.filter(({ by }) => by === 'age')
    expect(ages.reduce((sum, { due }) => sum + (due ?? 0), 0)).toBe(19)
    expect((await supervisor.get('/api/reports/informing?year=2025')).json<FunnelAnswer>().rows).toEqual([
      { by: 'all', key: '', due: 0, informed: 0, booked: 0, came: 0 },
    ])
  })

  it('[S6] every number opens exactly the people it counts, page by page', async () => {
    const { rows } = (await supervisor.get('/api/reports/informing?year=2026')).json<FunnelAnswer>()
    const condition = {
      all: () => '',
      clinic: (key: string) => `&clinicId=${key}`,
      age: (key: string) => `&age=${encodeURIComponent(key)}`,
      way: (key: string) => `&way=${key}`,
    }
    for (const row of rows)
      for (const step of ['due', 'informed', 'booked', 'came'] as const) {
        const wanted = row[step]
        if (wanted === null) continue
        const address = `/api/reports/informing/persons?year=2026&step=${step}${condition[row.by](row.key)}`
        expect([row.by, row.key, step, await total(address)]).toEqual([row.by, row.key, step, wanted])
      }
    const seen: string[] = []
    for (let after = ''; ; ) {
      const page = (await supervisor.get(`/api/reports/informing/persons?year=2026&step=due&limit=7${after}`)).json()
      seen.push(...page.items.map(({ personId }: { personId: string }) => personId))
      if (page.next === null) break
      after = `&after=${page.next}`
    }
    expect(new Set(seen).size).toBe(19)
    const came = (await supervisor.get('/api/reports/informing/persons?year=2026&step=came')).json()
    expect(came.items).toMatchObject([{ ways: ['01', '03'], cameOn: '2026-10-20', state: 'stage1Done' }])
  })

  it('[S6] [P11] counts bookings and arrivals by what was done, and opens exactly those people', async () => {
    const told = async (serial: number, way: string) =>
      recordOn(post, recordInforming, anInforming({ id: newId<never>(), personId: person(serial), way: way as '03' }))
    const visit = async (serial: number, time: string): Promise<BookArgs> => {
      const args = visitOf(serial, time)
      await recordOn(post, book, args)
      return args
    }
    const settle = ({ id, clinicId, unit, place }: BookArgs, outcome: 'came' | 'noShow' | 'cancelled') =>
      recordOn(post, settleBooking, {
        ...{ id, clinicId, unit, place, outcome },
        reason: outcome === 'noShow' ? 11 : null,
      })
    const before = await funnel()
    await told(7, '11')
    await settle(await visit(7, '09:00'), 'came')
    await told(8, '03')
    await settle(await visit(8, '18:00'), 'noShow')
    await told(9, '03')
    await settle(await visit(9, '18:00'), 'cancelled')
    // Booked without having been told: no effect of informing.
    await visit(6, '18:00')
    const after = await funnel()
    const grown = (by: FunnelRow['by'], key: string) => {
      const [then, now] = [before, after].map((rows) => rows.find((it) => it.by === by && it.key === key))
      return (['informed', 'booked', 'came'] as const).map((step) => (now?.[step] ?? 0) - (then?.[step] ?? 0))
    }
    expect(grown('all', '')).toEqual([3, 2, 1])
    expect(grown('clinic', firstClinic)).toEqual([3, 2, 1])
    expect(grown('way', '11')).toEqual([1, 1, 1])
    expect(grown('way', '03')).toEqual([2, 1, 0])
    const people = async (step: string, more: string) =>
      (await supervisor.get(`/api/reports/informing/persons?year=2026&step=${step}${more}`)).json().items
    expect(await people('came', '&way=11')).toMatchObject([{ personId: person(7), visitOn: '2026-11-26' }])
    const booked = (await people('booked', '&way=03')).map(({ personId }: { personId: string }) => personId)
    expect(booked).toContain(person(8))
    expect(booked).not.toContain(person(9))
  })

  it('[X3] a file of a report is entered into the audit before it is made', async () => {
    const body = { report: 'structure', from: '2026-11-01', to: '2026-11-30', rows: 12 }
    const expert = await server.desk('expert')
    expect((await expert.post('/api/reports/exports', body)).statusCode).toBe(403)
    expect((await expert.post('/api/reports/exports', { ...body, report: 'defects' })).statusCode).toBe(204)
    expect((await supervisor.post('/api/reports/exports', body)).statusCode).toBe(204)
    const { rows } = await sql<{ details: object }>`
      select details from audit where org_id = ${ids.org} and action = 'report.export'`.execute(server.database.db)
    expect(rows.map(({ details }) => details)).toEqual([{ ...body, report: 'defects' }, body])
  })
})
