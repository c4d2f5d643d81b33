import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RECORD_KINDS } from '#server/app/record-kinds.ts'
import { pgliteDatabase } from '#server/db/database.ts'
import { migrate } from '#server/db/migrate.ts'
import { scopeLookups } from '#server/db/scope-lookups.ts'
import { keepChangeLog } from '#server/sync/log-keeping.ts'
import { writeScopedRecords } from '#server/sync/scoped-records.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { registerAppeal } from '#shared/features/appeals/commands.ts'
import { recordInforming } from '#shared/features/preventive-care/commands.ts'
import { recordCall, wrapUpCall } from '#shared/features/telephony/commands.ts'
import { fixedToken, type NodeDesk, openNodeDesk } from '#test/fakes/node-desk.ts'
import { VirtualTime } from './virtual-time.ts'

let server: TestServer
let time: VirtualTime

beforeAll(async () => {
  time = new VirtualTime(Date.parse('2026-11-24T09:00:00.000Z'))
  server = await startTestServer(
    async () => {
      const database = pgliteDatabase(await PGlite.create())
      await migrate(database)
      return database
    },
    { fill: { persons: 1200 } },
  )
})
afterAll(() => server?.close())

const ANONYMOUS = { personId: null, contactId: null, anonymous: true, name: '', phone: null } as const

async function openDesk(
  login: string,
  isReachable: (path: string) => boolean = () => true,
): Promise<NodeDesk & { readonly signedIn: TestDesk }> {
  const signedIn = await server.desk(login)
  const { user, deviceId } = signedIn.session
  const desk = await openNodeDesk({
    actor: { userId: user.id, orgId: user.orgId, role: user.role, clinicIds: user.clinicIds, deviceId },
    tokens: fixedToken(signedIn.session.accessToken),
    timers: time,
    expectedN: signedIn.session.expectedN,
    fetch: async (url, init) => {
      const { pathname, search } = new URL(url)
      if (!isReachable(pathname)) throw new TypeError('network down')
      const answer = await server.inject({
        method: (init.method ?? 'GET') as 'GET',
        url: pathname + search,
        headers: init.headers as Record<string, string>,
        ...(init.body ? { payload: String(init.body) } : {}),
      })
      return new Response(new Uint8Array(answer.rawPayload), {
        status: answer.statusCode,
        headers: answer.headers as Record<string, string>,
      })
    },
  })
  return { ...desk, signedIn }
}

