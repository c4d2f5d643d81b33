import { expect, it } from 'vitest'
import { fakeScheduler } from './fake-scheduler.ts'
import { QualityMonitor } from './quality-monitor.ts'

const report = (packetsReceived: number): RTCStatsReport =>
  new Map([
    ['in', { type: 'inbound-rtp', kind: 'audio', packetsReceived, packetsLost: 0, jitter: 0.002 }],
  ]) as unknown as RTCStatsReport
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

it('[TEL40] reads live calls once a second, rests without calls, and forgets a call that ended meanwhile', async () => {
  const scheduler = fakeScheduler()
  const changed: string[] = []
  let live = ['a', 'stuck']
  let reads = 0
  const monitor = new QualityMonitor({
    scheduler,
    // statistics of a connection that is closed meanwhile may never come
    stats: (id) => {
      reads += 1
      return id === 'stuck' ? new Promise(() => undefined) : Promise.resolve(report(reads * 50))
    },
    calls: () => live.map((id) => ({ id, isHeld: false, isMuted: false })),
    onChange: (id) => changed.push(id),
  })
  monitor.wake()
  monitor.wake()
  expect(scheduler.pending).toBe(1)
  for (let second = 0; second < 3; second++) {
    scheduler.advance(1000)
    await settle()
  }
  expect(changed).toEqual(['a', 'a'])
  expect(monitor.finish('a')).toMatchObject({ lossPercent: 0, jitterMs: 2 })
  scheduler.advance(1000)
  live = []
  await settle()
  expect(changed).toEqual(['a', 'a'])
  scheduler.advance(1000)
  expect(scheduler.pending).toBe(0)
})

it('[TEL42] a call from which no packet ever came is deaf after three seconds', async () => {
  const scheduler = fakeScheduler()
  let isDeaf = false
  const monitor = new QualityMonitor({
    scheduler,
    stats: async () => new Map() as unknown as RTCStatsReport,
    calls: () => [{ id: 'a', isHeld: false, isMuted: false }],
    onChange: (_id, quality) => {
      isDeaf = quality.isDeaf
    },
  })
  monitor.wake()
  for (let second = 0; second < 3; second++) {
    scheduler.advance(1000)
    await settle()
  }
  expect(isDeaf).toBe(false)
  scheduler.advance(1000)
  await settle()
  expect(isDeaf).toBe(true)
})

it('[TEL45] says where the fault lies while the call goes on, and keeps it with the call', async () => {
  const scheduler = fakeScheduler()
  const shown: (string | undefined)[] = []
  let packets = 0
  const slowOwnWay = (packetsReceived: number): RTCStatsReport =>
    new Map<string, object>([
      ['in', { type: 'inbound-rtp', kind: 'audio', packetsReceived, packetsLost: 0, jitter: 0.002 }],
      ['pair', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.35 }],
    ]) as unknown as RTCStatsReport
  const monitor = new QualityMonitor({
    scheduler,
    stats: async () => {
      packets += 50
      return slowOwnWay(packets)
    },
    calls: () => [{ id: 'a', isHeld: false, isMuted: false }],
    onChange: (_id, quality) => shown.push(quality.trouble),
  })
  monitor.wake()
  for (let second = 0; second < 6; second++) {
    scheduler.advance(1000)
    await settle()
  }
  expect(shown).toEqual([undefined, undefined, 'ownNetwork', 'ownNetwork', 'ownNetwork'])
  expect(monitor.finish('a')).toMatchObject({ troubles: { ownNetwork: 3 } })
})
