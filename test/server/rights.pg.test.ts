import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
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
import type { FileId } from '#shared/kernel/ids.ts'
import { CURSOR_START } from '#shared/protocol/pull.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import {
  type Ask,
  DRAFT_CONTENT,
  FILE,
  LOGINS,
  ROLES,
  ROUTE_RIGHTS,
  type RouteRights,
  SOUND,
  type World,
} from './route-rights.ts'

const ids = tinyIds()

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
    const admin = await deskOf('admin')
    const begun = await admin.post('/api/scripts/drafts', { content: DRAFT_CONTENT, basedOn: null })
    const draft = begun.json<{ id: string }>().id
    const said = await admin.post(`/api/scripts/drafts/${draft}/comments`, { nodeId: 'end', text: 'Назовите итог' })
    const comment = said.json<{ comments: { id: string }[] }>().comments[0]?.id ?? ''
    const command = operator.command(recordCall, { ...(call as RecordCallArgs), id: newId() })
    return {
      person,
      case: theCase.id,
      file: theCase.file,
      call: call.id,
      list,
      place: 1,
      device,
      draft,
      comment,
      command,
    }
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
    expect(Object.keys(ROUTE_RIGHTS).sort()).toEqual(routes.sort())
  })

  const rowsOf = (isFit: (row: RouteRights) => boolean) =>
    Object.entries(ROUTE_RIGHTS).flatMap(([route, row]) =>
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
        'report.acts.look',
        'report.export',
        'recording.listen',
      ]),
    )
  })
})
