import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeScheduler } from './fake-scheduler.ts'
import { NO_CANDIDATE_MS, QUIET_MS, RELAY_WAIT_MS, watchGathering } from './ice-gathering.ts'
import { credentialsRenewalMs, glareDelayMs, reconnectDelayMs } from './reconnect-delay.ts'

const HOST = 'candidate:1 1 udp 2122 192.0.2.2 5000 typ host'
const RELAY = 'candidate:2 1 udp 41 198.51.100.1 6000 typ relay'

describe('[TEL22] reconnecting', () => {
  it('starts fast, never waits more than two and a half seconds, never stops', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
        const delay = reconnectDelayMs(attempt, random)
        expect(delay).toBeGreaterThanOrEqual(200)
        expect(delay).toBeLessThanOrEqual(2_500)
      }),
    )
    expect([0, 1, 2, 3, 4, 5].map((attempt) => reconnectDelayMs(attempt, 0.5))).toEqual([
      300, 600, 1200, 2000, 2000, 2000,
    ])
  })

  it('[TEL32] the owner of the call waits longer than the other side, so that they do not meet again', () => {
    expect(glareDelayMs(true, 0)).toBeGreaterThan(glareDelayMs(false, 0.999))
  })

  it('[TEL24] credentials are renewed before they end', () => {
    expect(credentialsRenewalMs(0, 3_600_000)).toBe(2_880_000)
    expect(credentialsRenewalMs(0, 90_000)).toBe(30_000)
    expect(credentialsRenewalMs(10, 0)).toBe(0)
  })
})

describe('[TEL33] end of gathering', () => {
  const setup = (needsRelay: boolean, memory = { isRelayDead: false }) => {
    const scheduler = fakeScheduler()
    let ends = 0
    const watch = watchGathering({ needsRelay, memory, scheduler }, () => {
      ends++
    })
    return { scheduler, watch, memory, ends: () => ends }
  }

  it('a host candidate and a short quiet are enough', () => {
    const { scheduler, watch, ends } = setup(false)
    watch.seen(HOST)
    scheduler.advance(QUIET_MS - 1)
    watch.seen(HOST)
    scheduler.advance(QUIET_MS - 1)
    expect(ends()).toBe(0)
    scheduler.advance(1)
    expect(ends()).toBe(1)
    scheduler.advance(10_000)
    expect(ends()).toBe(1)
  })

  it('without any candidate the offer leaves after its limit', () => {
    const { scheduler, ends } = setup(false)
    scheduler.advance(NO_CANDIDATE_MS)
    expect(ends()).toBe(1)
  })

  it('with TURN the first relay candidate is waited for', () => {
    const { scheduler, watch, ends } = setup(true)
    watch.seen(HOST)
    scheduler.advance(RELAY_WAIT_MS - 1)
    expect(ends()).toBe(0)
    watch.seen(RELAY)
    scheduler.advance(QUIET_MS)
    expect(ends()).toBe(1)
  })

  it('a TURN that did not answer delays one call only', () => {
    const first = setup(true)
    first.watch.seen(HOST)
    first.scheduler.advance(RELAY_WAIT_MS)
    expect(first.ends()).toBe(1)
    const second = setup(true, first.memory)
    second.watch.seen(HOST)
    second.scheduler.advance(QUIET_MS)
    expect(second.ends()).toBe(1)
  })

  it('a TURN that answers again, too late for this call, is waited for in the next one', () => {
    const memory = { isRelayDead: true }
    const late = setup(true, memory)
    late.watch.seen(HOST)
    late.scheduler.advance(QUIET_MS)
    late.watch.stop()
    late.watch.seen(RELAY)
    expect([late.ends(), memory.isRelayDead]).toEqual([1, false])
    const next = setup(true, memory)
    next.watch.seen(HOST)
    next.scheduler.advance(QUIET_MS)
    expect(next.ends()).toBe(0)
    next.scheduler.advance(RELAY_WAIT_MS)
    next.watch.seen(RELAY)
    expect(memory.isRelayDead).toBe(true)
  })

  it('a stopped watch says nothing', () => {
    const { scheduler, watch, ends } = setup(false)
    watch.seen(HOST)
    watch.stop()
    scheduler.advance(10_000)
    expect(ends()).toBe(0)
  })
})
