import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { aCall } from '#shared/builders/a-call.ts'
import type { CallRecording } from '#shared/features/telephony/call-recording.ts'
import { keepRecording, recordCall } from '#shared/features/telephony/commands.ts'
import type { CallId, PersonId } from '#shared/kernel/ids.ts'
import { deleteExpiredRecordings } from './recording-storage.ts'

const ids = tinyIds()
/** What a WebM file begins with, and enough behind it for several pieces. */
const SOUND = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(50_000, 7)])
const TUS = { 'tus-resumable': '1.0.0' }

function recordingOf(content: Buffer, overrides: Partial<CallRecording> = {}): CallRecording {
  return {
    type: 'audio/webm',
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    startedAt: '2026-11-23T09:27:06.100Z',
    endedAt: '2026-11-23T09:30:06.000Z',
    pauses: [{ from: '2026-11-23T09:28:00.000Z', to: '2026-11-23T09:28:20.000Z' }],
    isCutShort: false,
    ...overrides,
  }
}

describeOnEngines('recordings of calls', (open) => {
  const folder = mkdtempSync(join(tmpdir(), 'opora-recordings-'))
  let server: TestServer
  let operator: TestDesk
  let colleague: TestDesk
  let supervisor: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open, { env: { OPORA_DATA: folder } })
    await server.fill({ n: 1 })
    operator = await server.desk('operator')
    colleague = await server.desk('post')
    supervisor = await server.desk('supervisor')
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function recordedCall(recording: CallRecording | null): Promise<CallId> {
    const id = newId<CallId>()
    const {
      userId: _,
      outcome: __,
      note: ___,
      wrappedUpAt: ____,
      ...facts
    } = aCall({ id, personId: ids.person(0x10_0001) as PersonId })
    const commands = [operator.command(recordCall, facts)]
    if (recording !== null) commands.push(operator.command(keepRecording, { callId: id, recording }))
    const { answers } = await operator.pushed(...commands)
    expect(answers.map(({ status }) => status)).toEqual(commands.map(() => 'applied'))
    return id
  }

  const soundOf = (id: string): string => `/api/calls/${id}/recording`
  const begin = (desk: TestDesk, id: string, length: number) =>
    server.inject({
      method: 'POST',
      url: `${soundOf(id)}/upload`,
      headers: { ...desk.headers, ...TUS, 'upload-length': String(length) },
    })
  const piece = (desk: TestDesk, id: string, offset: number, content: Buffer) =>
    server.inject({
      method: 'PATCH',
      url: `${soundOf(id)}/upload`,
      headers: {
        ...desk.headers,
        ...TUS,
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
      payload: content,
    })
  const head = (desk: TestDesk, id: string) =>
    server.inject({ method: 'HEAD', url: `${soundOf(id)}/upload`, headers: { ...desk.headers, ...TUS } })
  const stateOf = async (desk: TestDesk, id: string) =>
    (await desk.get(`${soundOf(id)}/state`)).json<{ state: string; sha256: string | null }>()

  async function uploaded(): Promise<CallId> {
    const id = await recordedCall(recordingOf(SOUND))
    await begin(operator, id, SOUND.length)
    expect((await piece(operator, id, 0, SOUND)).statusCode).toBe(204)
    return id
  }

  it('[S2] a recording goes on after a break, is checked, and is played whole or by Range, each time audited', async () => {
    const id = await recordedCall(recordingOf(SOUND))
    expect(await stateOf(supervisor, id)).toEqual({ state: 'uploading', sha256: null })
    expect((await begin(operator, id, SOUND.length)).statusCode).toBe(201)
    expect((await piece(operator, id, 0, SOUND.subarray(0, 20_000))).headers['upload-offset']).toBe('20000')
    expect((await head(operator, id)).headers['upload-offset']).toBe('20000')
    expect((await supervisor.get(soundOf(id))).statusCode).toBe(404)
    expect((await piece(operator, id, 20_000, SOUND.subarray(20_000))).statusCode).toBe(204)
    expect(await stateOf(operator, id)).toEqual({ state: 'present', sha256: recordingOf(SOUND).sha256 })

    const whole = await supervisor.get(soundOf(id))
    expect(whole.statusCode).toBe(200)
    expect(whole.headers).toMatchObject({
      'content-type': 'audio/webm',
      'cache-control': 'no-store',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
    })
    expect(whole.rawPayload.equals(SOUND)).toBe(true)
    const range = (value: string) =>
      server.inject({ method: 'GET', url: soundOf(id), headers: { ...operator.headers, range: value } })
    const part = await range('bytes=2-5')
    expect(part.statusCode).toBe(206)
    expect(part.headers['content-range']).toBe(`bytes 2-5/${SOUND.length}`)
    expect(part.rawPayload.equals(SOUND.subarray(2, 6))).toBe(true)
    const beyond = await range(`bytes=${SOUND.length}-`)
    expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, `bytes */${SOUND.length}`])

    const { rows } = await sql<{ user_id: string; subject: string; details: object }>`
      select user_id, subject, details from audit
      where action = 'recording.listen' and details->>'callId' = ${id} order by seq`.execute(server.database.db)
    expect(rows).toEqual([
      { user_id: ids.user('supervisor'), subject: ids.person(0x10_0001), details: { callId: id } },
      { user_id: ids.user('operator'), subject: ids.person(0x10_0001), details: { callId: id, from: 2, to: 5 } },
    ])
  })

  it('[S2] is heard by supervisors of the organisation and by who had the call: 401, 403 and 404 for all others', async () => {
    const id = await uploaded()
    for (const url of [soundOf(id), `${soundOf(id)}/state`]) {
      expect((await server.inject({ method: 'GET', url })).statusCode).toBe(401)
      expect((await (await server.desk('admin')).get(url)).statusCode).toBe(403)
      for (const desk of [colleague, await server.desk('supervisor-1')])
        expect((await desk.get(url)).statusCode).toBe(404)
      for (const desk of [operator, supervisor]) expect((await desk.get(url)).statusCode).toBe(200)
      expect((await supervisor.get(url.replace(id, newId()))).statusCode).toBe(404)
    }
    expect((await stateOf(supervisor, await recordedCall(null))).state).toBe('none')
  })

  it('is taken from the desk of the call only, only when the call names it, and only once', async () => {
    const id = await recordedCall(recordingOf(SOUND))
    const url = `${soundOf(id)}/upload`
    expect((await server.inject({ method: 'POST', url, headers: TUS })).statusCode).toBe(401)
    expect((await begin(await server.desk('admin'), id, SOUND.length)).statusCode).toBe(403)
    for (const desk of [colleague, supervisor]) {
      expect((await begin(desk, id, SOUND.length)).statusCode).toBe(404)
      expect((await piece(desk, id, 0, SOUND)).statusCode).toBe(404)
    }
    expect((await begin(operator, await recordedCall(null), SOUND.length)).statusCode).toBe(404)
    const done = await uploaded()
    expect((await begin(operator, done, SOUND.length)).statusCode).toBe(409)
    const again = await operator.pushed(
      operator.command(keepRecording, { callId: done, recording: recordingOf(SOUND, { isCutShort: true }) }),
    )
    expect(again.answers[0]).toMatchObject({ status: 'refused', refusal: { code: 'record.exists' } })
    const foreign = await colleague.pushed(
      colleague.command(keepRecording, { callId: done, recording: recordingOf(SOUND) }),
    )
    expect(foreign.answers[0]).toMatchObject({ status: 'refused', refusal: { code: 'record.notFound' } })
  })

  it('a content of another size, type or checksum is not taken, and can be sent anew', async () => {
    const noise = Buffer.alloc(3_000, 1)
    const wrongType = await recordedCall(recordingOf(noise))
    await begin(operator, wrongType, noise.length)
    const refused = await piece(operator, wrongType, 0, noise)
    expect([refused.statusCode, refused.json().error.code]).toEqual([422, 'telephony.recording.type'])

    const id = await recordedCall(recordingOf(SOUND))
    expect((await begin(operator, id, SOUND.length - 1)).statusCode).toBe(422)
    await begin(operator, id, SOUND.length)
    const altered = Buffer.from(SOUND)
    altered[40_000] = 8
    const wrong = await piece(operator, id, 0, altered)
    expect([wrong.statusCode, wrong.json().error.code]).toEqual([422, 'telephony.recording.checksum'])
    expect(existsSync(join(folder, 'recordings', id))).toBe(false)
    expect((await stateOf(operator, id)).state).toBe('uploading')
    await begin(operator, id, SOUND.length)
    expect((await piece(operator, id, 0, SOUND)).statusCode).toBe(204)
    expect((await stateOf(operator, id)).state).toBe('present')
  })

  it('a recording that had arrived when the server died is entered when the desk asks again', async () => {
    const id = await uploaded()
    await sql`delete from call_recordings where call_id = ${id}`.execute(server.database.db)
    expect((await stateOf(operator, id)).state).toBe('uploading')
    expect((await head(operator, id)).headers['upload-offset']).toBe(String(SOUND.length))
    expect((await stateOf(operator, id)).state).toBe('present')
  })

  it('is deleted when its term is over: the content goes, that there was one stays known, and it is entered into the audit', async () => {
    const id = await uploaded()
    const notes: string[] = []
    const storage = (nowMs: number) => ({
      db: server.database.db,
      now: () => nowMs,
      folder: join(folder, 'recordings'),
      terms: [{ validFrom: '2026-01-01', validTo: null, source: '', keepDays: 30, announcedBy: 'записывается' }],
      zoneOffsetMinutes: 180,
      note: async (_tx: unknown, _orgId: string, callId: string) => void notes.push(callId),
    })
    // The call is of 23 November.
    expect(await deleteExpiredRecordings(storage(Date.parse('2026-12-23T12:00:00Z')))).toBe(0)
    expect(await deleteExpiredRecordings(storage(Date.parse('2026-12-24T00:00:00Z')))).toBeGreaterThan(0)
    expect(notes).toContain(id)
    expect(existsSync(join(folder, 'recordings', id))).toBe(false)
    expect((await stateOf(supervisor, id)).state).toBe('deleted')
    expect((await supervisor.get(soundOf(id))).statusCode).toBe(404)
    expect((await begin(operator, id, SOUND.length)).statusCode).toBe(409)
    expect(await deleteExpiredRecordings(storage(Date.parse('2026-12-25T00:00:00Z')))).toBe(0)
  })
})
