import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { registerAppeal } from '#shared/features/appeals/commands.ts'
import { floorWork } from '#shared/features/supervision/floor-work.ts'
import { claimAnswer } from '#shared/features/work-queues/claim.ts'
import type { PersonId } from '#shared/kernel/ids.ts'

const ids = tinyIds()
const HOLDER = ids.user('post')

describeOnEngines('work that a colleague holds', (open) => {
  let server: TestServer
  let post: TestDesk
  let supervisor: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open)
    await server.fill({ n: 1 })
    post = await server.desk('post')
    supervisor = await server.desk('supervisor')
  })
  afterAll(() => server.close())

  const work = async () => floorWork.parse((await supervisor.get(`/api/floor/people/${HOLDER}/work`)).json())
  const take = (kind: string, id: string) =>
    server.inject({
      method: 'POST',
      url: `/api/floor/people/${HOLDER}/work/take`,
      headers: supervisor.headers,
      payload: { kind, id },
    })
  const deeds = async () => {
    const rows = await server.database.db.selectFrom('audit').select(['action', 'details']).orderBy('seq').execute()
    return rows.filter(({ action }) => action === 'work.take').map(({ details }) => details)
  }

  it('[LEASE1] a supervisor takes a leased person over: held by her from then on, once, and in the audit', async () => {
    const personIds = [ids.person(0x10_0001) as PersonId]
    const claimed = await server.inject({
      method: 'POST',
      url: '/api/work-queues/claims',
      headers: post.headers,
      payload: { queue: 'informing', personIds, want: 1, isBlock: false },
    })
    const [claim] = claimAnswer.parse(claimed.json()).claims
    const held = await work()
    expect(held.claims).toMatchObject([{ id: claim?.id, isBlock: false }])
    expect(held.claims[0]?.personName).not.toBe('')
    expect((await take('claim', claim?.id ?? '')).statusCode).toBe(200)
    expect((await work()).claims).toEqual([])
    const again = await take('claim', claim?.id ?? '')
    expect([again.statusCode, again.json().error.code]).toEqual([409, 'supervision.notHeldAnyMore'])
    const now = await server.database.db
      .selectFrom('audit')
      .select('subject')
      .where('action', '=', 'work.take')
      .execute()
    expect(now).toEqual([{ subject: personIds[0] }])
    expect(await deeds()).toEqual([{ kind: 'claim', id: claim?.id, from: HOLDER }])
  })

  it('[S1] an open appeal is taken over, and one that is done is not', async () => {
    const args = registerAppeal.args.parse(
      anAppeal({
        id: newId(),
        number: await post.takeNumber(),
        clinicId: null,
        applicant: { personId: null, contactId: null, anonymous: true, name: '', phone: null },
        concernsId: null,
        callId: null,
        result: 'takenIntoWork',
      }),
    )
    const pushed = await post.pushed(post.command(registerAppeal, args))
    expect(pushed.answers.map(({ status }) => status)).toEqual(['applied'])
    const [open] = (await work()).appeals
    expect((await take('appeal', open?.id ?? '')).statusCode).toBe(200)
    expect((await work()).appeals).toEqual([])
    expect(await deeds()).toContainEqual({ kind: 'appeal', id: open?.id, from: HOLDER })
  })
})
