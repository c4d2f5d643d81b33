import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { keepPresence } from '#server/sync/presences.ts'
import { describeOnEngines, describeOnPostgres } from '#server/testing/engines.ts'
import { startTestServer, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import type { PresenceReport } from '#shared/features/supervision/presence.ts'

const SECRET = 'secret-of-the-exchange'
const ids = tinyIds()
const READY: PresenceReport = {
  phone: { isRegistered: true, agent: 'ready', reason: null, forMs: 60_000 },
  calls: [],
  unsent: 0,
}

interface Question {
  readonly calls?: readonly string[]
  readonly told?: readonly string[]
}

/** Asks as the exchange does, with form fields; gives the lines. */
async function ask(server: TestServer, { calls = [], told = [] }: Question, secret = SECRET) {
  const fields = new URLSearchParams([
    ...calls.map((call): [string, string] => ['call', call]),
    ...told.map((word): [string, string] => ['told', word]),
  ])
  const answer = await server.inject({
    method: 'POST',
    url: '/api/telephony/routing',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/x-www-form-urlencoded' },
    payload: fields.toString(),
  })
  return {
    status: answer.statusCode,
    type: answer.headers['content-type'],
    lines: answer.body.split('\n').filter(Boolean),
  }
}

/** What Kamailio writes of a call. */
const named = (
  call: string,
  over: { waitedMs?: number; from?: string; source?: string; missedBy?: string } = {},
): string =>
  [call, over.waitedMs ?? 0, over.from ?? '+70009999999', '100', over.source ?? 'direct', '', over.missedBy ?? ''].join(
    '|',
  )

async function present(server: TestServer, login: string, report: PresenceReport = READY): Promise<void> {
  const actor = { deviceId: `device-${login}` as never, orgId: ids.org as never, userId: ids.user(login) }
  await keepPresence(server.database.db, actor, `connection-${login}`, report, server.now(), false)
}

const idleFor = (forMs: number): PresenceReport => ({ ...READY, phone: READY.phone && { ...READY.phone, forMs } })

describeOnEngines('the queue of calls', (open) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(open, { env: { OPORA_ROUTING_SECRET: SECRET } })
    // Two of the first level: `operator` on 1001 and, moved to it, `post` on 1002.
    await sql`update users set role = 'L1' where login = 'post'`.execute(server.database.db)
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    await sql`truncate queue_calls, presences`.execute(server.database.db)
  })

  it('[C3] is for the exchange with its secret only', async () => {
    expect((await ask(server, {}, 'another-secret-of-16')).status).toBe(401)
    const desk = await server.desk('operator')
    expect((await ask(server, {}, desk.session.accessToken)).status).toBe(401)
    expect(await ask(server, {})).toMatchObject({ status: 200, lines: [] })
  })

  it('[DIST7] a call waits until somebody is ready, then rings at the one who is free for longest', async () => {
    expect((await ask(server, { calls: [named('a')] })).lines).toEqual([])
    await present(server, 'operator', idleFor(10_000))
    await present(server, 'post', idleFor(20_000))
    expect(await ask(server, { calls: [named('a'), named('b'), named('c')] })).toMatchObject({
      type: 'text/plain; charset=utf-8',
      lines: ['a ring 1002 20000', 'b ring 1001 20000'],
    })
    // Both are being rung: their desks need not have said so.
    expect((await ask(server, { calls: [named('c')] })).lines).toEqual([])
  })

  it('[DIST8] who let it pass is passed over; the answer of ours that was lost is nobody’s miss', async () => {
    await present(server, 'operator', idleFor(20_000))
    expect((await ask(server, { calls: [named('a')] })).lines).toEqual(['a ring 1001 20000'])
    expect((await ask(server, { calls: [named('a')] })).lines).toEqual(['a ring 1001 20000'])
    expect((await ask(server, { calls: [named('a', { missedBy: '1001' })] })).lines).toEqual([])
    await present(server, 'post', idleFor(1_000))
    expect((await ask(server, { calls: [named('a', { missedBy: '1001' })] })).lines).toEqual(['a ring 1002 20000'])
  })

  it('in a call, not ready, without a line or without a desk nobody is rung', async () => {
    const talking = { direction: 'in', source: 'direct', phase: 'talking', forMs: 1 } as const
    const phone = { isRegistered: true, agent: 'ready', reason: null, forMs: 1 } as const
    for (const report of [
      { ...READY, calls: [talking] },
      { ...READY, phone: { ...phone, agent: 'notReady', reason: 'break' } },
      { ...READY, phone: { ...phone, agent: 'afterCallWork' } },
      { ...READY, phone: { ...phone, isRegistered: false } },
      { ...READY, phone: null },
    ] satisfies PresenceReport[]) {
      await present(server, 'operator', report)
      expect((await ask(server, { calls: [named('a')] })).lines).toEqual([])
    }
  })

  it('[S9] without an admission in force nobody is rung', async () => {
    const { db } = server.database
    await present(server, 'operator')
    await sql`update staff_documents set valid_until = '2026-11-23' where user_id = ${ids.user('operator')}`.execute(db)
    expect((await ask(server, { calls: [named('a')] })).lines).toEqual([])
    await sql`update staff_documents set valid_until = '2027-12-31' where user_id = ${ids.user('operator')}`.execute(db)
    expect((await ask(server, { calls: [named('a')] })).lines).toEqual(['a ring 1001 20000'])
  })

  it('[DIST3] a caller of a priority group comes first, known by the number; a number of two people tells nothing', async () => {
    const { db } = server.database
    const set = (serial: number, number: string, marks: string[]) =>
      sql`update insured_persons set data = data || ${JSON.stringify({ marks, phones: [{ number, kind: 'mobile', valid: true }] })}::jsonb
        where id = ${ids.person(0x10_0000 + serial)}`.execute(db)
    await set(1, '+70001110001', ['priorityRight'])
    await set(2, '+70001110002', ['priorityRight'])
    await set(3, '+70001110002', [])
    await present(server, 'operator')
    const calls = [
      named('plain', { waitedMs: 30_000 }),
      named('family', { waitedMs: 20_000, from: '+70001110002' }),
      named('priority', { waitedMs: 10, from: 'sip:+70001110001@outside' }),
    ]
    expect((await ask(server, { calls })).lines).toEqual(['priority ring 1001 20000'])
    const kept = await sql`select * from queue_calls`.execute(db)
    expect(JSON.stringify(kept.rows)).not.toContain('+7000')
  })

  it('[DIST3] a question that was long on its way puts nobody behind those who came later', async () => {
    // It was three seconds on its way: the first caller looks as if he had come only now.
    await ask(server, { calls: [named('first')] })
    server.advance(250)
    await present(server, 'operator')
    const calls = [named('second', { waitedMs: 2_000 }), named('first', { waitedMs: 3_250 })]
    expect((await ask(server, { calls })).lines).toEqual(['first ring 1001 20000'])
  })

  it('[DIST6] who spoke with the caller last gets the call though she is free for a shorter time', async () => {
    await sql`insert into calls (id, org_id, version, data, user_id, result, remote_number, offered_at)
      values ('talk-of-before', ${ids.org}, 1, '{}', ${ids.user('operator')}, 'answered', '+70002220001', ${new Date(server.now() - 86_400_000).toISOString()})`.execute(
      server.database.db,
    )
    await present(server, 'operator', idleFor(1_000))
    await present(server, 'post', idleFor(60_000))
    expect((await ask(server, { calls: [named('a', { from: '+70002220001' })] })).lines).toEqual(['a ring 1001 20000'])
  })

  it('[DIST11] answered she is busy until her desk says so itself, ended she is free; a call no longer named is gone', async () => {
    await present(server, 'operator')
    await ask(server, { calls: [named('a')] })
    expect((await ask(server, { told: ['answered|a'], calls: [named('b')] })).lines).toEqual([])
    expect((await ask(server, { told: ['ended|a'], calls: [named('b')] })).lines).toEqual(['b ring 1001 20000'])
    // The exchange was restarted and tells nothing more of `b`.
    server.advance(24_000)
    await present(server, 'operator')
    expect((await ask(server, { calls: [named('c')] })).lines).toEqual(['c ring 1001 20000'])
  })

  it('[DIST1] [DIST2] out of hours calls are refused, and who waited at their end is still served', async () => {
    await ask(server, { calls: [named('early')] })
    const toEvening = Date.parse('2026-11-24T18:30:00Z') - server.now()
    server.advance(toEvening)
    // Named all the while.
    await sql`update queue_calls set named_at = ${new Date(server.now()).toISOString()}`.execute(server.database.db)
    await sql`update queue_calls set arrived_at = ${new Date(server.now() - 1_000).toISOString()}`.execute(
      server.database.db,
    )
    await present(server, 'operator')
    expect(
      (await ask(server, { calls: [named('early'), named('late'), named('fund', { source: 'fund' })] })).lines,
    ).toEqual(
      ['early ring 1001 20000', 'late refuse 480 closed', 'fund refuse 480 closed'].sort((a, b) => order(a) - order(b)),
    )
  })
})

/** Lines come in the order of the question. */
const order = (line: string): number => ['early', 'late', 'fund'].indexOf(line.split(' ')[0] ?? '')

describeOnPostgres('the queue on several API nodes', (open) => {
  it('[DIST11] asked at the same time by two exchanges, no two calls get one representative', async () => {
    const first = await startTestServer(open, { env: { OPORA_ROUTING_SECRET: SECRET } })
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(first.database.db)
    const second = await startTestServer(() => first.openAgain(rows[0]?.name ?? ''), {
      env: { OPORA_ROUTING_SECRET: SECRET },
      fill: null,
      keys: first.keys,
    })
    await sql`update users set role = 'L1' where login = 'post'`.execute(first.database.db)
    for (let round = 0; round < 10; round++) {
      await sql`truncate queue_calls, presences`.execute(first.database.db)
      await present(first, 'operator')
      await present(first, 'post')
      const answers = await Promise.all(
        [first, second, first, second].map((server, index) => ask(server, { calls: [named(`${round}-${index}`)] })),
      )
      const rung = answers.flatMap(({ lines }) => lines.map((line) => line.split(' ')[2]))
      expect(rung.sort()).toEqual(['1001', '1002'])
    }
    await second.close()
    await first.close()
  })
})
