import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decisionFor, nextOf, readHeld } from '#renderer/app/outbound/dial-list.ts'
import { createDialRun } from '#renderer/app/outbound/dial-run.ts'
import { tellDaysIn } from '#renderer/i18n/today.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import { anId } from '#shared/builders/ids.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import { claimId, type WorkClaim } from '#shared/features/work-queues/claim.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import type { CallId, DeviceId, OrgId, PersonId, UserId } from '#shared/kernel/ids.ts'
import { memoryDeskData } from '#test/fakes/memory-desk-data.ts'

/** Tuesday, noon by the organisation's clock. */
const NOON = Date.UTC(2026, 10, 24, 9)
const ME = anId<UserId>(7)
const [ANNA, VIKTOR, ZOYA] = [anId<PersonId>(11), anId<PersonId>(12), anId<PersonId>(13)]

beforeAll(() => tellDaysIn(180))
afterAll(() => tellDaysIn(null))

function aDesk() {
  const data = memoryDeskData(
    { userId: ME, orgId: anId<OrgId>(9), role: 'L2', clinicIds: [], deviceId: anId<DeviceId>(5) },
    { now: () => NOON },
  )
  for (const [index, id] of [ANNA, VIKTOR, ZOYA].entries()) {
    const phones = [{ number: `+7916000000${index}`, kind: 'mobile' as const, valid: true }]
    data.put('insuredPerson', { ...aPerson({ id, phones }) })
    data.put('workClaim', claimOf(id, index))
  }
  return data
}

function claimOf(personId: PersonId, order: number): WorkClaim {
  return {
    id: claimId('informing', personId),
    queue: 'informing',
    personId,
    userId: ME,
    deviceId: anId<DeviceId>(5),
    from: toInstant(NOON - 60_000 + order),
    until: toInstant(NOON + 6 * 3_600_000),
    isBlock: true,
    closedAt: null,
  }
}

const callTo = (personId: PersonId, serial: number, change: Partial<Call>): Call =>
  aCall({
    id: anId<CallId>(0x500 + serial),
    direction: 'out',
    personId,
    remoteNumber: '+79160000000',
    offeredAt: toInstant(NOON),
    endedAt: toInstant(NOON + 20_000),
    ...change,
  })

async function nextId(
  data: ReturnType<typeof aDesk>,
  shown: PersonId,
  nowMs = NOON + 60_000,
  run = createDialRun(() => NOON),
) {
  run.show(shown)
  const held = await readHeld(data.reads, ME, nowMs)
  const next = nextOf(held, run.state.getState(), nowMs)
  return next.kind === 'dial' ? next.person.person.id : next
}

describe('[C10] a list that is called through', () => {
  it('[OUT7] goes on with who was taken next, from the store of the desk alone', async () => {
    const data = aDesk()
    expect(await nextId(data, ANNA)).toBe(VIKTOR)
    expect(await nextId(data, VIKTOR)).toBe(ANNA)
  })

  it('[OUT4] who did not answer waits, and comes back in the same shift', async () => {
    const data = aDesk()
    data.put('call', callTo(ANNA, 1, { result: 'noAnswer', outcome: 'noAnswer' }))
    const held = await readHeld(data.reads, ME, NOON + 60_000)
    expect(held.map((it) => decisionFor(it, NOON + 60_000).kind)).toEqual(['wait', 'dial', 'dial'])
    expect(await nextId(data, VIKTOR)).toBe(ZOYA)
    expect(await nextId(data, VIKTOR, NOON + 3 * 3_600_000)).toBe(ANNA)
  })

  it('[OUT8] who was talked with is not dialled again before the answer stands', async () => {
    const data = aDesk()
    data.put('call', callTo(ANNA, 1, { result: 'answered', outcome: 'resolved' }))
    const [anna] = await readHeld(data.reads, ME, NOON + 60_000)
    expect(anna).toMatchObject({ person: { id: ANNA }, needsAnswer: true })
    expect(await nextId(data, ZOYA)).toBe(VIKTOR)
  })

  it('who was left for later has the turn after all others', async () => {
    const data = aDesk()
    const run = createDialRun(() => NOON)
    run.begin('preview')
    run.skip(ANNA, 'later')
    run.skip(VIKTOR, 'needsColleague')
    expect(await nextId(data, VIKTOR, NOON, run)).toBe(ZOYA)
    expect(await nextId(data, ZOYA, NOON, run)).toBe(ANNA)
  })

  it('stopping by hand begins the time to stop anew', () => {
    let nowMs = NOON
    const run = createDialRun(() => nowMs)
    run.begin('progressive')
    run.show(ANNA)
    nowMs += 7_000
    run.toggleStop()
    run.toggleStop()
    expect(run.state.getState()).toMatchObject({ isStopped: false, shown: { personId: ANNA, atMs: NOON + 7_000 } })
    run.end()
    expect(run.state.getState()).toMatchObject({ isOn: false, shown: null, skipped: [] })
  })
})
