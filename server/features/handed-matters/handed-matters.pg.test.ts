import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { anId } from '#shared/builders/ids.ts'
import { handMatterOver, settleMatter } from '#shared/features/handed-matters/commands.ts'
import type { HandedMatter } from '#shared/features/handed-matters/handed-matter.ts'
import type { CommandId, PersonId, UserId } from '#shared/kernel/ids.ts'
import type { CommandAnswer, WireCommand } from '#shared/protocol/push.ts'

const ids = tinyIds()
const SECRET = 'электронная почта: было a@b.ru, стало c@d.ru'

describeOnEngines('matters handed to a colleague', (open) => {
  let server: TestServer
  let serial = 0x77_0000
  beforeAll(async () => {
    server = await startTestServer(open)
    await server.fill({ n: 1 })
  })
  afterAll(() => server.close())

  async function handed(from: TestDesk, to: string) {
    serial += 1
    const id = anId(serial) as string as CommandId
    const { answers } = await from.pushed(
      from.command(handMatterOver, {
        id,
        to: to as UserId,
        what: 'insuredPersons.correctContact',
        about: '',
        personId: ids.person(0x10_0001) as PersonId,
        lines: [SECRET],
        note: 'Перезвоните и уточните.',
      }),
    )
    return { id, answer: answers[0] }
  }

  /** A desk whose own scope is read from now on. */
  async function opened(login: string) {
    const desk = await server.desk(login)
    const own = `own:${desk.session.user.id}`
    const cursor = (await desk.get(`/api/sync/manifest?scope=${own}`)).json<{ cursor: string }>().cursor
    const seen = async (id: string): Promise<HandedMatter | undefined> => {
      const { changes } = await desk.pull({ [own]: cursor })
      return changes[own]?.records.find((it) => it.kind === 'handedMatter' && it.id === id)?.data as HandedMatter
    }
    return { desk, seen }
  }

  async function first(desk: TestDesk, command: WireCommand): Promise<CommandAnswer | undefined> {
    return (await desk.pushed(command)).answers[0]
  }

  it('[MERGE1] [PUSH4] reach the colleague with every line, nobody else, and are settled by the colleague only', async () => {
    const [operator, supervisor, other] = [await opened('operator'), await opened('supervisor'), await opened('post')]
    const { id, answer } = await handed(operator.desk, ids.user('supervisor'))
    expect(answer).toMatchObject({ status: 'applied' })
    expect(await supervisor.seen(id)).toMatchObject({ from: ids.user('operator'), lines: [SECRET], settledAt: null })
    expect(await other.seen(id)).toBeUndefined()

    const stranger = await first(other.desk, other.desk.command(settleMatter, { id, outcome: 'Сделано' }))
    expect(stranger).toMatchObject({ status: 'refused', refusal: { code: 'record.notFound' } })
    const done = await first(supervisor.desk, supervisor.desk.command(settleMatter, { id, outcome: 'Почта уточнена' }))
    expect(done).toMatchObject({ status: 'applied' })
    expect(await operator.seen(id)).toMatchObject({ outcome: 'Почта уточнена' })
  })

  it('go to colleagues of the same level and to supervisors; what an expert typed to experts only', async () => {
    const [operator, expert] = [await server.desk('operator'), await server.desk('expert')]
    const codeOf = async (from: TestDesk, to: string) => (await handed(from, to)).answer
    expect(await codeOf(expert, ids.user('expert2'))).toMatchObject({ status: 'applied' })
    for (const [from, to] of [
      [operator, ids.user('expert')],
      [expert, ids.user('supervisor')],
      [expert, ids.user('operator')],
    ] as const)
      expect(await codeOf(from, to)).toMatchObject({
        status: 'refused',
        refusal: { code: 'handedMatters.notForThisLevel', field: 'to' },
      })
    expect(await codeOf(operator, tinyIds(1).user('supervisor'))).toMatchObject({
      status: 'refused',
      refusal: { code: 'record.notFound', field: 'to' },
    })
    expect(await codeOf(operator, ids.user('operator'))).toMatchObject({
      status: 'refused',
      refusal: { code: 'handedMatters.toOneself' },
    })
  })

  it('are told once: the same matter again changes nothing, and its id is of no use to anybody else', async () => {
    const [operator, other] = [await opened('operator'), await opened('post')]
    const { id } = await handed(operator.desk, ids.user('supervisor'))
    const args = {
      id,
      to: ids.user('supervisor') as UserId,
      what: 'appeals.register',
      about: 'Ж-2026-000001',
      personId: null,
      lines: ['другое'],
      note: '',
    }
    expect(await first(operator.desk, operator.desk.command(handMatterOver, args))).toMatchObject({ status: 'applied' })
    expect(await operator.seen(id)).toMatchObject({ lines: [SECRET] })
    expect(await first(other.desk, other.desk.command(handMatterOver, args))).toMatchObject({
      status: 'refused',
      refusal: { code: 'record.notFound' },
    })
  })
})
