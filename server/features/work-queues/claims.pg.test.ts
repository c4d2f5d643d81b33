import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEngines } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestDesk, type TestServer } from '#server/testing/harness.ts'
import { tinyIds } from '#server/testing/tiny-polyclinic.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { anInforming } from '#shared/builders/an-informing.ts'
import { withdrawConsent } from '#shared/features/insured-persons/commands.ts'
import { type RecordInformingArgs, recordInforming } from '#shared/features/preventive-care/commands.ts'
import { recordCall, wrapUpCall } from '#shared/features/telephony/commands.ts'
import { type ClaimAnswer, claimId, release } from '#shared/features/work-queues/claim.ts'
import type { CallId, PersonId } from '#shared/kernel/ids.ts'

const ids = tinyIds()
const person = (serial: number): PersonId => ids.person(serial + 0x10_0000) as PersonId

function informingOf(personId: PersonId, more: Partial<RecordInformingArgs> = {}): RecordInformingArgs {
  return anInforming({ id: newId(), personId, ...more })
}

describeOnEngines('claims', (open) => {
  let server: TestServer
  let operator: TestDesk
  let post: TestDesk
  beforeAll(async () => {
    server = await startTestServer(open, { fill: { persons: 60 } })
    operator = await server.desk('operator')
    post = await server.desk('post')
  })
  afterAll(() => server.close())

  /** Time passes; access tokens do not live that long, so both sign in again. */
  async function pass(ms: number): Promise<void> {
    server.advance(ms)
    operator = await server.desk('operator')
    post = await server.desk('post')
  }
  const ask = (desk: TestDesk, personIds: readonly string[], more = {}) =>
    desk.post('/api/work-queues/claims', {
      queue: 'informing',
      personIds,
      want: personIds.length,
      isBlock: false,
      ...more,
    })
  async function claim(desk: TestDesk, personIds: readonly string[], more = {}): Promise<ClaimAnswer> {
    const answer = await ask(desk, personIds, more)
    if (answer.statusCode !== 200) throw new Error(answer.body)
    return answer.json<ClaimAnswer>()
  }
  const takenBy = (answer: ClaimAnswer) => answer.claims.map(({ personId }) => personId)

  it('is for signed-in people with the right only', async () => {
    const body = { queue: 'informing', personIds: [person(1)], want: 1, isBlock: false }
    const nobody = await server.inject({ method: 'POST', url: '/api/work-queues/claims', payload: body })
    expect(nobody.statusCode).toBe(401)
    expect((await ask(await server.desk('admin'), [person(1)])).statusCode).toBe(403)
    expect((await ask(operator, ['not-an-id'])).statusCode).toBe(400)
  })

  it('[LEASE1] gives one person to one representative, and tells the other why not', async () => {
    expect(takenBy(await claim(operator, [person(1)]))).toEqual([person(1)])
    expect(await claim(post, [person(1), person(2)])).toMatchObject({
      claims: [{ personId: person(2), userId: ids.user('post') }],
      notTaken: [{ personId: person(1), refusal: { code: 'workQueues.heldByOther' } }],
    })
    expect(takenBy(await claim(operator, [person(1)]))).toEqual([person(1)])
  })

  it('[LEASE1] many requests at once never get the same person', async () => {
    const people = Array.from({ length: 9 }, (_, index) => person(index + 11))
    const desks = [operator, post, await server.desk('expert'), await server.desk('supervisor')]
    const answers = await Promise.all(
      desks.map((desk, index) => claim(desk, index % 2 === 0 ? people : people.toReversed(), { want: 4 })),
    )
    const all = answers.flatMap(takenBy)
    expect(new Set(all).size).toBe(all.length)
    expect(all).toHaveLength(people.length)
  })

  it('a person of a clinic that is not served looks like nobody', async () => {
    const unreached = { claims: [], notTaken: [{ refusal: { code: 'record.notFound' } }] }
    expect(await claim(post, [person(10)])).toMatchObject(unreached)
    expect(await claim(post, [newId()])).toMatchObject(unreached)
  })

  it('[LEASE1] an expired claim returns to the queue, and the late result is kept and marked', async () => {
    await claim(operator, [person(21)])
    await pass(31 * 60_000)
    expect(takenBy(await claim(post, [person(21)]))).toEqual([person(21)])
    const late = operator.command(recordInforming, informingOf(person(21)))
    const answer = await operator.pushed(late)
    expect(answer.answers[0]).toMatchObject({ status: 'applied' })
    const kept = answer.answers[0]?.records.find(({ kind }) => kind === 'informing')
    expect(kept?.data).toMatchObject({ late: 'takenOver', result: 'agreed' })
    const again = await claim(post, [person(21)])
    expect(again.notTaken[0]?.refusal.code).toBe('preventiveCare.attemptsUsed')
  })

  it('[LEASE1] a result in time is not late and ends the claim; the day’s attempt is used up for everybody', async () => {
    await claim(operator, [person(22)])
    const answer = await operator.pushed(operator.command(recordInforming, informingOf(person(22))))
    const records = answer.answers[0]?.records ?? []
    expect(records.find(({ kind }) => kind === 'informing')?.data).not.toHaveProperty('late')
    const ended = records.find(({ kind }) => kind === 'workClaim')
    expect(ended).toMatchObject({ id: claimId('informing', person(22)) })
    expect(ended?.data).toMatchObject({ closedAt: expect.any(String) })
    expect((await claim(post, [person(22)])).notTaken[0]?.refusal).toMatchObject({
      code: 'preventiveCare.attemptsUsed',
    })
  })

  it('[P5] after three days without an answer the person is offered no more', async () => {
    for (let day = 0; day < 3; day += 1) {
      await operator.pushed(operator.command(recordInforming, informingOf(person(23), { result: 'notReached' })))
      await pass(86_400_000)
    }
    expect((await claim(post, [person(23)])).notTaken[0]?.refusal.code).toBe('preventiveCare.attemptsUsed')
  })

  it('[LEASE1] a block is limited and lasts for the shift; what is given back is free at once', async () => {
    const people = Array.from({ length: 9 }, (_, index) => person(index + 31))
    const block = await claim(operator, people, { isBlock: true, want: 3 })
    expect(block.claims).toHaveLength(3)
    await pass(11 * 3_600_000)
    expect((await claim(post, [person(31)])).claims).toEqual([])
    const given = operator.command(release, { queue: 'informing', personId: person(31) })
    expect((await operator.pushed(given)).answers[0]?.status).toBe('applied')
    expect(takenBy(await claim(post, [person(31)]))).toEqual([person(31)])
    const foreign = operator.command(release, { queue: 'informing', personId: person(31) })
    expect((await operator.pushed(foreign)).answers[0]).toMatchObject({ refusal: { code: 'workQueues.notHeld' } })
  })

  it('[P12] who withdrew the consent to informing is taken from the holder and offered to nobody', async () => {
    const desk = await server.desk('operator')
    await claim(desk, [person(41)])
    const withdrawn = {
      id: null,
      newId: newId<never>(),
      personId: person(41),
      kind: 'informing' as const,
      on: '2026-11-24',
      cause: 'byPerson' as const,
      note: '',
    }
    const answer = await desk.pushed(desk.command(withdrawConsent, withdrawn))
    expect(answer.answers[0]?.records.map(({ kind }) => kind).sort()).toEqual(['consent', 'insuredPerson', 'workClaim'])
    expect((await claim(desk, [person(41)])).notTaken[0]?.refusal.code).toBe('preventiveCare.consentWithdrawn')
  })

  it('[OUT9] nobody is given to be called who refused to talk, however free; for a visit they are', async () => {
    const desk = await server.desk('operator')
    const called = person(56)
    const id = newId<CallId>()
    const {
      userId: _u,
      outcome: _o,
      note: _n,
      wrappedUpAt: _w,
      ...facts
    } = aCall({
      id,
      personId: called,
      direction: 'out',
    })
    const wrap = { callId: id, outcome: 'refusedToTalk' as const, note: '', personId: called, contactId: null }
    const told = await desk.pushed(desk.command(recordCall, facts), desk.command(wrapUpCall, wrap))
    expect(told.answers.map(({ status }) => status)).toEqual(['applied', 'applied'])
    expect((await claim(desk, [called], { isForCalls: true })).notTaken[0]?.refusal.code).toBe('outbound.refused')
    expect(takenBy(await claim(desk, [called]))).toEqual([called])
  })

  it('[PULL2] claims travel to every desk of the clinic, and to no other', async () => {
    const desk = await server.desk('operator')
    await claim(desk, [person(51), person(40)])
    const rows = await server.database.db
      .selectFrom('scope_records')
      .select('scope')
      .where('record_id', 'in', [claimId('informing', person(51)), claimId('informing', person(40))])
      .execute()
    expect(rows.map(({ scope }) => scope).sort()).toEqual(ids.clinics.map((id) => `registry:${id}`).sort())
  })
})
