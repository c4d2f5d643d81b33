import { afterAll, beforeAll, expect, it } from 'vitest'
import { RECORD_KINDS } from '#server/app/record-kinds.ts'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { type RegisterAppealArgs, registerAppeal } from '#shared/features/appeals/commands.ts'
import { createContact } from '#shared/features/insured-persons/commands.ts'
import { recordCall, wrapUpCall } from '#shared/features/telephony/commands.ts'
import { FAILED_TRIES, FailureCount, type PushContext, pushCommands } from './push.ts'

const ids = tinyIds()

function appealArgs(number: string, overrides: Partial<RegisterAppealArgs> = {}): RegisterAppealArgs {
  const personId = ids.person(0x10_0001) as never
  const args = registerAppeal.args.parse(
    anAppeal({
      id: newId(),
      number,
      clinicId: null,
      concernsId: personId,
      applicant: { personId, contactId: null, anonymous: false, name: 'Тестова Анна', phone: null },
    }),
  )
  return { ...args, ...overrides }
}

function callArgs() {
  const {
    userId: _user,
    outcome: _outcome,
    note: _note,
    wrappedUpAt: _at,
    ...facts
  } = aCall({
    id: newId(),
    personId: ids.person(0x10_0001) as never,
  })
  return facts
}

describeOnEngines('push', (open) => {
  let server: TestServer
  let desk: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open)
    desk = await server.desk('operator')
  })
  afterAll(() => server.close())

  it('[PUSH1] a repeat returns the stored answer, also inside a new batch', async () => {
    const command = desk.command(registerAppeal, appealArgs(await desk.takeNumber()))
    const first = await desk.pushed(command)
    expect(first.answers[0]?.status).toBe('applied')
    const next = desk.command(registerAppeal, appealArgs(await desk.takeNumber()))
    const second = await desk.pushed(command, next)
    expect(second.answers[0]).toEqual(first.answers[0])
    expect(second.answers[1]).toMatchObject({ status: 'applied', n: next.n })
    expect(second.expectedN).toBe(next.n + 1)
  })

  it('[PUSH1] a gap is refused with the expected number and changes nothing', async () => {
    const expectedN = desk.n
    const command = desk.command(registerAppeal, appealArgs(await desk.takeNumber()), { n: expectedN + 1 })
    desk.n = expectedN
    const answer = await desk.push([command])
    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toEqual({ error: { code: 'push.gap', args: { expectedN }, retry: false } })
    expect((await desk.pull({})).scopes.length).toBeGreaterThan(0)
  })

  it('[PUSH1] a repeat under another number returns the stored answer and uses no number', async () => {
    const command = desk.command(registerAppeal, appealArgs(await desk.takeNumber()))
    const first = await desk.pushed(command)
    const again = await desk.pushed({ ...command, n: first.expectedN })
    expect(again).toMatchObject({ answers: first.answers, expectedN: first.expectedN })
  })

  it('[PUSH1] a number that another command used is refused', async () => {
    const command = desk.command(registerAppeal, appealArgs(await desk.takeNumber()), { n: 1 })
    desk.n -= 1
    const answer = await desk.push([command])
    expect(answer.statusCode).toBe(409)
    expect(answer.json().error.code).toBe('push.numberTaken')
  })

  it('[PUSH3] a refused command advances n, does not stop later ones, and takes along those that build on it', async () => {
    const contactId = newId()
    const refusedContact = desk.command(createContact, {
      id: contactId as never,
      name: '',
      phone: null,
      note: '',
      clinicId: null,
    })
    const args = appealArgs(await desk.takeNumber())
    const building = desk.command(registerAppeal, {
      ...args,
      applicant: { ...args.applicant, personId: null, contactId: contactId as never },
    })
    const unrelated = desk.command(recordCall, callArgs())
    const { answers } = await desk.pushed(refusedContact, building, unrelated)
    expect(answers).toMatchObject([
      { status: 'refused', refusal: { code: 'insuredPersons.contactNameRequired', field: 'name' } },
      { status: 'refused', refusal: { code: 'push.depends' } },
      { status: 'applied' },
    ])
  })

  it('[PUSH3] a command built on an older version than the present one is answered rebased with the merged record', async () => {
    const facts = callArgs()
    const wrapUp = { callId: facts.id, outcome: 'resolved' as const, note: '', personId: null, contactId: null }
    await desk.pushed(desk.command(recordCall, facts), desk.command(wrapUpCall, wrapUp))
    const late = desk.command(wrapUpCall, { ...wrapUp, note: 'позже' }, { seen: { [`call:${facts.id}`]: 1 } })
    const { answers } = await desk.pushed(late)
    expect(answers[0]).toMatchObject({ status: 'rebased', records: [{ version: 3, data: { note: 'позже' } }] })
  })

  it('[PUSH2] what the database cannot store is refused and does not block the commands behind it', async () => {
    const unstorable = desk.command(recordCall, { ...callArgs(), sipCallId: 'a\u0000b' })
    const { answers } = await desk.pushed(unstorable, desk.command(recordCall, callArgs()))
    expect(answers).toMatchObject([
      { status: 'refused', refusal: { code: 'input.notStorable' } },
      { status: 'applied' },
    ])
  })

  it('[PUSH5] a command that fails for ever is refused at the fifth failure, and those behind it go on', async () => {
    const expectedN = desk.n
    const poison = desk.command(recordCall, callArgs())
    const behind = desk.command(registerAppeal, appealArgs(await desk.takeNumber()))
    const failed: string[] = []
    const context: PushContext = {
      db: server.database.db,
      kinds: RECORD_KINDS,
      rules: new Map([
        [
          'telephony.recordCall@1',
          {
            check: async () => {
              throw new TypeError('a fault of the server')
            },
          },
        ],
      ]),
      now: () => server.now(),
      onAnswer: () => {},
      onFailure: (_error, command) => failed.push(command.id),
      failures: new FailureCount(),
    }
    const { user, deviceId } = desk.session
    const actor = { userId: user.id, orgId: user.orgId, role: user.role, clinicIds: user.clinicIds, deviceId }
    for (let tries = 1; tries < FAILED_TRIES; tries += 1)
      await expect(pushCommands(context, actor, [poison, behind])).rejects.toThrow('a fault of the server')
    const pushed = await pushCommands(context, actor, [poison, behind])
    expect(pushed.answers).toMatchObject([
      { status: 'refused', id: poison.id, refusal: { code: 'push.failed' } },
      { id: behind.id, status: 'applied' },
    ])
    expect(pushed.expectedN).toBe(expectedN + 2)
    expect(failed).toHaveLength(FAILED_TRIES)
    // Sent again from the inbox: a new command with the same content, by now without the fault.
    const { answers } = await desk.pushed(desk.command(recordCall, poison.args as never))
    expect(answers).toMatchObject([{ status: 'applied' }])
  })

  it('[NUM1] a number outside the device\u2019s blocks and one used before are refused', async () => {
    const other = await server.desk('operator')
    const foreign = await other.takeNumber()
    const own = await desk.takeNumber()
    const { answers } = await desk.pushed(
      desk.command(registerAppeal, appealArgs(foreign)),
      desk.command(registerAppeal, appealArgs(own)),
      desk.command(registerAppeal, appealArgs(own)),
    )
    expect(answers).toMatchObject([
      { status: 'refused', refusal: { code: 'numbers.notLeased', field: 'number' } },
      { status: 'applied' },
      { status: 'refused', refusal: { code: 'numbers.used', field: 'number' } },
    ])
  })
})