describe('the desk against the real central API', () => {
  it('[PULL3] loads its scopes, finds people, [NUM1] registers with a number and [PUSH3] is answered', async () => {
    const desk = await openDesk('operator')
    await desk.data.sync.tryNow()
    expect(desk.status.getState()).toMatchObject({ api: 'reachable', numbersLeft: 100, loading: null })
    const hits = await desk.data.reads.searchPersons('Тестова', 10)
    expect(hits).toHaveLength(10)
    const person = hits[0]?.person
    expect(await desk.data.reads.person(person?.id ?? '')).toEqual(person)
    const registered = await desk.data.writes.dispatchNumbered(registerAppeal, (number) => ({
      ...anAppeal({ id: newId(), concernsId: person?.id as never, clinicId: null, applicant: ANONYMOUS }),
      number,
    }))
    expect(registered).toMatchObject({ ok: true, value: { number: expect.stringMatching(/^ОЖ-2026-\d{6}$/) } })
    expect(desk.status.getState()).toMatchObject({ waiting: 1, numbersLeft: 99 })
    const before = await desk.data.reads.history(person?.id ?? '')
    expect(before.appeals[0]).toMatchObject({ version: 0, delivery: 'onThisComputer', data: { receivedAt: null } })
    await desk.data.sync.tryNow()
    expect(desk.status.getState()).toMatchObject({ waiting: 0, needsYou: 0, numbersLeft: 199 })
    const after = await desk.data.reads.history(person?.id ?? '')
    expect(after.appeals[0]).toMatchObject({
      version: 1,
      delivery: 'sent',
      data: { receivedAt: expect.stringContaining('2026') },
    })
    await desk.close()
  })

  it('[LIVE1] a supervisor sees the call of an operator after both have synced, without any poke', async () => {
    const operator = await openDesk('operator')
    const supervisor = await openDesk('supervisor')
    await supervisor.data.sync.tryNow()
    const call = aCall({ id: newId(), userId: operator.signedIn.session.user.id, personId: null })
    expect(await operator.data.writes.dispatch(recordCall, call)).toMatchObject({ ok: true })
    const { id: callId, personId, contactId } = call
    const wrapUp = { callId, outcome: 'resolved', note: 'записана', personId, contactId } as const
    expect(await operator.data.writes.dispatch(wrapUpCall, wrapUp)).toMatchObject({ ok: true })
    expect(await operator.data.reads.waiting()).toHaveLength(2)
    await operator.data.sync.tryNow()
    await supervisor.data.sync.tryNow()
    expect(await supervisor.data.reads.records('call', (it) => it.id === callId)).toMatchObject([
      { delivery: 'sent', data: { note: 'записана' } },
    ])
    await operator.close()
    await supervisor.close()
  })

  it('[PULL5] a desk that was away longer than the change log gets fresh pages and keeps its outbox and drafts', async () => {
    const { db } = server.database
    let isReachable = (_path: string): boolean => true
    const away = await openDesk('post', (path) => isReachable(path))
    const { id: userId, orgId } = away.signedIn.session.user
    await away.data.sync.tryNow()
    const [gone, changed] = await away.data.reads.searchPersons('Тестова', 2)
    const [goneId, changedId] = [gone?.person.id ?? '', changed?.person.id ?? '']
    const call = aCall({ id: newId(), userId, personId: null, note: '' })
    await away.data.writes.dispatch(recordCall, call)
    await away.data.sync.tryNow()

    isReachable = () => false
    const inform = (personId: string) => ({
      id: newId<never>(),
      personId: personId as never,
      way: '03' as const,
      stage: '101' as const,
      result: 'agreed' as const,
      reason: null,
      repeatOn: null,
      note: 'пока не было связи',
      callId: null,
    })
    const waiting = inform(changedId)
    expect(await away.data.writes.dispatch(recordInforming, waiting)).toMatchObject({ ok: true })
    const wrapUp = { callId: call.id, outcome: 'resolved', note: 'без связи', personId: null, contactId: null } as const
    expect(await away.data.writes.dispatch(wrapUpCall, wrapUp)).toMatchObject({ ok: true })
    await away.data.drafts.save('appeals/intake', { text: 'не дописано' })

    const person = await away.data.reads.person(changedId)
    const write = (id: string, version: number, data: unknown) =>
      db
        .transaction()
        .execute((tx) =>
          writeScopedRecords(tx, RECORD_KINDS, scopeLookups(tx, orgId), [
            { kind: 'insuredPerson', id, version, data, orgId },
          ]),
        )
    await write(goneId, 2, null)
    await write(changedId, 2, { ...person, surname: 'Переменова' })
    await sql`update changes set at = at - interval '60 days'`.execute(db)
    const kept = await keepChangeLog(
      { db, keepDays: 35, renewPages: (floor) => server.pages.renew(floor) },
      Date.now(),
      'now',
    )
    expect(kept?.partsDropped).toBeGreaterThan(0)

    // The network comes back for the pull, and goes again before the pages are there: everything is shown as it was.
    isReachable = (path) => !path.startsWith('/api/sync/page') && path !== '/api/sync/push'
    await away.data.sync.tryNow()
    expect(await away.data.reads.person(goneId)).not.toBeNull()
    expect(await away.data.reads.person(changedId)).toEqual(person)
    expect(away.status.getState()).toMatchObject({ waiting: 2, loading: null })

    const progress = new Set<number>()
    away.status.subscribe(({ loading }) => {
      if (loading) progress.add(loading.total)
    })
    isReachable = (path) => path !== '/api/sync/push'
    await away.data.sync.tryNow()
    expect(Math.max(...progress)).toBeGreaterThan(1_000)
    expect(await away.data.reads.person(goneId)).toBeNull()
    expect(await away.data.reads.person(changedId)).toEqual({ ...person, surname: 'Переменова' })
    expect((await away.data.reads.searchPersons('Переменова', 5)).map((hit) => hit.person.id)).toEqual([changedId])
    // Fresh base, waiting commands on top.
    expect(away.status.getState()).toMatchObject({ waiting: 2, loading: null })
    expect(await away.data.reads.record('call', call.id)).toMatchObject({ version: 1, data: { note: 'без связи' } })
    expect(await away.data.reads.record('informing', waiting.id)).toMatchObject({ delivery: 'onThisComputer' })
    expect(await away.data.drafts.load('appeals/intake')).toEqual({ text: 'не дописано' })

    isReachable = () => true
    await away.data.sync.tryNow()
    expect(away.status.getState()).toMatchObject({ waiting: 0, needsYou: 0 })
    const supervisor = await openDesk('supervisor')
    await supervisor.data.sync.tryNow()
    expect(await supervisor.data.reads.record('call', call.id)).toMatchObject({
      version: 2,
      data: { note: 'без связи' },
    })
    expect(await supervisor.data.reads.record('informing', waiting.id)).toMatchObject({ delivery: 'sent' })
    await away.close()
    await supervisor.close()
  })

  it('[PUSH4] keeps what the server refuses, with what was typed, and sends it mended', async () => {
    const desk = await openDesk('post')
    await desk.data.sync.tryNow()
    const appeal = anAppeal({
      id: newId(),
      number: 'ОЖ-2026-999999',
      concernsId: null,
      clinicId: null,
      applicant: ANONYMOUS,
    })
    expect(await desk.data.writes.dispatch(registerAppeal, appeal)).toMatchObject({ ok: true })
    await desk.data.sync.tryNow()
    const [item] = await desk.data.reads.needsYou()
    expect(item).toMatchObject({
      name: 'appeals.register',
      about: 'ОЖ-2026-999999',
      refusal: { code: 'numbers.notLeased' },
      args: { text: appeal.text },
    })
    expect(await desk.data.reads.record('appeal', appeal.id)).toBeNull()
    const mended = await desk.data.writes.mend(item?.commandId ?? '', item?.args)
    expect(mended).toMatchObject({ ok: true, value: { number: expect.not.stringContaining('999999') } })
    await desk.data.sync.tryNow()
    expect(await desk.data.reads.needsYou()).toEqual([])
    expect(await desk.data.reads.record('appeal', appeal.id)).toMatchObject({ version: 1, delivery: 'sent' })
    await desk.close()
  })
})
