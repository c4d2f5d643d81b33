import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, PASSWORD, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { recordOf, xmlList } from '#server/testing/list-files.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { registerAppeal } from '#shared/features/appeals/commands.ts'
import { takeCase } from '#shared/features/complaints/case-assignment.ts'
import { openCase } from '#shared/features/complaints/case-opening.ts'
import { extendCase } from '#shared/features/complaints/term-commands.ts'
import type { ImportJob } from '#shared/features/preventive-care/import/import-job.ts'
import type { CallRecording } from '#shared/features/telephony/call-recording.ts'
import { keepRecording, type RecordCallArgs, recordCall } from '#shared/features/telephony/commands.ts'
import type { Role } from '#shared/kernel/actor.ts'
import type { FileId } from '#shared/kernel/ids.ts'
import { CURSOR_START } from '#shared/protocol/pull.ts'
import type { WireCommand } from '#shared/protocol/push.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'

const ids = tinyIds()
const LOGINS: Readonly<Record<Role, string>> = {
  L1: 'operator',
  L2: 'post',
  L3: 'expert',
  SV: 'supervisor',
  AD: 'admin',
}
const ROLES = Object.keys(LOGINS) as Role[]
const FILE = Buffer.from('%PDF-1.4 scan')
/** What a WebM file begins with. */
const SOUND = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(100, 7)])
const TUS = { 'tus-resumable': '1.0.0' }
const PERIOD = 'from=2026-11-01&to=2026-11-30'

/** What a request is about; all of it exists, in the organisation and the first clinic of those who may. */
interface World {
  readonly person: string
  readonly case: string
  readonly file: string
  readonly call: string
  readonly list: string
  /** Place of a doubtful row of the list. */
  readonly place: number
  readonly device: string
  /** Next command of the operator's desk. */
  readonly command: WireCommand
}

type Ask = Pick<InjectOptions, 'url' | 'payload' | 'headers'>

interface Row {
  /** Who may; `anybody` asks without a token and `signedIn` with one of any role. */
  readonly who: 'anybody' | 'signedIn' | readonly Role[]
  ask(world: World): string | Ask
  /** Whom the request of those who may is answered, and how. */
  readonly own: number
  /** Colleagues with the right to whom this very thing is out of reach: another organisation, another clinic, another expert. */
  readonly strangers?: readonly string[]
}

const json = (url: string, payload: object): Ask => ({ url, payload })
const everybodyButAdmin: readonly Role[] = ['L1', 'L2', 'L3', 'SV']
const loaders: readonly Role[] = ['L2', 'SV']
const caseWorkers: readonly Role[] = ['L3', 'SV']
const strangersToCase = ['expert2', 'expert-1', 'supervisor-1']
const strangersToList = ['post-1', 'supervisor-1']
const lists = (more: string) => (world: World) => `/api/clinic-lists/${world.list}${more}`
const strangersToCall = ['post', 'expert', 'operator-1', 'supervisor-1']
const ofCase = (more: string) => (world: World) => `/api/complaint-cases/${world.case}${more}`

