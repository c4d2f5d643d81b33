import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { anInforming } from '#shared/builders/an-informing.ts'
import { registerAppeal } from '#shared/features/appeals/commands.ts'
import { assist, book } from '#shared/features/clinics/commands.ts'
import { correctContact, createContact } from '#shared/features/insured-persons/commands.ts'
import { recordInforming } from '#shared/features/preventive-care/commands.ts'
import { recordCall, wrapUpCall } from '#shared/features/telephony/commands.ts'
import { commandKey } from '#shared/kernel/command.ts'
import type { PushRequest } from '#shared/protocol/push.ts'
import { MIN_DESK_PROTOCOL, PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import { wireSchemas } from '#test/contract/wire-schemas.ts'
import { fixedToken, type NodeDesk, openNodeDesk } from '#test/fakes/node-desk.ts'
import { VirtualTime } from '#test/simulation/virtual-time.ts'
import { type DeskRecording, outcomesOf, type RecordedExchange, replayRecording } from './desk-recording.ts'

/**
 * ELECTRON-HOST §7.4, L6: what desks of each protocol version that is still let in once sent, sent again to the server of today. A
 * recording is made once for a version, from that version: `OPORA_RECORD_DESKS=1 npx vitest run test/server/recorded-desks.pg.test.ts`
 * refuses to write over one.
 */
const FOLDER = join(import.meta.dirname, '../contract/recordings')
const fileOf = (protocol: number): string => join(FOLDER, `protocol-${protocol}.json`)
const ids = tinyIds()
const person = (serial: number): never => ids.person(serial + 0x10_0000) as never
const ANONYMOUS = { personId: null, contactId: null, anonymous: true, name: '', phone: null } as const
/** Commands that a recording must hold, so that a later one does not hold less. */
const RECORDED = [
  'insuredPersons.createContact@1',
  'insuredPersons.correctContact@1',
  'appeals.register@1',
  'telephony.recordCall@1',
  'telephony.wrapUp@1',
  'preventiveCare.recordInforming@1',
  'clinics.book@1',
  'clinics.assist@1',
]

interface OpenedDesk extends NodeDesk {
  readonly userId: string
  readonly exchanges: RecordedExchange[]
  readonly installationId: string
}

interface DeskOptions {
  /** Protocol that the desk says it speaks. */
  readonly speaks?: number
  /** Of an earlier program of the same installation. */
  readonly installationId?: string
  readonly disk?: IDBFactory
}

async function openDesk(server: TestServer, login: string, options: DeskOptions = {}): Promise<OpenedDesk> {
  const { speaks = PROTOCOL_VERSION, installationId = newId() } = options
  const { session } = await server.desk(login, installationId)
  const { user, deviceId } = session
  const exchanges: RecordedExchange[] = []
  const desk = await openNodeDesk({
    actor: { userId: user.id, orgId: user.orgId, role: user.role, clinicIds: user.clinicIds, deviceId },
    tokens: fixedToken(session.accessToken),
    timers: new VirtualTime(server.now()),
    expectedN: session.expectedN,
    ...(options.disk ? { disk: options.disk } : {}),
    fetch: async (address, init) => {
      const { pathname, search } = new URL(address)
      const method = (init.method ?? 'GET') as 'GET' | 'POST'
      const sent: unknown = init.body ? JSON.parse(String(init.body)) : null
      const body =
        sent !== null && typeof sent === 'object' && 'protocol' in sent ? { ...sent, protocol: speaks } : sent
      const answer = await server.inject({
        method,
        url: pathname + search,
        headers: { ...(init.headers as Record<string, string>), 'x-opora-protocol': String(speaks) },
        ...(body === null ? {} : { payload: body as object }),
      })
      exchanges.push({
        method,
        url: pathname + search,
        body,
        status: answer.statusCode,
        ...(pathname === '/api/sync/push' && answer.statusCode === 200
          ? { outcomes: outcomesOf(answer.json().answers) }
          : {}),
      })
      return new Response(new Uint8Array(answer.rawPayload), {
        status: answer.statusCode,
        headers: answer.headers as Record<string, string>,
      })
    },
  })
  return { ...desk, userId: user.id, exchanges, installationId }
}

/** A morning at a clinic's post and in the contact centre, with one refusal and what depended on it. */
async function work(desk: OpenedDesk, number: number): Promise<void> {
  const { writes, sync } = desk.data
  await sync.tryNow()
  const call = aCall({ id: newId(), userId: desk.userId as never, personId: person(number), note: '' })
  const contact = { id: newId<never>(), name: 'Дочь', phone: '+70001234567', note: '', clinicId: ids.clinics[0] }
  await writes.dispatch(recordCall, call)
  await writes.dispatch(createContact, contact)
  await writes.dispatchNumbered(registerAppeal, (given) => ({
    ...anAppeal({ id: newId(), concernsId: person(number), clinicId: null, applicant: ANONYMOUS }),
    number: given,
  }))
  const { id: callId, personId } = call
  await writes.dispatch(wrapUpCall, { callId, outcome: 'resolved', note: 'записана', personId, contactId: null })
  await sync.tryNow()
  await writes.dispatch(recordInforming, anInforming({ id: newId(), personId: person(number + 1) }))
  const correction = { what: 'email', email: `p${number}@pochta.invalid` } as const
  await writes.dispatch(correctContact, {
    id: newId<never>(),
    personId: person(number + 1),
    correction,
    source: 'person',
    note: '',
  })
  await writes.dispatch(book, {
    id: newId<never>(),
    personId: person(number + 1),
    clinicId: ids.clinics[0],
    unit: 1,
    what: 'checkUp',
    place: { on: '2026-11-26', time: '18:00' },
    wish: null,
    note: '',
    informingId: null,
  })
  await writes.dispatch(assist, {
    id: newId<never>(),
    personId: person(number),
    clinicId: ids.clinics[0],
    kind: 'queue',
    note: '',
  })
  const notLeased = anAppeal({
    id: newId(),
    number: `ОЖ-2026-99${number}999`,
    concernsId: null,
    clinicId: null,
    applicant: ANONYMOUS,
  })
  await writes.dispatch(registerAppeal, notLeased)
  await sync.tryNow()
}

async function record(server: TestServer): Promise<DeskRecording> {
  const desks = []
  for (const [index, login] of ['operator', 'post', 'supervisor'].entries()) {
    const desk = await openDesk(server, login)
    if (login !== 'supervisor') await work(desk, 1 + index * 3)
    await desk.data.sync.tryNow()
    await desk.close()
    desks.push({ login, installationId: desk.installationId, exchanges: desk.exchanges })
  }
  const schemas = Object.fromEntries(
    Object.entries(wireSchemas([])).map(([name, schema]) => [
      name,
      z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }),
    ]),
  )
  return { protocol: PROTOCOL_VERSION, desks, schemas }
}

