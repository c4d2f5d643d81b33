import { describe, expect, it } from 'vitest'
import { followCallBacks } from '#renderer/app/call-backs/follow-call-backs.ts'
import { anId } from '#shared/builders/ids.ts'
import type { Call } from '#shared/features/telephony/call.ts'
import { type CallBack, promiseCallBack } from '#shared/features/telephony/call-back.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import type { CallId, DeviceId, OrgId, UserId } from '#shared/kernel/ids.ts'
import { memoryDeskData } from '#test/fakes/memory-desk-data.ts'

const ME = anId<UserId>(7)
const NOON = Date.UTC(2026, 10, 24, 9)

function aDesk(data = newData()) {
  let tick = (): void => {}
  let nowMs = NOON
  const reminded: string[] = []
  let calmed = 0
  const stop = followCallBacks({
    reads: data.reads,
    writes: data.writes,
    me: ME,
    remind: ({ id }) => void reminded.push(id),
    calm: () => {
      calmed += 1
    },
    clock: {
      now: () => nowMs,
      every: (_ms, work) => {
        tick = work
        return () => {}
      },
    },
  })
  return {
    data,
    reminded,
    stop,
    calmed: () => calmed,
    at: async (ms: number) => {
      nowMs = ms
      tick()
      await settled()
    },
    states: async () => (await data.reads.records('callBack')).map(({ data: it }: { data: CallBack }) => it.state),
  }
}

/** Lets everything that waits on memory finish. */
async function settled(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await Promise.resolve()
}

function newData() {
  return memoryDeskData(
    { userId: ME, orgId: anId<OrgId>(9), role: 'L1', clinicIds: [], deviceId: anId<DeviceId>(5) },
    { now: () => NOON },
  )
}

const promised = { id: anId<CallId>(1), number: '+70001234567', personId: null, clinicId: null, note: '' }
const dueAt = toInstant(NOON + 60_000)
const aCall = (change: Partial<Call>): Call =>
  ({
    id: anId<CallId>(1),
    userId: ME,
    remoteNumber: promised.number,
    result: 'answered',
    offeredAt: toInstant(NOON - 60_000),
    endedAt: toInstant(NOON),
    ...change,
  }) as Call

describe('[C7] promised calls', () => {
  it('remind at their time, once, and again after a restart; without any server', async () => {
    const desk = aDesk()
    await desk.data.writes.dispatch(promiseCallBack, { ...promised, dueAt, isForAnyone: false })
    await desk.at(NOON + 59_000)
    expect(desk.reminded).toEqual([])
    await desk.at(NOON + 60_000)
    await desk.at(NOON + 90_000)
    expect(desk.reminded).toEqual([promised.id])
    desk.stop()
    const restarted = aDesk(desk.data)
    await restarted.at(NOON + 120_000)
    expect(restarted.reminded).toEqual([promised.id])
  })

  it('are kept by the talk that follows, and not by a try', async () => {
    const desk = aDesk()
    desk.data.put('call', aCall({}))
    await desk.data.writes.dispatch(promiseCallBack, { ...promised, dueAt, isForAnyone: false })
    desk.data.put('call', aCall({ id: anId<CallId>(2), result: 'noAnswer', offeredAt: toInstant(NOON + 70_000) }))
    await desk.at(NOON + 80_000)
    expect(await desk.states()).toEqual(['open'])
    desk.data.put('call', aCall({ id: anId<CallId>(3), offeredAt: toInstant(NOON + 90_000) }))
    await desk.at(NOON + 100_000)
    expect(await desk.states()).toEqual(['kept'])
    await desk.at(NOON + 110_000)
    expect(desk.calmed()).toBeGreaterThan(0)
  })
})
