import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { promiseCallBack, settleCallBack } from '#shared/features/telephony/call-back.ts'
import type { CallId } from '#shared/kernel/ids.ts'

const ids = tinyIds()

describeOnEngines('promised calls', (open) => {
  let server: TestServer
  let operator: TestDesk
  let post: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open, { fill: { persons: 5 } })
    operator = await server.desk('operator')
    post = await server.desk('post')
  })
  afterAll(() => server.close())

  const promise = (change: object = {}) => ({
    id: newId<CallId>(),
    number: '+70001234567',
    personId: null,
    clinicId: ids.clinics[0] as never,
    dueAt: '2026-11-24T10:00:00.000Z',
    note: 'справка',
    isForAnyone: true,
    ...change,
  })

  it('[C7] one for anyone reaches the desks of the clinic, and only the first to take it has it', async () => {
    const args = promise()
    expect((await operator.pushed(operator.command(promiseCallBack, args))).answers[0]?.status).toBe('applied')
    const scopes = await server.database.db
      .selectFrom('scope_records')
      .select('scope')
      .where('record_id', '=', args.id)
      .execute()
    expect(scopes.map(({ scope }) => scope).sort()).toEqual(
      [`own:${ids.user('operator')}`, `registry:${ids.clinics[0]}`].sort(),
    )
    const taken = await post.pushed(post.command(settleCallBack, { id: args.id, how: 'take' }))
    expect(taken.answers[0]?.status).toBe('applied')
    const late = await operator.pushed(operator.command(settleCallBack, { id: args.id, how: 'kept' }))
    expect(late.answers[0]).toMatchObject({ status: 'refused', refusal: { code: 'telephony.callBackTaken' } })
  })

  it('[C7] a clinic or a person out of reach is refused as if there were none', async () => {
    const foreign = await operator.pushed(operator.command(promiseCallBack, promise({ clinicId: newId() })))
    expect(foreign.answers[0]).toMatchObject({ status: 'refused', refusal: { code: 'record.notFound' } })
    const nobody = await operator.pushed(operator.command(promiseCallBack, promise({ personId: newId() })))
    expect(nobody.answers[0]).toMatchObject({ status: 'refused', refusal: { code: 'record.notFound' } })
  })
})
