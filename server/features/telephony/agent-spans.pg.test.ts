import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { type KeptSpan, recordSpans } from '#shared/features/telephony/agent-commands.ts'

const ids = tinyIds()

describeOnEngines('stretches of a shift', (open) => {
  let server: TestServer
  let desk: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open, { fill: { persons: 5 } })
    desk = await server.desk('operator')
  })
  afterAll(() => server.close())

  const span = (change: Partial<KeptSpan> = {}): KeptSpan => ({
    id: newId(),
    activity: 'ready',
    reason: null,
    from: '2026-11-24T06:00:00.000Z',
    to: '2026-11-24T06:10:00.000Z',
    seconds: 600,
    isCutShort: false,
    ...change,
  })

  it('[C9] are kept once under who had them, also when they are sent again', async () => {
    const [first, second] = [span(), span({ activity: 'notReady', reason: 'lunch' })]
    expect((await desk.pushed(desk.command(recordSpans, { spans: [first] }))).answers[0]).toMatchObject({
      status: 'applied',
    })
    const again = await desk.pushed(desk.command(recordSpans, { spans: [first, second] }))
    expect(again.answers[0]).toMatchObject({
      status: 'applied',
      records: [
        { id: second.id, data: { userId: ids.user('operator'), reason: 'lunch', receivedAt: expect.any(String) } },
      ],
    })
    const rows = await server.database.db
      .selectFrom('scope_records')
      .select('scope')
      .where('record_id', 'in', [first.id, second.id])
      .execute()
    expect(rows.map(({ scope }) => scope)).toEqual([`own:${ids.user('operator')}`, `own:${ids.user('operator')}`])
  })

  it('[C9] a reason belongs to being not ready and to nothing else', async () => {
    const wrong = await desk.pushed(desk.command(recordSpans, { spans: [span({ reason: 'lunch' })] }))
    expect(wrong.answers[0]).toMatchObject({ status: 'refused' })
  })
})
