import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { type Colleague, colleaguesAnswer } from '#shared/features/telephony/colleagues.ts'
import type { HandOver } from '#shared/features/telephony/hand-over.ts'
import type { CallId, PersonId } from '#shared/kernel/ids.ts'

const ids = tinyIds()

describeOnEngines('handing a call over', (open) => {
  let server: TestServer
  let operator: TestDesk
  let post: TestDesk
  let supervisor: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open)
    await server.fill({ n: 1 })
    operator = await server.desk('operator')
    post = await server.desk('post')
    supervisor = await server.desk('supervisor')
  })
  afterAll(() => server.close())

  async function colleagues(desk: TestDesk, person?: PersonId): Promise<readonly Colleague[]> {
    const answer = await desk.get(`/api/telephony/colleagues${person === undefined ? '' : `?personId=${person}`}`)
    expect(answer.statusCode).toBe(200)
    return colleaguesAnswer.parse(answer.json()).items
  }

  async function extensionOf(desk: TestDesk): Promise<string> {
    const found = (await colleagues(desk === operator ? post : operator)).find(
      ({ userId }) => userId === desk.session.user.id,
    )
    if (found === undefined) throw new Error('no extension')
    return found.extension
  }

  const handed = (toExtension: string): HandOver => ({
    toExtension,
    personId: ids.person(0x10_0001) as PersonId,
    isPersonSure: true,
    contactId: null,
    source: 'dispatchService',
    note: 'Просит врача на дом',
    appeals: [],
    run: { draft: { anything: 1 }, pinned: { script: 2 } },
    form: { text: 'Начатое обращение' },
  })

  it('lists everybody with a telephone but oneself, with where they stand', async () => {
    const list = await colleagues(operator)
    expect(list.map(({ userId }) => userId)).not.toContain(operator.session.user.id)
    expect(list.map(({ userId }) => userId)).toContain(post.session.user.id)
    expect(new Set(list.map(({ state }) => state))).toEqual(new Set(['away']))
    expect(list.every(({ isOwn }) => !isOwn)).toBe(true)
  })

  it('gives what was handed over to the desk that is called, and to nobody else', async () => {
    const callId = newId<CallId>()
    const url = `/api/telephony/hand-overs/${callId}`
    const content = handed(await extensionOf(post))
    expect((await post.get(url)).statusCode).toBe(404)
    expect((await operator.put(url, content)).statusCode).toBe(200)
    const taken = await post.get(url)
    expect(taken.statusCode).toBe(200)
    expect(taken.json()).toMatchObject({ ...content, fromName: expect.any(String) })
    expect((await supervisor.get(url)).statusCode).toBe(404)
    expect((await operator.get(url)).statusCode).toBe(404)
  })

  it('what is said again replaces it; an id of somebody else’s call is not overwritten', async () => {
    const callId = newId<CallId>()
    const url = `/api/telephony/hand-overs/${callId}`
    const content = handed(await extensionOf(post))
    await operator.put(url, content)
    expect((await operator.put(url, { ...content, note: 'Уточнено' })).statusCode).toBe(200)
    expect((await supervisor.put(url, { ...content, note: 'Чужое' })).statusCode).toBe(404)
    expect((await post.get(url)).json()).toMatchObject({ note: 'Уточнено' })
  })
})
