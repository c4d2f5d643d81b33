import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { verifyAudit } from './audit-log.ts'

const ids = tinyIds()
const personId = ids.person(0x10_0001)

describeOnEngines('audit', (open) => {
  let server: TestServer
  beforeEach(async () => {
    server = await startTestServer(open)
  })
  afterEach(() => server.close())

  const look = (id = newId()) => ({ id, personId, at: '2026-11-24T08:59:00.000Z', why: 'incomingCall', callId: null })
  const entries = () => server.database.db.selectFrom('audit').selectAll().orderBy('seq').execute()
  /** What nobody may do through the application: the trigger is taken away first, as an intruder with the database would. */
  const tamper = async (statement: string) => {
    await sql`alter table audit disable trigger user`.execute(server.database.db)
    await sql.raw(statement).execute(server.database.db)
    await sql`alter table audit enable trigger user`.execute(server.database.db)
  }
  const fiveLooks = async () => {
    const desk = await server.desk('operator')
    await desk.post('/api/audit/looks', { looks: Array.from({ length: 5 }, () => look()) })
  }

  it('keeps looks of the offline copy once, whatever is delivered twice', async () => {
    const desk = await server.desk('operator')
    const [first, second] = [look(), look()]
    expect((await desk.post('/api/audit/looks', { looks: [first] })).statusCode).toBe(204)
    expect((await desk.post('/api/audit/looks', { looks: [first, second] })).statusCode).toBe(204)
    const kept = await entries()
    expect(kept.map(({ source_id }) => source_id)).toEqual([first.id, second.id])
    expect(kept[0]).toMatchObject({
      action: 'person.look',
      subject: personId,
      user_id: ids.user('operator'),
      device_id: desk.session.deviceId,
      details: { why: 'incomingCall' },
    })
  })

  it('enters every look at a person online before answering, and none for a person out of reach', async () => {
    const [post, expert] = [await server.desk('post'), await server.desk('expert')]
    expect((await post.get(`/api/persons/${personId}?why=journal`)).statusCode).toBe(200)
    expect((await expert.get(`/api/persons/${personId}/health`)).statusCode).toBe(200)
    expect((await post.get(`/api/persons/${ids.person(0x10_0000 + 10)}`)).statusCode).toBe(404)
    expect((await entries()).map(({ action, subject }) => [action, subject])).toEqual([
      ['person.look', personId],
      ['person.health.look', personId],
    ])
  })

  it('is one whole chain also when many write at once', async () => {
    const desk = await server.desk('operator')
    await Promise.all(Array.from({ length: 12 }, () => desk.post('/api/audit/looks', { looks: [look(), look()] })))
    expect(await verifyAudit(server.database.db, ids.org)).toMatchObject({ ok: true, entries: 24 })
  })

  it('refuses changes and removals in the database itself', async () => {
    await fiveLooks()
    const { db } = server.database
    await expect(sql`update audit set action = 'x'`.execute(db)).rejects.toThrow(/append-only/)
    await expect(sql`delete from audit`.execute(db)).rejects.toThrow(/append-only/)
    await expect(sql`truncate audit`.execute(db)).rejects.toThrow(/append-only/)
  })

  it.each([
    ['a changed entry', `update audit set subject = 'somebody' where seq = 3`, { seq: 3, reason: 'content' }],
    ['a changed detail', `update audit set details = '{"why":"search"}' where seq = 2`, { seq: 2, reason: 'content' }],
    ['a removed entry', 'delete from audit where seq = 3', { seq: 3, reason: 'gap' }],
    ['a removed end', 'delete from audit where seq > 3', { seq: 3, reason: 'head' }],
    [
      'a removed entry with the others moved up',
      'delete from audit where seq = 3; update audit set seq = seq - 1 where seq > 3',
      { seq: 3, reason: 'link' },
    ],
  ])('sees %s', async (_what, statement, verdict) => {
    await fiveLooks()
    expect(await verifyAudit(server.database.db, ids.org)).toMatchObject({ ok: true, entries: 5 })
    for (const each of statement.split(';')) await tamper(each)
    expect(await verifyAudit(server.database.db, ids.org)).toEqual({ ok: false, ...verdict })
  })
})
