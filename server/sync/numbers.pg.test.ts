import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { NUMBER_BLOCK_SIZE, type NumberBlock } from '#shared/protocol/numbers.ts'

describeOnEngines('numbers', (open) => {
  let server: TestServer
  let desk: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open)
    desk = await server.desk('operator')
  })
  afterAll(() => server.close())

  const lease = async (by: TestDesk, requestId = newId(), year = 2026): Promise<NumberBlock> => {
    const answer = await by.post('/api/sync/numbers', { requestId, year })
    if (answer.statusCode !== 200) throw new Error(answer.body)
    return answer.json<{ block: NumberBlock }>().block
  }

  it('[NUM1] blocks begin after the numbers that are in the journal already', async () => {
    const { rows } = { rows: await server.database.db.selectFrom('number_uses').select('serial').execute() }
    const block = await lease(desk)
    expect(block.first).toBe(Math.max(...rows.map(({ serial }) => serial)) + 1)
    expect(block).toMatchObject({ journal: 'ОЖ', year: 2026, last: block.first + NUMBER_BLOCK_SIZE - 1 })
  })

  it('[NUM1] a repeat of a request gives the same block, also when both are under way at once', async () => {
    const requestId = newId()
    const blocks = await Promise.all([lease(desk, requestId), lease(desk, requestId), lease(desk, requestId)])
    expect(new Set(blocks.map(({ first }) => first)).size).toBe(1)
    expect(await lease(desk, requestId)).toEqual(blocks[0])
  })

  it('[NUM1] a request id of another device is refused, not shared', async () => {
    const requestId = newId()
    await lease(desk, requestId)
    const other = await server.desk('operator')
    expect((await other.post('/api/sync/numbers', { requestId, year: 2026 })).statusCode).toBe(403)
  })

  it('[NUM1] many devices that lease at the same time never share a serial', async () => {
    const desks = await Promise.all(Array.from({ length: 8 }, () => server.desk('operator')))
    const blocks = await Promise.all(desks.flatMap((each) => [lease(each), lease(each), lease(each)]))
    const serials = blocks.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i))
    expect(serials).toHaveLength(24 * NUMBER_BLOCK_SIZE)
    expect(new Set(serials).size).toBe(serials.length)
  })

  it('[NUM1] each year and each organisation counts for itself', async () => {
    await server.fill({ n: 1 })
    const theirs = await lease(await server.desk('operator-1'))
    expect(theirs.journal).not.toBe('ОЖ')
    expect(await lease(desk, newId(), 2027)).toMatchObject({ year: 2027, first: 1 })
  })

  it('refuses a year that is neither last, this nor next', async () => {
    const answer = await desk.post('/api/sync/numbers', { requestId: newId(), year: 2031 })
    expect([answer.statusCode, answer.json().error]).toMatchObject([
      400,
      { code: 'numbers.yearNotOpen', field: 'year' },
    ])
  })
})