/** Every route of the server. A route without a row fails the first test below. Rows run in this order. */
const TABLE: Readonly<Record<string, Row>> = {
  'GET /health': { who: 'anybody', ask: () => '/health', own: 200 },
  'GET /ready': { who: 'anybody', ask: () => '/ready', own: 200 },
  'GET /metrics': { who: 'anybody', ask: () => '/metrics', own: 200 },
  'POST /api/auth/sign-in': {
    who: 'anybody',
    ask: () =>
      json('/api/auth/sign-in', {
        login: 'operator',
        password: PASSWORD,
        installationId: newId(),
        host: 'browser',
        appVersion: '0.1.0',
      }),
    own: 200,
  },
  // A refresh token is its own proof: one that was never given is refused.
  'POST /api/auth/refresh': {
    who: 'anybody',
    ask: () => json('/api/auth/refresh', { refreshToken: 'never-given-to-anybody-never-given' }),
    own: 401,
  },
  'GET /api/auth/me': { who: 'signedIn', ask: () => '/api/auth/me', own: 200 },
  'POST /api/sync/push': {
    who: 'signedIn',
    ask: ({ command }) => json('/api/sync/push', { protocol: PROTOCOL_VERSION, commands: [command] }),
    own: 200,
  },
  'POST /api/sync/pull': {
    who: 'signedIn',
    ask: () => json('/api/sync/pull', { protocol: PROTOCOL_VERSION, cursors: {}, limit: 10 }),
    own: 200,
  },
  'POST /api/sync/numbers': {
    who: 'signedIn',
    ask: () => json('/api/sync/numbers', { requestId: newId(), year: 2026 }),
    own: 200,
  },
  'GET /api/sync/manifest': {
    who: everybodyButAdmin,
    ask: () => `/api/sync/manifest?scope=registry:${ids.clinics[0]}`,
    own: 200,
    strangers: ['operator-1', 'supervisor-1'],
  },
  'GET /api/sync/page': {
    who: everybodyButAdmin,
    ask: () => `/api/sync/page?scope=registry:${ids.clinics[0]}&kind=insuredPerson&page=0`,
    own: 200,
    strangers: ['operator-1', 'supervisor-1'],
  },
  'GET /api/sync/pages': {
    who: everybodyButAdmin,
    ask: () => `/api/sync/pages?scope=registry:${ids.clinics[0]}&kind=insuredPerson&from=0&to=0`,
    own: 200,
    strangers: ['operator-1', 'supervisor-1'],
  },
  'POST /api/audit/looks': {
    who: everybodyButAdmin,
    ask: ({ person }) =>
      json('/api/audit/looks', {
        looks: [{ id: newId(), personId: person, at: '2026-11-24T08:00:00.000Z', why: 'search', callId: null }],
      }),
    own: 204,
  },
  'GET /api/persons/{id}': {
    who: everybodyButAdmin,
    ask: ({ person }) => `/api/persons/${person}`,
    own: 200,
    strangers: ['operator-1', 'expert-1', 'supervisor-1'],
  },
  'GET /api/persons/{id}/health': {
    who: ['L3'],
    ask: ({ person }) => `/api/persons/${person}/health`,
    own: 200,
    strangers: ['expert-1'],
  },
  'GET /api/journal': { who: ['SV'], ask: () => `/api/journal?${PERIOD}`, own: 200 },
  'GET /api/reports/structure': { who: ['SV'], ask: () => `/api/reports/structure?${PERIOD}`, own: 200 },
  'GET /api/reports/informing': { who: ['SV'], ask: () => '/api/reports/informing?year=2026', own: 200 },
  'GET /api/reports/informing/persons': {
    who: ['SV'],
    ask: () => '/api/reports/informing/persons?year=2026&step=due',
    own: 200,
  },
  'GET /api/reports/defects': { who: ['L3', 'SV'], ask: () => `/api/reports/defects?${PERIOD}`, own: 200 },
  'GET /api/reports/defects/acts': { who: ['L3', 'SV'], ask: () => `/api/reports/defects/acts?${PERIOD}`, own: 200 },
  'POST /api/reports/exports': {
    who: ['L3', 'SV'],
    ask: () => json('/api/reports/exports', { report: 'defects', from: '2026-11-01', to: '2026-11-30', rows: 1 }),
    own: 204,
  },
  'POST /api/complaint-cases/{caseId}/files': {
    who: caseWorkers,
    ask: (world) => ({
      url: ofCase('/files')(world),
      headers: {
        ...TUS,
        'upload-length': String(FILE.length),
        'upload-metadata': `fileId ${Buffer.from(world.file).toString('base64')}`,
      },
    }),
    own: 201,
    strangers: strangersToCase,
  },
  'PATCH /api/complaint-cases/{caseId}/files/{fileId}': {
    who: caseWorkers,
    ask: (world) => ({
      url: ofCase(`/files/${world.file}`)(world),
      headers: { ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      payload: FILE,
    }),
    own: 204,
    strangers: strangersToCase,
  },
  'GET /api/complaint-cases/{caseId}/files': {
    who: caseWorkers,
    ask: ofCase('/files'),
    own: 200,
    strangers: strangersToCase,
  },
  'GET /api/complaint-cases/{caseId}/files/{fileId}': {
    who: caseWorkers,
    ask: (world) => ofCase(`/files/${world.file}`)(world),
    own: 200,
    strangers: strangersToCase,
  },
  'GET /api/complaint-cases/{caseId}/call': {
    who: caseWorkers,
    ask: ofCase('/call'),
    own: 200,
    strangers: strangersToCase,
  },
  'POST /api/complaint-cases/{caseId}/letter': {
    who: caseWorkers,
    ask: (world) =>
      json(ofCase('/letter')(world), {
        format: 'docx',
        text: {
          templateId: 'complaint-answer',
          templateVersion: '1',
          recipient: 'Тестовой Анне',
          address: 'Санкт-Петербург',
          way: 'post',
          subject: 'Запись к врачу',
          findings: 'Проверено.',
          conclusion: 'Записана.',
        },
      }),
    own: 200,
    strangers: strangersToCase,
  },
  'POST /api/complaint-cases/{caseId}/notices/{kind}/letter': {
    who: caseWorkers,
    ask: (world) =>
      json(ofCase('/notices/extension/letter')(world), {
        format: 'docx',
        text: {
          templateId: 'complaint-extension',
          templateVersion: '1',
          recipient: 'Тестовой Анне',
          address: 'Санкт-Петербург',
          way: 'post',
          body: 'Ждём заключение эксперта.',
        },
      }),
    own: 200,
    strangers: strangersToCase,
  },
  'GET /api/call-log': { who: everybodyButAdmin, ask: () => `/api/call-log?${PERIOD}`, own: 200 },
  'GET /api/call-log/{id}': {
    who: everybodyButAdmin,
    ask: ({ call }) => `/api/call-log/${call}`,
    own: 200,
    strangers: strangersToCall,
  },
  'POST /api/calls/{callId}/recording/upload': {
    who: everybodyButAdmin,
    ask: ({ call }) => ({
      url: `/api/calls/${call}/recording/upload`,
      headers: { ...TUS, 'upload-length': String(SOUND.length) },
    }),
    own: 201,
    strangers: [...strangersToCall, 'supervisor'],
  },
  'PATCH /api/calls/{callId}/recording/upload': {
    who: everybodyButAdmin,
    ask: ({ call }) => ({
      url: `/api/calls/${call}/recording/upload`,
      headers: { ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      payload: SOUND,
    }),
    own: 204,
    strangers: [...strangersToCall, 'supervisor'],
  },
  'GET /api/calls/{callId}/recording/state': {
    who: everybodyButAdmin,
    ask: ({ call }) => `/api/calls/${call}/recording/state`,
    own: 200,
    strangers: strangersToCall,
  },
  'GET /api/calls/{callId}/recording': {
    who: everybodyButAdmin,
    ask: ({ call }) => `/api/calls/${call}/recording`,
    own: 200,
    strangers: strangersToCall,
  },
  'GET /api/telephony/credentials': { who: everybodyButAdmin, ask: () => '/api/telephony/credentials', own: 200 },
  'GET /api/clinic-lists': { who: loaders, ask: () => '/api/clinic-lists', own: 200 },
  'POST /api/clinic-lists': {
    who: loaders,
    ask: () => ({
      url: `/api/clinic-lists?clinicId=${ids.clinics[0]}&fileName=second.xml`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: xmlList([recordOf(aPerson({}, 700))]),
    }),
    own: 200,
    strangers: strangersToList,
  },
  'GET /api/clinic-lists/{id}': { who: loaders, ask: lists(''), own: 200, strangers: strangersToList },
  'GET /api/clinic-lists/{id}/rows': {
    who: loaders,
    ask: lists('/rows?kind=doubtful'),
    own: 200,
    strangers: strangersToList,
  },
  'GET /api/clinic-lists/{id}/protocol': {
    who: loaders,
    ask: lists('/protocol?format=csv'),
    own: 200,
    strangers: strangersToList,
  },
  'POST /api/clinic-lists/{id}/rows/{place}/decision': {
    who: loaders,
    ask: (world) => json(lists(`/rows/${world.place}/decision`)(world), { decision: null }),
    own: 200,
    strangers: strangersToList,
  },
  'POST /api/clinic-lists/{id}/confirm': {
    who: loaders,
    ask: (world) => json(lists('/confirm')(world), {}),
    own: 200,
    strangers: strangersToList,
  },
  'POST /api/clinic-lists/{id}/cancel': {
    who: loaders,
    ask: (world) => json(lists('/cancel')(world), {}),
    own: 200,
    strangers: strangersToList,
  },
  'GET /api/floor': { who: ['SV'], ask: () => '/api/floor', own: 200 },
  'GET /api/staff': { who: ['SV', 'AD'], ask: () => '/api/staff', own: 200 },
  'POST /api/devices/{id}/revoke': {
    who: ['SV', 'AD'],
    ask: ({ device }) => json(`/api/devices/${device}/revoke`, {}),
    own: 204,
    strangers: ['supervisor-1', 'admin-1'],
  },
  'POST /api/devices/{id}/allow': {
    who: ['SV', 'AD'],
    ask: ({ device }) => json(`/api/devices/${device}/allow`, {}),
    own: 204,
    strangers: ['supervisor-1', 'admin-1'],
  },
  'POST /api/work-queues/claims': {
    who: everybodyButAdmin,
    ask: ({ person }) =>
      json('/api/work-queues/claims', { queue: 'informing', personIds: [person], want: 1, isBlock: false }),
    own: 200,
  },
  'GET /api/try-out/accounts': { who: 'anybody', ask: () => '/api/try-out/accounts', own: 200 },
  'GET /api/try-out/persons/random': { who: 'anybody', ask: () => '/api/try-out/persons/random', own: 200 },
  'GET /api/try-out/persons/{n}': { who: 'anybody', ask: () => '/api/try-out/persons/1', own: 200 },
  'POST /api/auth/sign-out': { who: 'signedIn', ask: () => '/api/auth/sign-out', own: 204 },
}

describeOnEngines('[X3] rights of every route', (open) => {
  const folder = mkdtempSync(join(tmpdir(), 'opora-rights-'))
  const desks = new Map<string, TestDesk>()
  let server: TestServer
  let world: World

  beforeAll(async () => {
    server = await startTestServer(open, {
      env: {
        OPORA_DATA: folder,
        OPORA_TRY_OUT: 'small',
        OPORA_SIP_SECRET: 'x'.repeat(32),
        OPORA_SIP_WS: 'ws://127.0.0.1:1',
        OPORA_SIP_DOMAIN: 'exchange.invalid',
      },
    })
    await server.fill({ n: 1 })
    world = await theWorld()
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function deskOf(login: string): Promise<TestDesk> {
    const desk = desks.get(login) ?? (await server.desk(login))
    desks.set(login, desk)
    return desk
  }

  async function theWorld(): Promise<World> {
    const { db } = server.database
    const [operator, expert, post] = [await deskOf('operator'), await deskOf('expert'), await deskOf('post')]
    const person = ids.person(0x10_0001)
    const {
      userId: _,
      outcome: _outcome,
      note: _note,
      wrappedUpAt: _at,
      ...call
    } = aCall({ id: newId(), personId: person as never })
    const recording: CallRecording = {
      type: 'audio/webm',
      bytes: SOUND.length,
      sha256: createHash('sha256').update(SOUND).digest('hex'),
      startedAt: '2026-11-23T09:27:06.100Z',
      endedAt: '2026-11-23T09:30:06.000Z',
      pauses: [],
      isCutShort: false,
    }
    const kept = await operator.pushed(
      operator.command(recordCall, call as RecordCallArgs),
      operator.command(keepRecording, { callId: call.id, recording }),
    )
    expect(kept.answers.map(({ status }) => status)).toEqual(['applied', 'applied'])
    const theCase = await aTakenCase(expert, person)
    await sql`update appeals set call_id = ${call.id} where id = ${theCase.id}`.execute(db)
    const sent = await asked('POST', 'post', {
      url: `/api/clinic-lists?clinicId=${ids.clinics[0]}&fileName=list.xml`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: xmlList([recordOf(aPerson({ surname: 'Орлова' }, 3), { SNILS: '' })]),
    })
    const list = sent.json<{ id: string }>().id
    await untilPreview(post, list)
    const device = (await server.desk('operator')).session.deviceId
    const command = operator.command(recordCall, { ...(call as RecordCallArgs), id: newId() })
    return { person, case: theCase.id, file: theCase.file, call: call.id, list, place: 1, device, command }
  }

  async function untilPreview(post: TestDesk, list: string): Promise<void> {
    for (;;) {
      const job = (await post.get(`/api/clinic-lists/${list}`)).json<ImportJob>()
      if (job.state === 'preview') return expect(job.counts).toMatchObject({ doubtful: 1 })
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  async function aTakenCase(expert: TestDesk, personId: string): Promise<{ id: string; file: string }> {
    const file = newId<FileId>()
    const args = registerAppeal.args.parse(
      anAppeal({
        id: newId(),
        number: await expert.takeNumber(),
        form: 'written',
        channel: 'post',
        kind: 'complaint',
        themeCode: 'complaint.7.1.2',
        clinicId: ids.clinics[0],
        concernsId: personId as never,
        applicant: {
          personId: personId as never,
          contactId: null,
          anonymous: false,
          name: 'Тестова Анна',
          phone: null,
        },
        result: 'takenIntoWork',
        reviewLine: 3,
      }),
    )
    const sha256 = createHash('sha256').update(FILE).digest('hex')
    const { answers } = await expert.pushed(
      expert.command(registerAppeal, args),
      expert.command(openCase, {
        id: args.id,
        form: 'written',
        clinicId: args.clinicId,
        receivedOn: '2026-11-22',
        registeredOn: '2026-11-24',
        incoming: { number: '117', on: '2026-11-20' },
        files: [{ id: file, name: 'scan.pdf', type: 'application/pdf', bytes: FILE.length, sha256 }],
      }),
      expert.command(takeCase, { id: args.id }),
      expert.command(extendCase, { id: args.id, days: 30, decidedOn: '2026-11-24', reason: 'Ждём заключение' }),
    )
    expect(answers.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied', 'applied'])
    return { id: args.id, file }
  }

  async function asked(method: string, login: string | null, ask: string | Ask): Promise<LightMyRequestResponse> {
    const { url, payload, headers } = typeof ask === 'string' ? { url: ask, payload: undefined, headers: {} } : ask
    const token = login === null ? {} : (await deskOf(login)).headers
    return server.inject({
      method: method as 'GET',
      url: url as string,
      headers: { ...headers, ...token },
      ...(payload === undefined ? {} : { payload }),
    })
  }

  it('the table has a row for every route, and none for a route that is gone', () => {
    const paths = server.api.swagger().paths ?? {}
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(Object.keys(TABLE).sort()).toEqual(routes.sort())
  })

  const rowsOf = (isFit: (row: Row) => boolean) =>
    Object.entries(TABLE).flatMap(([route, row]) =>
      isFit(row) ? [{ route, row, method: route.slice(0, route.indexOf(' ')) }] : [],
    )

  it.each(rowsOf(({ who }) => who !== 'anybody'))('$route: nobody without a token', async ({ row, method }) => {
    expect((await asked(method, null, row.ask(world))).statusCode).toBe(401)
  })

  it.each(rowsOf(({ who }) => typeof who !== 'string'))('$route: no other role', async ({ row, method }) => {
    const others = ROLES.filter((role) => !row.who.includes(role))
    for (const role of others)
      expect((await asked(method, LOGINS[role], row.ask(world))).statusCode, LOGINS[role]).toBe(403)
  })

  it.each(rowsOf(({ strangers }) => strangers !== undefined))(
    '$route: no colleague out of whose reach it is',
    async ({ row, method }) => {
      for (const login of row.strangers ?? [])
        expect([403, 404], login).toContain((await asked(method, login, row.ask(world))).statusCode)
    },
  )

  it.each(rowsOf(() => true))('$route: those who may', async ({ row, method }) => {
    const login = row.who === 'anybody' ? null : LOGINS[(row.who === 'signedIn' ? 'L1' : row.who[0]) ?? 'L1']
    const answer = await asked(method, login, row.ask(world))
    expect(answer.statusCode, answer.body).toBe(row.own)
  })

  it('says nothing of diagnoses and expertise to lines 1 and 2, whatever they may ask', async () => {
    desks.clear()
    const medical = /I25\.1|"dispensary"|"defects"/
    expect((await asked('GET', 'expert', `/api/persons/${world.person}/health`)).body).toMatch(medical)
    for (const login of ['operator', 'post']) {
      const desk = await deskOf(login)
      const { scopes } = await desk.pull({})
      expect(scopes.length).toBeGreaterThan(2)
      const answers = [
        ...(await Promise.all(
          rowsOf(
            ({ who }) =>
              who === 'signedIn' || (typeof who !== 'string' && who.includes(login === 'post' ? 'L2' : 'L1')),
          )
            .filter(({ route }) => route.startsWith('GET '))
            .map(({ row, method }) => asked(method, login, row.ask(world))),
        )),
        await desk.post('/api/sync/pull', {
          protocol: PROTOCOL_VERSION,
          cursors: Object.fromEntries(scopes.map(({ name }) => [name, CURSOR_START])),
          limit: 5_000,
        }),
      ]
      for (const answer of answers) expect(answer.body).not.toMatch(medical)
    }
  })

  it('enters every look at a person into the audit, with the one who looked', async () => {
    const { rows } = await sql<{ action: string }>`
      select distinct action from audit where user_id in (${ids.user('operator')}, ${ids.user('post')}, ${ids.user('expert')}, ${ids.user('supervisor')})`.execute(
      server.database.db,
    )
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'person.look',
        'person.health.look',
        'complaint.file.look',
        'complaint.letter',
        'clinicList.look',
        'clinicList.export',
        'report.export',
        'recording.listen',
      ]),
    )
  })
})