/** One exchange on a line. */
function linesOf(recording: DeskRecording): string {
  return `${JSON.stringify(recording).replaceAll('{"method"', '\n{"method"').replace('"schemas"', '\n"schemas"')}\n`
}

describeOnEngines('[PULL4] desks of older protocols', (open) => {
  let server: TestServer
  afterEach(() => server.close())

  it(`sync with the server of today, from protocol ${MIN_DESK_PROTOCOL} on`, async () => {
    server = await startTestServer(open)
    if (process.env['OPORA_RECORD_DESKS'] && !existsSync(fileOf(PROTOCOL_VERSION))) {
      writeFileSync(fileOf(PROTOCOL_VERSION), linesOf(await record(server)))
      await server.close()
      server = await startTestServer(open)
    }
    for (let protocol = MIN_DESK_PROTOCOL; protocol <= PROTOCOL_VERSION; protocol += 1) {
      if (protocol > MIN_DESK_PROTOCOL) {
        await server.close()
        server = await startTestServer(open)
      }
      const recording = JSON.parse(readFileSync(fileOf(protocol), 'utf8')) as DeskRecording
      expect(recording.protocol).toBe(protocol)
      expect(await replayRecording(server, recording)).toEqual([])
    }
  })

  it('a desk that misreads an answer, and a command that is answered otherwise, are found', async () => {
    server = await startTestServer(open)
    const recording = JSON.parse(readFileSync(fileOf(MIN_DESK_PROTOCOL), 'utf8')) as DeskRecording
    const [operator] = recording.desks
    const stricter = { ...recording.schemas, 'record.appeal': z.toJSONSchema(z.object({ inventedLater: z.string() })) }
    const exchanges = operator?.exchanges.map((it) => ({
      ...it,
      ...(it.outcomes ? { outcomes: it.outcomes.map(({ id }) => ({ id, outcome: 'rebased' })) } : {}),
    }))
    const spoiled = { ...recording, schemas: stricter, desks: [{ ...operator, exchanges }] } as DeskRecording
    const troubles = (await replayRecording(server, spoiled)).join('\n')
    expect(troubles).toMatch(/cannot read record\.appeal/)
    expect(troubles).toMatch(/was rebased, is applied/)
  })

  it('below the floor a desk is answered 426, works on, keeps its outbox, and sends it once it was renewed', async () => {
    server = await startTestServer(open)
    const [disk, installationId] = [new IDBFactory(), newId()]
    const old = await openDesk(server, 'operator', { speaks: MIN_DESK_PROTOCOL - 1, installationId, disk })
    await old.data.writes.dispatch(recordCall, aCall({ id: newId(), userId: old.userId as never, personId: null }))
    await old.data.sync.tryNow()
    expect(old.exchanges.map(({ status }) => status)).toEqual(old.exchanges.map(() => 426))
    expect(old.exchanges.length).toBeGreaterThan(1)
    expect(old.status.getState()).toMatchObject({ api: 'tooOld', waiting: 1, needsYou: 0 })
    const later = aCall({ id: newId(), userId: old.userId as never, personId: null })
    expect(await old.data.writes.dispatch(recordCall, later)).toMatchObject({ ok: true })
    expect(await old.data.reads.record('call', later.id)).toMatchObject({ delivery: 'onThisComputer' })
    const waiting = await old.data.reads.waiting()
    await old.close()

    const renewed = await openDesk(server, 'operator', { installationId, disk })
    await renewed.data.sync.tryNow()
    expect(renewed.status.getState()).toMatchObject({ api: 'reachable', waiting: 0, needsYou: 0 })
    const stored = await server.database.db.selectFrom('commands').select('id').orderBy('n').execute()
    expect(stored.map(({ id }) => id)).toEqual(waiting.map(({ commandId }) => commandId))
    await renewed.close()
  })
})

describe('the recordings', () => {
  it('are there for every protocol that is let in, and hold the daily work', () => {
    const there = readdirSync(FOLDER)
    for (let protocol = MIN_DESK_PROTOCOL; protocol <= PROTOCOL_VERSION; protocol += 1) {
      expect(there).toContain(`protocol-${protocol}.json`)
      const { desks } = JSON.parse(readFileSync(fileOf(protocol), 'utf8')) as DeskRecording
      const exchanges = desks.flatMap((desk) => desk.exchanges)
      const commands = exchanges.flatMap(({ url, body }) =>
        url === '/api/sync/push' ? (body as PushRequest).commands.map(commandKey) : [],
      )
      for (const key of RECORDED) expect(commands).toContain(key)
      const paths = new Set(exchanges.map(({ url }) => url.split('?')[0]))
      for (const path of ['push', 'pull', 'manifest', 'pages', 'numbers']) expect(paths).toContain(`/api/sync/${path}`)
      const outcomes = new Set(exchanges.flatMap((it) => it.outcomes?.map(({ outcome }) => outcome) ?? []))
      for (const outcome of ['applied', 'refused numbers.notLeased']) expect(outcomes).toContain(outcome)
    }
  })
})
