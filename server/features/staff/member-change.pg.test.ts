import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeOnEngines, describeOnPostgres } from '#server/testing/engines.ts'
import { newId, PASSWORD, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { joinLive } from '#server/testing/live-client.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { type NewStaffDocument, newStaffDocument } from '#shared/features/staff/member-change.ts'
import type { MemberDetail } from '#shared/features/staff/team.ts'
import { type RecordCallArgs, recordCall } from '#shared/features/telephony/commands.ts'
import { CURSOR_START } from '#shared/protocol/pull.ts'

const ids = tinyIds()
const reference = `reference:${ids.org}`
/** Close code of a connection whose session has ended. */
const SESSION_ENDED = 4401

describeOnEngines('changing a colleague', (open) => {
  let server: TestServer
  let url: string
  let supervisor: TestDesk
  /** Entries of the audit before the test. */
  let audited: number
  beforeAll(async () => {
    server = await startTestServer(open)
    await server.fill({ n: 1 })
    await sql`create table users_before as select * from users`.execute(server.database.db)
    url = await server.api.listen({ host: '127.0.0.1', port: 0 })
  })
  beforeEach(async () => {
    const { db } = server.database
    await sql`update users set role = before.role, clinic_ids = before.clinic_ids, active = before.active, version = 1, skills = before.skills, languages = before.languages
      from users_before before where before.id = users.id`.execute(db)
    await sql`delete from staff_documents where entered_by is not null`.execute(db)
    await sql`delete from scope_records where scope like 'own:%'`.execute(db)
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from audit`.execute(db)
    audited = rows[0]?.count ?? 0
    supervisor = await server.desk('supervisor')
  })
  afterAll(() => server.close())

  const urlOf = (login: string): string => `/api/staff/${ids.user(login)}`
  const detailOf = async (login: string) => (await supervisor.get(urlOf(login))).json<MemberDetail>()
  /** The account as it is, with what is to be changed. */
  async function wanted(login: string, change: object): Promise<object> {
    const { member } = await detailOf(login)
    const { version, role, clinicIds, isActive } = member
    return { version, role, clinicIds, isActive, documents: [], ...change }
  }
  const change = async (login: string, what: object, by = supervisor) => by.put(urlOf(login), await wanted(login, what))
  const signIn = (login: string, installationId: string) =>
    server.inject({
      method: 'POST',
      url: '/api/auth/sign-in',
      payload: { login, password: PASSWORD, installationId, host: 'browser', appVersion: '0.1.0' },
    })
  const aDocument = (more: Partial<NewStaffDocument> = {}): NewStaffDocument =>
    newStaffDocument.parse({
      kind: 'admission',
      documentNumber: 'Д-77',
      from: '2026-11-01',
      until: '2026-12-10',
      ...more,
    })
  const refusalOf = (answer: { statusCode: number; json(): { error: { code: string; field?: string } } }) => {
    const { code, field } = answer.json().error
    return [answer.statusCode, code, field]
  }

  it('[S9] [DIST4] [DIST5] gives abilities that the plan in force knows, and leaves them when nothing is said of them', async () => {
    const answer = await change('operator', { skills: ['oncology'], languages: ['ru', 'tt'] })
    expect(answer.json<MemberDetail>()).toMatchObject({
      member: { skills: ['oncology'], languages: ['ru', 'tt'] },
      abilities: { skills: expect.arrayContaining([{ code: 'checkUps', title: 'Профилактические осмотры' }]) },
    })
    const { rows } = await sql<{ details: object }>`select details from audit where action = 'staff.change'
      order by seq desc limit 1`.execute(server.database.db)
    expect(rows[0]?.details).toMatchObject({ skills: '>oncology', languages: 'ru>ru tt' })
    await change('operator', { isActive: true })
    expect((await detailOf('operator')).member).toMatchObject({ skills: ['oncology'], languages: ['ru', 'tt'] })
    expect(refusalOf(await change('operator', { skills: ['flying'] }))).toEqual([400, 'record.notFound', 'skills'])
    expect(refusalOf(await change('operator', { languages: [] }))).toEqual([400, 'staff.languageRequired', 'languages'])
  })

  it('[S9] adds documents with who entered them and when, and tells how long the admission lasts', async () => {
    const training = aDocument({ kind: 'training', documentNumber: 'УД-5', from: '2026-02-02', until: null })
    const answer = await change('operator', { documents: [training, aDocument()] })
    expect(answer.statusCode).toBe(200)
    const { member, documents } = answer.json<MemberDetail>()
    expect(member).toMatchObject({ version: 2, isActive: true, isAdmitted: true, admittedUntil: '2026-12-10' })
    expect(documents).toMatchObject([
      { ...aDocument(), enteredByName: 'Тестова supervisor', enteredAt: new Date(server.now()).toISOString() },
      { ...training, enteredByName: 'Тестова supervisor' },
      { kind: 'admission', documentNumber: 'Д-1', enteredByName: null },
    ])
    expect(await detailOf('operator')).toEqual(answer.json())
  })

  it('[S9] refuses an older version with the present one, and changes nothing', async () => {
    const stale = await wanted('operator', { role: 'L3' })
    expect((await change('operator', { clinicIds: [ids.clinics[0]] })).statusCode).toBe(200)
    const answer = await supervisor.put(urlOf('operator'), stale)
    expect([answer.statusCode, answer.json().error]).toEqual([
      409,
      { code: 'staff.changedMeanwhile', args: { version: 2 }, retry: false },
    ])
    expect((await detailOf('operator')).member).toMatchObject({ role: 'L1', clinicIds: [ids.clinics[0]], version: 2 })
  })

  it('[S9] of two changes upon one version one is taken, whichever comes first', async () => {
    const [first, second] = [await wanted('operator', { role: 'L2' }), await wanted('operator', { role: 'L3' })]
    const admin = await server.desk('admin')
    const answers = await Promise.all([supervisor.put(urlOf('operator'), first), admin.put(urlOf('operator'), second)])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
  })

  it('[S9] refuses what the guards refuse, with the field', async () => {
    expect(refusalOf(await change('supervisor', { role: 'L1' }))).toEqual([400, 'staff.ownRole', 'role'])
    expect(refusalOf(await change('supervisor', { isActive: false }))).toEqual([400, 'staff.ownActive', 'isActive'])
    expect(refusalOf(await change('operator', { role: 'L2', clinicIds: [] }))).toEqual([
      400,
      'staff.clinicRequired',
      'clinicIds',
    ])
    expect(refusalOf(await change('operator', { role: 'AD' }))).toEqual([400, 'staff.onlyAdministrator', 'role'])
    expect(refusalOf(await change('operator', { clinicIds: [tinyIds(1).clinics[0]] }))).toEqual([
      400,
      'record.notFound',
      'clinicIds',
    ])
    const backwards = { ...aDocument(), until: '2026-10-31' }
    expect(refusalOf(await change('operator', { documents: [backwards] }))).toEqual([
      400,
      'staff.datesOutOfOrder',
      'documents.0.until',
    ])
    expect((await detailOf('operator')).member).toMatchObject({ version: 1, role: 'L1' })
  })

  it('[S9] the last administrator stays, also when two administrators unmake each other at once', async () => {
    const admin = await server.desk('admin')
    expect(refusalOf(await change('admin', { role: 'SV' }, admin))).toEqual([400, 'staff.ownRole', 'role'])
    expect((await change('supervisor', { role: 'AD' }, admin)).statusCode).toBe(200)
    const second = await server.desk('supervisor')
    supervisor = second
    const [one, other] = [
      await wanted('admin', { role: 'SV', clinicIds: ids.clinics }),
      await wanted('supervisor', { role: 'SV' }),
    ]
    await Promise.all([second.put(urlOf('admin'), one), admin.put(urlOf('supervisor'), other)])
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from users where org_id = ${ids.org} and role = 'AD' and active`.execute(
      server.database.db,
    )
    expect(rows[0]?.count).toBe(1)
  })

  it('[S9] is nobody of another organisation, and is entered into the audit', async () => {
    const stranger = await server.desk('supervisor-1')
    expect((await stranger.get(urlOf('operator'))).statusCode).toBe(404)
    expect((await change('operator', { role: 'L3' }, stranger)).statusCode).toBe(404)
    await change('operator', { role: 'L2', clinicIds: [ids.clinics[0]], documents: [aDocument()] })
    const { rows } = await sql<{ details: object }>`
      select details from audit where action = 'staff.change' and seq > ${audited}`.execute(server.database.db)
    expect(rows).toEqual([
      {
        details: {
          userId: ids.user('operator'),
          version: 2,
          role: 'L1>L2',
          active: null,
          clinicsAdded: null,
          clinicsRemoved: ids.clinics[1],
          skills: null,
          languages: null,
          documents: 'admission 2026-11-01/2026-12-10',
        },
      },
    ])
  })

  it('[S9] other rights end the sessions and the live connections at once, documents alone do not', async () => {
    const [operator, post] = [await server.desk('operator'), await server.desk('post')]
    const [live, others] = [await joinLive(url, operator), await joinLive(url, post)]
    await change('operator', { documents: [aDocument()] })
    expect((await operator.get('/api/auth/me')).statusCode).toBe(200)
    // It is told of the new admission, as every colleague is.
    expect(await live.next()).toMatchObject({ t: 'poke', scopes: [reference] })
    await change('operator', { clinicIds: [ids.clinics[0]] })
    expect(await live.closed).toBe(SESSION_ENDED)
    expect((await operator.get('/api/auth/me')).json().error.code).toBe('auth.sessionEnded')
    const { refreshToken } = operator.session
    const refresh = { method: 'POST', url: '/api/auth/refresh', payload: { refreshToken } } as const
    expect((await server.inject(refresh)).json().error.code).toBe('auth.sessionEnded')
    expect((await post.get('/api/auth/me')).statusCode).toBe(200)
    others.close()
  })

  it('[S9] a desk signed in again has the new scopes and rights, and delivers what it had entered before', async () => {
    const installation = newId()
    const operator = await server.desk('operator', installation)
    const {
      userId: _,
      outcome: _o,
      note: _n,
      wrappedUpAt: _w,
      ...call
    } = aCall({ id: newId(), personId: ids.person(0x10_0001) as never })
    const before = operator.command(recordCall, call as RecordCallArgs)
    await change('operator', { role: 'L2', clinicIds: [ids.clinics[0]] })
    expect((await operator.push([before])).statusCode).toBe(401)
    const again = await server.desk('operator', installation)
    expect(again.session).toMatchObject({
      deviceId: operator.session.deviceId,
      dataKey: operator.session.dataKey,
      expectedN: 1,
      user: { role: 'L2', clinicIds: [ids.clinics[0]] },
    })
    expect((await again.pushed(before)).answers).toMatchObject([{ status: 'applied' }])
    const scopes = (await again.pull({})).scopes.map(({ name }) => name)
    expect(scopes).toContain(`registry:${ids.clinics[0]}`)
    expect(scopes).not.toContain(`registry:${ids.clinics[1]}`)
    expect((await again.get('/api/clinic-lists')).statusCode).toBe(200)
  })

  it('[PULL2] what she took in a clinic she no longer serves stays with her as own work', async () => {
    const person = ids.person(0x10_000a)
    const own = async () =>
      (
        await sql<{ record_id: string }>`select record_id from scope_records
          where scope = ${`own:${ids.user('operator')}`} and kind = 'appeal'`.execute(server.database.db)
      ).rows.map(({ record_id }) => record_id)
    expect(await own()).toEqual([])
    await change('operator', { clinicIds: [ids.clinics[0]] })
    const { rows } = await sql<{ id: string }>`
      select id from appeals where person_id = ${person} and org_id = ${ids.org}`.execute(server.database.db)
    expect(rows).toHaveLength(1)
    expect(await own()).toEqual(rows.map(({ id }) => id))
    const operator = await server.desk('operator')
    const scope = `own:${ids.user('operator')}`
    expect((await operator.pull({ [scope]: CURSOR_START })).scopes.map(({ name }) => name)).toContain(scope)
    await change('operator', { clinicIds: ids.clinics })
    expect(await own()).toEqual([])
  })

  it('[S9] a switched-off account cannot sign in and is told why; nobody else is', async () => {
    const installation = newId()
    const operator = await server.desk('operator', installation)
    await change('operator', { isActive: false })
    const { refreshToken } = operator.session
    const refresh = (token: string) =>
      server.inject({ method: 'POST', url: '/api/auth/refresh', payload: { refreshToken: token } })
    expect(refusalOf(await signIn('operator', installation))).toEqual([401, 'auth.notActive', undefined])
    expect(refusalOf(await refresh(refreshToken))).toEqual([401, 'auth.notActive', undefined])
    const [session] = refreshToken.split('.')
    expect(refusalOf(await refresh(`${session}.guessed`))).toEqual([401, 'auth.sessionEnded', undefined])
    const wrong = await server.inject({
      method: 'POST',
      url: '/api/auth/sign-in',
      payload: { login: 'operator', password: 'no', installationId: installation, host: 'browser', appVersion: '1' },
    })
    expect(wrong.json().error.code).toBe('auth.wrongCredentials')
    await change('operator', { isActive: true })
    const back = (await signIn('operator', installation)).json()
    expect([back.deviceId, back.dataKey]).toEqual([operator.session.deviceId, operator.session.dataKey])
  })

  it('[S9] colleagues learn the level, and every desk when an admission ends', async () => {
    const cursor = (await supervisor.get(`/api/sync/manifest?scope=${reference}`)).json().cursor
    await change('operator', { role: 'L3', documents: [aDocument({ until: '2026-11-20' })] })
    // The document repeats no first day, so it decides from the first of November on: it has ended.
    const { changes } = await supervisor.pull({ [reference]: cursor })
    // Other tests changed other colleagues before; the horizon may not have passed those yet.
    expect(changes[reference]?.records.filter(({ id }) => id === ids.user('operator'))).toMatchObject([
      {
        kind: 'representative',
        id: ids.user('operator'),
        data: { role: 'L3', active: true, admissions: [{ from: '2026-11-01', until: '2026-11-20' }] },
      },
    ])
    expect((await detailOf('operator')).member).toMatchObject({ isAdmitted: false, admittedUntil: null })
  })

  it('[S9] who is not admitted is given no people to call by the queue', async () => {
    const claim = async () =>
      (await server.desk('post')).post('/api/work-queues/claims', {
        queue: 'informing',
        personIds: [ids.person(0x10_0001)],
        want: 1,
        isBlock: false,
      })
    expect((await claim()).json()).toMatchObject({ claims: [{ userId: ids.user('post') }] })
    await change('post', { documents: [aDocument({ until: '2026-11-20' })] })
    expect((await claim()).json()).toMatchObject({ claims: [], notTaken: [{ refusal: { code: 'staff.notAdmitted' } }] })
    await change('post', { documents: [aDocument()] })
    expect((await claim()).json()).toMatchObject({ claims: [{ userId: ids.user('post') }] })
  })
})

describeOnPostgres('changing a colleague across API nodes', (open) => {
  it('[S9] closes the live connection of another node', async () => {
    const first = await startTestServer(open)
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(first.database.db)
    const second = await startTestServer(async () => first.openAgain(rows[0]?.name ?? ''), {
      fill: null,
      keys: first.keys,
    })
    const there = await second.api.listen({ host: '127.0.0.1', port: 0 })
    const [supervisor, operator] = [await first.desk('supervisor'), await second.desk('operator')]
    const live = await joinLive(there, operator)
    const url = `/api/staff/${ids.user('operator')}`
    const { member } = (await supervisor.get(url)).json<MemberDetail>()
    const { version, role, clinicIds } = member
    const change = { version, role, clinicIds, isActive: false, documents: [] }
    expect((await supervisor.put(url, change)).statusCode).toBe(200)
    expect(await live.closed).toBe(SESSION_ENDED)
    await second.close()
    await first.close()
  })
})
