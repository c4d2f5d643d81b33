import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines, describeOnPostgres } from '#server/testing/engines.ts'
import { startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { joinLive } from '#server/testing/live-client.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { anId } from '#shared/builders/ids.ts'
import { answerReview, reviewCall } from '#shared/features/supervision/commands.ts'
import type { FloorAnswer } from '#shared/features/supervision/floor.ts'
import { PRESENCE_TTL_MS, type PresenceReport } from '#shared/features/supervision/presence.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import { recordCall } from '#shared/features/telephony/commands.ts'
import type { CallId, PersonId } from '#shared/kernel/ids.ts'

const ids = tinyIds()
const TALKING: PresenceReport = {
  phone: { isRegistered: true, agent: 'ready', reason: null, forMs: 60_000 },
  calls: [{ direction: 'in', source: 'direct', phase: 'talking', forMs: 4_000 }],
  unsent: 2,
}

async function floorOf(desk: TestDesk): Promise<FloorAnswer> {
  const answer = await desk.get('/api/floor')
  expect(answer.statusCode).toBe(200)
  return answer.json<FloorAnswer>()
}

async function standing(desk: TestDesk, login: string) {
  return (await floorOf(desk)).people.find(({ userId }) => userId === ids.user(login))
}

function called(desk: TestDesk, overrides: Partial<Call>, serial: number) {
  const {
    userId: _,
    outcome: __,
    note: ___,
    wrappedUpAt: ____,
    ...facts
  } = aCall({ personId: ids.person(0x10_0001) as PersonId, ...overrides }, serial)
  return desk.pushed(desk.command(recordCall, facts))
}

describeOnEngines('the floor', (open) => {
  let server: TestServer
  let url: string
  beforeAll(async () => {
    server = await startTestServer(open, { env: { OPORA_ROUTING_SECRET: 'routing-secret-of-the-tests' } })
    await server.fill({ n: 1 })
    url = await server.api.listen({ host: '127.0.0.1', port: 0 })
  })
  afterAll(() => server.close())

  it('[S1] is for supervisors of the organisation: no token 401, another role 403, another organisation sees its own people only', async () => {
    expect((await server.inject({ method: 'GET', url: '/api/floor' })).statusCode).toBe(401)
    for (const login of ['operator', 'post', 'expert', 'admin'])
      expect((await (await server.desk(login)).get('/api/floor')).statusCode).toBe(403)
    const foreign = await floorOf(await server.desk('supervisor-1'))
    expect(foreign.people.map(({ userId }) => userId)).toContain(tinyIds(1).user('operator'))
    expect(foreign.people.map(({ userId }) => userId)).not.toContain(ids.user('operator'))
    expect(foreign.today.appeals).toBe(0)
  })

  it('[S1] shows a report at once, tells supervisors only, and keeps away who talks with whom', async () => {
    const [supervisor, operator] = [await server.desk('supervisor'), await server.desk('operator')]
    const watching = await joinLive(url, supervisor)
    const reporting = await joinLive(url, operator)
    expect(await standing(supervisor, 'operator')).toMatchObject({ state: 'away', unsent: null })
    reporting.send({ t: 'presence', report: { ...TALKING, calls: [{ ...TALKING.calls[0], number: '+70000000001' }] } })
    expect(await watching.next()).toEqual({ t: 'floor' })
    const person = await standing(supervisor, 'operator')
    expect(person).toMatchObject({ state: 'talking', unsent: 2, since: new Date(server.now() - 4_000).toISOString() })
    expect(JSON.stringify(person)).not.toContain('+7000')

    // What only repeats is no news; the next thing the supervisor hears is the end of the call.
    reporting.send({ t: 'presence', report: { ...TALKING, phone: { ...TALKING.phone, forMs: 99_000 } } })
    reporting.send({ t: 'presence', report: { ...TALKING, calls: [] } })
    expect(await watching.next()).toEqual({ t: 'floor' })
    expect(await standing(supervisor, 'operator')).toMatchObject({ state: 'ready', calls: [] })
    reporting.close()
    expect(await watching.next()).toEqual({ t: 'floor' })
    expect((await standing(supervisor, 'operator'))?.state).toBe('away')
    watching.close()
  })

  it('[S1] a supervisor changes a state: the desk hears whose word it is, the audit keeps it, and nobody else may', async () => {
    const [supervisor, operator] = [await server.desk('supervisor'), await server.desk('operator')]
    const order = (desk: TestDesk, change: object = {}) =>
      server.inject({
        method: 'POST',
        url: `/api/floor/people/${ids.user('operator')}/state`,
        headers: desk.headers,
        payload: { state: 'notReady', reason: 'training', note: 'Зал 2', ...change },
      })
    expect((await order(supervisor)).json().error.code).toBe('supervision.noDesk')
    const hearing = await joinLive(url, operator)
    const watching = await joinLive(url, supervisor)
    hearing.send({ t: 'presence', report: { ...TALKING, calls: [] } })
    await watching.next()
    expect((await order(supervisor)).json()).toEqual({ desks: 1 })
    const by = supervisor.session.user.name
    expect(await hearing.next()).toEqual({
      t: 'order',
      order: { state: 'notReady', reason: 'training', note: 'Зал 2', by },
    })
    expect((await order(operator)).statusCode).toBe(403)
    expect((await order(await server.desk('supervisor-1'))).statusCode).toBe(404)
    expect((await order(supervisor, { state: 'ready' })).statusCode).toBe(400)
    const kept = await server.database.db
      .selectFrom('audit')
      .select('details')
      .where('action', '=', 'agent.order')
      .execute()
    expect(kept.map(({ details }) => details)).toEqual([
      { userId: ids.user('operator'), state: 'notReady', reason: 'training' },
    ])
    hearing.close()
    watching.close()
  })

  it('[S1] who waits in the queue is on the floor, and supervisors are told when a call comes, is offered and is gone', async () => {
    const supervisor = await server.desk('supervisor')
    const watching = await joinLive(url, supervisor)
    const orgId = supervisor.session.user.orgId
    const at = (ms: number): string => new Date(server.now() - ms).toISOString()
    expect((await floorOf(supervisor)).queues).toEqual([
      { code: 'hotLine', title: 'Горячая линия', waiting: 0, offered: 0, longestSince: null },
    ])
    await sql`insert into queue_calls (call, org_id, queue, source, arrived_at, named_at, was_open, marks, missed) values
      ('c1', ${orgId}, 'hotLine', 'direct', ${at(40_000)}, ${at(0)}, true, '{}', '[]'),
      ('c2', ${orgId}, 'hotLine', 'direct', ${at(5_000)}, ${at(0)}, true, '{}', '[]'),
      ('c3', ${orgId}, 'hotLine', 'direct', ${at(90_000)}, ${at(60_000)}, true, '{}', '[]')`.execute(server.database.db)
    expect(await watching.next()).toEqual({ t: 'floor' })
    expect((await floorOf(supervisor)).queues[0]).toMatchObject({ waiting: 2, offered: 0, longestSince: at(40_000) })
    await sql`update queue_calls set named_at = named_at where call = 'c2'`.execute(server.database.db)
    await sql`update queue_calls set offered_user_id = 'u1', offered_until = ${at(-20_000)} where call = 'c1'`.execute(
      server.database.db,
    )
    expect(await watching.next()).toEqual({ t: 'floor' })
    expect((await floorOf(supervisor)).queues[0]).toMatchObject({ waiting: 2, offered: 1 })
    await sql`delete from queue_calls`.execute(server.database.db)
    expect(await watching.next()).toEqual({ t: 'floor' })
    watching.close()
  })

  it('[S1] a desk that goes silent with its connection open is away after its time', async () => {
    const [supervisor, post] = [await server.desk('supervisor'), await server.desk('post')]
    const watching = await joinLive(url, supervisor)
    const reporting = await joinLive(url, post)
    reporting.send({ t: 'presence', report: { ...TALKING, calls: [] } })
    await watching.next()
    expect((await standing(supervisor, 'post'))?.state).toBe('ready')
    server.advance(PRESENCE_TTL_MS)
    expect((await standing(await server.desk('supervisor'), 'post'))?.state).toBe('away')
    reporting.close()
    watching.close()
  })

  it('[S1] each number of the day opens exactly the records it counts', async () => {
    const operator = await server.desk('operator')
    const at = (seconds: number): string => new Date(server.now() - 600_000 + seconds * 1000).toISOString()
    const times = { offeredAt: at(0), endedAt: at(300) }
    await called(operator, { ...times, answeredAt: at(6) }, 1)
    await called(operator, { ...times, answeredAt: at(45) }, 2)
    await called(operator, { ...times, result: 'missed', answeredAt: null, sipCallId: 'rang-twice' }, 3)
    await called(operator, { ...times, result: 'missed', answeredAt: null, sipCallId: 'rang-twice' }, 4)
    await called(operator, { ...times, result: 'missed', answeredAt: null, sipCallId: 'taken' }, 5)
    await called(operator, { ...times, result: 'answeredElsewhere', answeredAt: null, sipCallId: 'taken' }, 6)
    await called(operator, { ...times, direction: 'out', answeredAt: at(10) }, 7)

    const supervisor = await server.desk('supervisor')
    const { today, date, target } = await floorOf(supervisor)
    expect(today).toMatchObject({ answered: 2, answeredInTime: 1, lost: 1, outbound: 1, appeals: 0 })
    const total = async (address: string): Promise<number> => (await supervisor.get(address)).json().total
    const day = `from=${date}&to=${date}`
    expect(await total(`/api/call-log?${day}&direction=in&result=answered`)).toBe(today.answered)
    expect(await total(`/api/call-log?${day}&answeredWithin=${target.seconds}&direction=in`)).toBe(today.answeredInTime)
    expect(await total(`/api/call-log?${day}&lost=yes`)).toBe(today.lost)
    expect(await total(`/api/call-log?${day}&direction=out`)).toBe(today.outbound)
    expect(await total(`/api/journal?${day}`)).toBe(today.appeals)

    await sql`update appeals set state = 'registered', answer_by = case number when 'ОЖ-2026-000001' then ${date}::date
      else ${date}::date - 3 end where org_id = ${ids.org} and number <> 'ОЖ-2026-000010'`.execute(server.database.db)
    const later = (await floorOf(supervisor)).today
    const ever = `from=2016-01-01&to=${date}&open=yes`
    expect(later).toMatchObject({ open: 2, unassigned: 2, dueToday: 1, overdue: 1 })
    expect(await total(`/api/journal?${ever}`)).toBe(2)
    expect(await total(`/api/journal?${ever}&unassigned=yes`)).toBe(2)
    expect(await total(`/api/journal?${ever}&answerFrom=${date}&answerTo=${date}`)).toBe(1)
    expect(await total(`/api/journal?${ever}&answerTo=2026-11-23`)).toBe(1)
  })
})

describeOnEngines('reviews of calls', (open) => {
  let server: TestServer
  const callId = anId<CallId>(0xca_0001)
  const review = {
    callId,
    cardId: '2026-01',
    marks: {
      greeting: 'yes',
      identity: 'yes',
      question: 'partly',
      answer: 'yes',
      prevention: 'notApplicable',
      registration: 'yes',
      tone: 'yes',
    } as const,
    score: 92,
    comments: [{ atSeconds: 12, text: 'Здесь стоило уточнить вопрос' }],
    summary: 'Хороший разговор',
  }
  beforeAll(async () => {
    server = await startTestServer(open)
    await called(await server.desk('operator'), {}, 1)
  })
  afterAll(() => server.close())

  const statusOf = async (desk: TestDesk, args: object) =>
    (await desk.pushed(desk.command(reviewCall, { ...review, ...args } as never))).answers[0]

  it('[S2] only a supervisor of the organisation reviews, by a known card and with the score that the weights give', async () => {
    expect(await statusOf(await server.desk('expert'), {})).toMatchObject({ refusal: { code: 'rights.notAllowed' } })
    const supervisor = await server.desk('supervisor')
    expect(await statusOf(supervisor, { score: 99 })).toMatchObject({ refusal: { code: 'supervision.wrongScore' } })
    expect(await statusOf(supervisor, { cardId: 'mine' })).toMatchObject({
      refusal: { code: 'supervision.unknownCard' },
    })
    expect(await statusOf(supervisor, { callId: anId(0xca_ffff) })).toMatchObject({ status: 'refused' })
    await server.fill({ n: 1 })
    const foreign = await server.desk('supervisor-1')
    expect(await statusOf(foreign, {})).toMatchObject({ status: 'refused' })
  })

  it('[S2] reaches who had the call and the supervisors, stands in the call log, and is answered', async () => {
    const [supervisor, operator, expert] = [
      await server.desk('supervisor'),
      await server.desk('operator'),
      await server.desk('expert'),
    ]
    const cursor = async (desk: TestDesk, scope: string) =>
      ({ [scope]: (await desk.get(`/api/sync/manifest?scope=${scope}`)).json().cursor }) as Record<string, string>
    const [own, others] = [`own:${ids.user('operator')}`, `own:${ids.user('expert')}`]
    const before = { operator: await cursor(operator, own), expert: await cursor(expert, others) }
    expect(await statusOf(supervisor, {})).toMatchObject({ status: 'applied' })
    const pulled = (await operator.pull(before.operator)).changes[own]?.records
    expect(pulled).toMatchObject([{ kind: 'callReview', id: callId, data: { revision: 1, score: 92, readAt: null } }])
    expect((await expert.pull(before.expert)).changes[others]?.records).toEqual([])

    const logged = async () =>
      (await supervisor.get('/api/call-log?from=2026-11-01&to=2026-11-30&reviewed=yes')).json().items
    expect(await logged()).toMatchObject([{ call: { id: callId }, review: { score: 92, isRead: false } }])
    const answer = (desk: TestDesk, revision: number) =>
      desk.pushed(desk.command(answerReview, { callId, revision, reply: 'Учту' }))
    expect((await answer(expert, 1)).answers[0]).toMatchObject({ refusal: { code: 'record.notFound' } })
    expect((await answer(operator, 2)).answers[0]).toMatchObject({ refusal: { code: 'supervision.reviewReplaced' } })
    expect((await answer(operator, 1)).answers[0]).toMatchObject({ status: 'applied' })
    expect(await logged()).toMatchObject([{ review: { score: 92, isRead: true } }])
    expect(await statusOf(supervisor, { summary: 'Ещё раз' })).toMatchObject({
      records: [{ data: { revision: 2, readAt: null, reply: '' } }],
    })
  })

  it('[MERGE1] one review does not take the place of another that its writer had not seen', async () => {
    const supervisor = await server.desk('supervisor')
    await called(await server.desk('operator'), {}, 2)
    const another = anId<CallId>(0xca_0002)
    const key = `callReview:${another}#review`
    const send = async (summary: string, seen: unknown) => {
      const args = { ...review, callId: another, summary }
      const { answers } = await supervisor.pushed(
        supervisor.command(reviewCall, args as never, { seenFields: { [key]: seen } }),
      )
      return answers[0]
    }
    const { marks, comments } = review
    expect(await send('Первый', null)).toMatchObject({ status: 'applied' })
    expect(await send('Второй, не видя первого', null)).toMatchObject({
      refusal: { code: 'record.conflict', args: { field: 'review' } },
      records: expect.arrayContaining([
        expect.objectContaining({ kind: 'callReview', data: expect.objectContaining({ summary: 'Первый' }) }),
      ]),
    })
    expect(await send('Второй, видя первый', { marks, comments, summary: 'Первый' })).toMatchObject({
      records: [{ data: { revision: 2, summary: 'Второй, видя первый' } }],
    })
  })
})

describeOnPostgres('the floor across API nodes', (open) => {
  it('[S1] a desk of one node is seen by a supervisor of another', async () => {
    const first = await startTestServer(open)
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(first.database.db)
    const second = await startTestServer(async () => first.openAgain(rows[0]?.name ?? ''), {
      fill: null,
      keys: first.keys,
    })
    const [here, there] = await Promise.all(
      [first, second].map((node) => node.api.listen({ host: '127.0.0.1', port: 0 })),
    )
    const supervisor = await second.desk('supervisor')
    const watching = await joinLive(there ?? '', supervisor)
    const reporting = await joinLive(here ?? '', await first.desk('operator'))
    reporting.send({ t: 'presence', report: TALKING })
    expect(await watching.next()).toEqual({ t: 'floor' })
    expect((await standing(supervisor, 'operator'))?.state).toBe('talking')
    watching.close()
    reporting.close()
    await second.close()
    await first.close()
  })
})
