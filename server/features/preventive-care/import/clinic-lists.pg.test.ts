import { sql } from 'kysely'
import PizZip from 'pizzip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { csvList, type ListRecord, recordOf, xlsxList, xmlList } from '#server/testing/list-files.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { ImportJob, ImportRow, RowKind } from '#shared/features/preventive-care/import/import-job.ts'

const IDS = tinyIds()
const CLINIC = IDS.clinics[0]
const OTHER_CLINIC = IDS.clinics[1]
const RUNNING = ['reading', 'matching', 'applying']

function listed(serial: number, more: ListRecord = {}): ListRecord {
  return recordOf(aPerson({ surname: 'Тестова' }, serial), more)
}

function upload(desk: TestDesk, name: string, content: Uint8Array, clinicId: string = CLINIC) {
  return desk.server.inject({
    method: 'POST',
    url: `/api/clinic-lists?clinicId=${clinicId}&fileName=${encodeURIComponent(name)}`,
    headers: { ...desk.headers, 'content-type': 'application/octet-stream' },
    payload: Buffer.from(content),
  })
}

/** The job once its background work has come to rest. */
async function settled(desk: TestDesk, id: string): Promise<ImportJob> {
  for (;;) {
    const job = (await desk.get(`/api/clinic-lists/${id}`)).json<ImportJob>()
    if (!RUNNING.includes(job.state)) return job
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function previewed(desk: TestDesk, records: readonly ListRecord[]): Promise<ImportJob> {
  const answer = await upload(desk, 'list.xml', xmlList(records))
  expect(answer.statusCode, answer.body).toBe(200)
  return settled(desk, answer.json<ImportJob>().id)
}

async function confirmed(desk: TestDesk, id: string): Promise<ImportJob> {
  const answer = await desk.post(`/api/clinic-lists/${id}/confirm`, {})
  expect(answer.statusCode, answer.body).toBe(200)
  return settled(desk, id)
}

async function rowsOf(desk: TestDesk, id: string, kind: RowKind): Promise<ImportRow[]> {
  const answer = await desk.get(`/api/clinic-lists/${id}/rows?kind=${kind}`)
  return answer.json<{ items: ImportRow[] }>().items
}

async function personBy(server: TestServer, policyNumber: string): Promise<InsuredPerson | undefined> {
  const { rows } = await sql<{ data: InsuredPerson }>`
    select data from insured_persons where policy_number = ${policyNumber}`.execute(server.database.db)
  return rows[0]?.data
}

describeOnEngines('[P2] lists of clinics', (open) => {
  let server: TestServer
  let post: TestDesk

  beforeAll(async () => {
    server = await startTestServer(open)
    post = await server.desk('post')
  })
  afterAll(() => server.close())

  it('previews new, changed, unchanged, doubtful and wrong rows, applies them, and a second load changes nothing', async () => {
    const stranger = aPerson({ surname: 'Новикова', givenName: 'Ольга', birthDate: '1970-05-06' }, 501)
    const records = [
      listed(1),
      listed(2, { UCH: '7', D_PERIOD: '3', PHONE: '8 (000) 555-01-02' }),
      listed(3, { FAM: 'Орлова', SNILS: '' }),
      recordOf(stranger),
      listed(5, { DR: '2027-01-01' }),
      listed(10),
      listed(1, { IM: 'Яна' }),
    ]
    const job = await previewed(post, records)
    expect(job).toMatchObject({
      state: 'preview',
      fileKind: 'xml',
      counts: { new: 1, changed: 1, unchanged: 1, doubtful: 1, wrong: 3 },
    })
    const [changed] = await rowsOf(post, job.id, 'changed')
    expect(changed?.changes).toEqual([
      { field: 'phone', from: null, to: '+70005550102' },
      { field: 'precinct', from: 1, to: 7 },
      { field: 'quarter', from: 4, to: 3 },
    ])
    const wrong = await rowsOf(post, job.id, 'wrong')
    expect(wrong.map(({ place, problems }) => [place, problems[0]?.code])).toEqual([
      [5, 'imports.birthDateFuture'],
      // Attached to the second clinic: said, never shown.
      [6, 'imports.attachedElsewhere'],
      [7, 'imports.rowTwice'],
    ])
    const [doubt] = await rowsOf(post, job.id, 'doubtful')
    expect(doubt?.pairs).toMatchObject([{ reasons: ['surnameDiffers'], face: { surname: 'Тестова' } }])

    const scope = `registry:${CLINIC}`
    const { cursor } = (await post.get(`/api/sync/manifest?scope=${scope}`)).json<{ cursor: string }>()
    const after = await confirmed(post, job.id)
    expect(after).toMatchObject({
      state: 'applied',
      outcomes: { added: 1, changed: 1, unchanged: 1, left: 1, refused: 3 },
    })
    expect(await personBy(server, stranger.policy.number)).toMatchObject({
      surname: 'Новикова',
      clinicId: CLINIC,
      consents: { informing: 'none' },
    })
    expect(await personBy(server, aPerson({}, 3).policy.number)).toMatchObject({ surname: 'Тестова' })
    // Desks of the clinic get exactly the two records as deltas.
    const { changes } = await post.pull({ [scope]: cursor })
    expect(changes[scope]?.records.map(({ kind }) => kind)).toEqual(['insuredPerson', 'insuredPerson'])

    const again = await previewed(post, records)
    expect(again.counts).toEqual({ new: 0, changed: 0, unchanged: 3, doubtful: 1, wrong: 3 })
    expect(await confirmed(post, again.id)).toMatchObject({ outcomes: { unchanged: 3, left: 1, refused: 3 } })
  })

  it('settles doubts one by one: the same card, another person, or not at all', async () => {
    const namesake = aPerson({ surname: 'Тестова' }, 601)
    const job = await previewed(post, [
      listed(11, { FAM: 'Орлова', SNILS: '' }),
      listed(12, { NPOLIS: namesake.policy.number, SNILS: '' }),
      listed(13, { NPOLIS: '', SNILS: '' }),
    ])
    expect(job.counts).toMatchObject({ doubtful: 3 })
    const doubts = await rowsOf(post, job.id, 'doubtful')
    const card = doubts[0]?.pairs[0]?.personId
    const decide = (place: number, decision: unknown) =>
      post.post(`/api/clinic-lists/${job.id}/rows/${place}/decision`, { decision })
    expect((await decide(1, card)).json()).toMatchObject({ settled: 1 })
    expect((await decide(2, 'new')).statusCode).toBe(200)
    // Without a policy nobody can be added, and a card that was not asked about cannot be chosen.
    expect((await decide(3, 'new')).json()).toMatchObject({ error: { code: 'imports.policyNeeded' } })
    expect((await decide(3, IDS.person(0x10_0000 + 14))).statusCode).toBe(404)
    expect((await decide(99, 'new')).statusCode).toBe(404)
    expect(await confirmed(post, job.id)).toMatchObject({ outcomes: { changed: 1, added: 1, left: 1 } })
    expect(await personBy(server, aPerson({}, 11).policy.number)).toMatchObject({ surname: 'Орлова' })
    expect((await decide(3, null)).json()).toMatchObject({ error: { code: 'imports.notInPreview' } })
  })

  it('keeps what somebody changed between preview and confirmation, and says so', async () => {
    const job = await previewed(post, [listed(15, { UCH: '9', D_PERIOD: '2' })])
    const id = IDS.person(0x10_0000 + 15)
    await sql`update insured_persons set version = version + 1, data = jsonb_set(data, '{precinct}', '5') where id = ${id}`.execute(
      server.database.db,
    )
    expect(await confirmed(post, job.id)).toMatchObject({ outcomes: { partly: 1 } })
    expect(await personBy(server, aPerson({}, 15).policy.number)).toMatchObject({
      precinct: 5,
      prevention: { quarter: 2 },
    })
  })

  it('reads tables and workbooks, and refuses a file that is no list with the reason', async () => {
    for (const [name, content] of [
      ['list.csv', csvList([listed(1)], { encoding: 'windows-1251' })],
      ['list.xlsx', xlsxList([listed(1)])],
    ] as const) {
      const answer = await upload(post, name, content)
      expect(await settled(post, answer.json<ImportJob>().id)).toMatchObject({
        state: 'preview',
        counts: { unchanged: 1 },
      })
    }
    const early = await upload(post, 'list.exe', Buffer.from('MZ'))
    expect([early.statusCode, early.json()]).toMatchObject([400, { error: { code: 'imports.typeUnknown' } }])
    const late = await upload(post, 'list.csv', Buffer.from('a;b;c\r\n1;2;3\r\n'))
    expect(await settled(post, late.json<ImportJob>().id)).toMatchObject({
      state: 'refused',
      problem: { code: 'imports.columnsMissing' },
    })
    const open = await server.database.db
      .transaction()
      .execute((tx) => sql<{ pieces: number }>`select count(*)::int as pieces from import_pieces`.execute(tx))
    // No file outlives its reading.
    expect(open.rows[0]?.pieces).toBe(0)
  })

  it('writes a protocol in which nothing can become a formula', async () => {
    const job = await previewed(post, [listed(16, { FAM: '=1+1', DR: '2027-01-01' }), listed(17)])
    const csv = await post.get(`/api/clinic-lists/${job.id}/protocol?format=csv`)
    expect(csv.headers['content-disposition']).toContain('.csv')
    const lines = csv.body.split('\r\n')
    expect(csv.body.startsWith('\ufeff')).toBe(true)
    expect(lines).toHaveLength(5)
    expect(lines[1]).toMatch(/^"1";"'=1\+1 .*";"не принята";"Фамилия";"В имени недопустимые знаки/)
    expect(lines[2]).toContain('"Дата рождения";"Дата рождения в будущем')
    expect(lines[3]).toContain('"без изменений"')
    const workbook = await post.get(`/api/clinic-lists/${job.id}/protocol?format=xlsx`)
    const zip = new PizZip(workbook.rawPayload)
    const sheet = zip.file('xl/worksheets/sheet1.xml')?.asText() ?? ''
    expect(sheet).toContain('<row')
    expect(sheet).not.toContain('<f>')
  })

  it('cancels a preview and forgets its rows', async () => {
    const job = await previewed(post, [listed(1)])
    expect((await post.post(`/api/clinic-lists/${job.id}/cancel`, {})).json()).toMatchObject({ state: 'cancelled' })
    const { rows } = await sql`select 1 from import_rows where job_id = ${job.id}`.execute(server.database.db)
    expect(rows).toEqual([])
    expect((await post.post(`/api/clinic-lists/${job.id}/confirm`, {})).json()).toMatchObject({
      error: { code: 'imports.notInPreview' },
    })
  })

  describe('rights', () => {
    let job: ImportJob

    beforeAll(async () => {
      job = await previewed(post, [listed(18, { NPOLIS: '', SNILS: '' })])
    })

    const routes = (id: string): readonly (readonly ['GET' | 'POST', string, object?])[] => [
      ['GET', '/api/clinic-lists'],
      ['GET', `/api/clinic-lists/${id}`],
      ['GET', `/api/clinic-lists/${id}/rows?kind=new`],
      ['GET', `/api/clinic-lists/${id}/protocol?format=csv`],
      ['POST', `/api/clinic-lists/${id}/rows/1/decision`, { decision: null }],
      ['POST', `/api/clinic-lists/${id}/confirm`, {}],
      ['POST', `/api/clinic-lists/${id}/cancel`, {}],
    ]

    it('without a token nothing is answered', async () => {
      for (const [method, url, payload] of routes(job.id))
        expect((await server.inject({ method, url, ...(payload ? { payload } : {}) })).statusCode, url).toBe(401)
      const bare = await server.inject({
        method: 'POST',
        url: `/api/clinic-lists?clinicId=${CLINIC}&fileName=list.xml`,
        headers: { 'content-type': 'application/octet-stream' },
        payload: Buffer.from('x'),
      })
      expect(bare.statusCode).toBe(401)
    })

    it.each(['operator', 'expert', 'admin'])('%s has no such right', async (login) => {
      const desk = await server.desk(login)
      for (const [method, url, payload] of routes(job.id)) {
        const answer = await server.inject({ method, url, headers: desk.headers, ...(payload ? { payload } : {}) })
        expect(answer.statusCode, url).toBe(403)
      }
      expect((await upload(desk, 'list.xml', xmlList([listed(1)]))).statusCode).toBe(403)
    })

    it('a representative reaches her clinics only; a supervisor all of the organisation and no other', async () => {
      expect((await upload(post, 'list.xml', xmlList([listed(10)]), OTHER_CLINIC)).statusCode).toBe(404)
      const supervisor = await server.desk('supervisor')
      const answer = await upload(supervisor, 'list.xml', xmlList([listed(10)], { clinicCode: '000002' }), OTHER_CLINIC)
      const foreign = answer.json<ImportJob>()
      expect(await settled(supervisor, foreign.id)).toMatchObject({ counts: { unchanged: 1 } })
      for (const [method, url, payload] of routes(foreign.id).slice(1)) {
        const asked = await server.inject({ method, url, headers: post.headers, ...(payload ? { payload } : {}) })
        expect(asked.statusCode, url).toBe(404)
      }
      const shown = (await post.get('/api/clinic-lists')).json<{ items: ImportJob[] }>().items
      expect(shown.every(({ clinicId }) => clinicId === CLINIC)).toBe(true)

      await server.fill({ n: 1 })
      const stranger = await server.desk('supervisor-1')
      expect((await stranger.get(`/api/clinic-lists/${job.id}`)).statusCode).toBe(404)
      expect((await upload(stranger, 'list.xml', xmlList([listed(1)]))).statusCode).toBe(404)
    })

    it('every deed and every look is in the audit', async () => {
      const { rows } = await sql<{ action: string }>`
        select distinct action from audit where action like 'clinicList.%' order by action`.execute(server.database.db)
      expect(rows.map(({ action }) => action)).toEqual([
        'clinicList.cancel',
        'clinicList.confirm',
        'clinicList.decide',
        'clinicList.export',
        'clinicList.look',
        'clinicList.upload',
      ])
    })

    it('nothing of the people stands in the log', () => {
      expect(server.logLines.join('')).not.toMatch(/Тестова|Новикова|Орлова/)
    })
  })
})
