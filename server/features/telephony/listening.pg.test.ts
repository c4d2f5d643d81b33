import { importJWK, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepPresence } from '#server/sync/presences.ts'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { phoneCredentials } from '#shared/features/telephony/credentials.ts'
import { isListeningShown, LISTENING_AUDIENCE, listeningAnswer } from '#shared/features/telephony/listening.ts'
import type { CallId } from '#shared/kernel/ids.ts'

const ids = tinyIds()
const AGENT = ids.user('operator')

describeOnEngines('listening to calls in progress', (open) => {
  let server: TestServer
  let supervisor: TestDesk
  let operator: TestDesk
  let talk: CallId
  beforeAll(async () => {
    server = await startTestServer(open, {
      env: { OPORA_SIP_SECRET: 'a secret of tests', OPORA_SIP_WS: 'ws://127.0.0.1:1' },
    })
    await server.fill({ n: 1 })
    supervisor = await server.desk('supervisor')
    operator = await server.desk('operator')
  })
  afterAll(() => server.close())

  async function says(phase: 'ringing' | 'talking' | 'held'): Promise<void> {
    talk = newId<CallId>()
    const call = { id: talk, direction: 'in', source: 'direct', phase, forMs: 0 } as const
    const phone = { isRegistered: true, agent: 'ready', reason: null, forMs: 0 } as const
    const { deviceId, user } = operator.session
    const who = { deviceId, orgId: user.orgId, userId: user.id }
    await keepPresence(server.database.db, who, 'c1', { phone, calls: [call], unsent: 0 }, server.now(), false)
  }
  const ask = (desk: TestDesk, change: object = {}) =>
    server.inject({
      method: 'POST',
      url: '/api/telephony/listening',
      headers: desk.headers,
      payload: { userId: AGENT, callId: talk, mode: 'listen', ...change },
    })
  const codeOf = async (asked: ReturnType<typeof ask>) => {
    const answer = await asked
    return [answer.statusCode, answer.json().error?.code]
  }
  const deeds = async () => {
    const rows = await server.database.db.selectFrom('audit').select(['action', 'details']).orderBy('seq').execute()
    return rows
      .filter(({ action }) => action.startsWith('call.listen'))
      .map(({ action, details }) => [action, (details as { mode: string }).mode])
  }

  it('@S3 grants what the desk can check, names call, supervisor and mode, and enters each into the audit first', async () => {
    await says('talking')
    const begun = listeningAnswer.parse((await ask(supervisor)).json())
    const whisper = listeningAnswer.parse(
      (await ask(supervisor, { mode: 'whisper', listeningId: begun.listeningId })).json(),
    )
    expect(whisper.listeningId).toBe(begun.listeningId)
    const credentials = await server.inject({ url: '/api/telephony/credentials', headers: operator.headers })
    const { listeningKey } = phoneCredentials.parse(credentials.json())
    const { payload } = await jwtVerify(whisper.grant, await importJWK({ ...listeningKey }, 'ES256'), {
      issuer: 'opora',
      audience: LISTENING_AUDIENCE,
      currentDate: new Date(server.now()),
    })
    expect(payload).toMatchObject({ lid: begun.listeningId, agent: AGENT, call: talk, mode: 'whisper', shown: true })
    expect(await deeds()).toEqual([
      ['call.listen', 'listen'],
      ['call.listenAs', 'whisper'],
    ])
  })
  it('@S3 only conversations, only of others, only by those with the right, and only an own listening is changed', async () => {
    await says('ringing')
    expect(await codeOf(ask(supervisor))).toEqual([409, 'telephony.listening.notTalking'])
    await says('held')
    expect(await codeOf(ask(operator))).toEqual([403, 'rights.notAllowed'])
    expect(await codeOf(ask(supervisor, { callId: newId() }))).toEqual([409, 'telephony.listening.notTalking'])
    expect(await codeOf(ask(supervisor, { userId: ids.user('supervisor') }))).toEqual([409, 'telephony.listening.own'])
    expect(await codeOf(ask(supervisor, { userId: newId() }))).toEqual([404, 'record.notFound'])
    expect(await codeOf(ask(supervisor, { listeningId: newId() }))).toEqual([404, 'record.notFound'])
    expect(await codeOf(ask(await server.desk('supervisor-1')))).toEqual([404, 'record.notFound'])
    expect(await deeds()).toHaveLength(2)
  })
})

it('what is shown is a dated setting, and joining is always shown', () => {
  const rules = [
    { validFrom: '2026-01-01', validTo: '2026-11-30', source: '', shown: ['listen' as const] },
    { validFrom: '2026-12-01', validTo: null, source: '', shown: [] },
  ]
  expect((['listen', 'whisper', 'join'] as const).map((mode) => isListeningShown(rules, '2026-11-26', mode))).toEqual([
    true,
    false,
    true,
  ])
  expect(isListeningShown(rules, '2026-12-01', 'listen')).toBe(false)
})
