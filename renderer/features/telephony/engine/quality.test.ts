import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addSample,
  estimateMos,
  INITIAL_QUALITY,
  lampOf,
  type MediaCounters,
  type QualitySample,
  sampleBetween,
  summaryOf,
} from './quality.ts'

const counters = (change: Partial<MediaCounters>): MediaCounters => ({
  atMs: 0,
  packetsReceived: 0,
  packetsLost: 0,
  jitterS: 0,
  roundTripS: 0,
  sentEnergy: 0,
  ...change,
})
const second = (change: Partial<QualitySample> = {}): QualitySample => ({
  mos: 4.3,
  lossPercent: 0,
  jitterMs: 5,
  roundTripMs: 20,
  hasIncoming: true,
  hasOwnSound: true,
  ...change,
})
const talking = { isHeld: false, isMuted: false }
const feed = (samples: readonly QualitySample[], expected = talking) =>
  samples.reduce((state, sample) => addSample(state, sample, expected), INITIAL_QUALITY)

describe('estimate of the transport', () => {
  it('[TEL40] follows the formula', () => {
    expect(estimateMos({ roundTripMs: 0, jitterMs: 0, lossPercent: 0 })).toBeCloseTo(4.4, 1)
    // latency 100/2 + 2·20 + 10 = 100; R = 93.2 − 2.5 − 2.5 = 88.2
    expect(estimateMos({ roundTripMs: 100, jitterMs: 20, lossPercent: 1 })).toBeCloseTo(
      1 + 0.035 * 88.2 + 7e-6 * 88.2 * 28.2 * 11.8,
      6,
    )
    // latency 400/2 + 10 = 210 → R = 93.2 − 9 = 84.2
    expect(estimateMos({ roundTripMs: 400, jitterMs: 0, lossPercent: 0 })).toBeCloseTo(
      1 + 0.035 * 84.2 + 7e-6 * 84.2 * 24.2 * 15.8,
      6,
    )
  })

  it('[TEL40] never improves when the network gets worse, and stays a MOS', () => {
    const network = fc.record({
      roundTripMs: fc.nat(5000),
      jitterMs: fc.nat(1000),
      lossPercent: fc.double({ min: 0, max: 100, noNaN: true }),
    })
    fc.assert(
      fc.property(network, fc.nat(500), (base, more) => {
        const mos = estimateMos(base)
        expect(mos).toBeGreaterThanOrEqual(1)
        expect(mos).toBeLessThan(4.6)
        const worse = estimateMos({ ...base, roundTripMs: base.roundTripMs + more })
        // between R 0 and 7 the published cubic is not monotone
        if (mos > 1.1) expect(worse).toBeLessThanOrEqual(mos + 1e-9)
      }),
    )
  })

  it('loss is counted between two moments, not since the beginning', () => {
    const sample = sampleBetween(
      counters({ packetsReceived: 1000, packetsLost: 500 }),
      counters({
        atMs: 1000,
        packetsReceived: 1049,
        packetsLost: 501,
        roundTripS: 0.04,
        jitterS: 0.003,
        sentEnergy: 1,
      }),
    )
    expect(sample).toMatchObject({ lossPercent: 2, roundTripMs: 40, jitterMs: 3, hasIncoming: true, hasOwnSound: true })
  })
})

describe('lamp and alarms', () => {
  it('[TEL41] one bad second does not change the lamp, three of five do', () => {
    const bad = second({ mos: 3 })
    expect(feed([second(), second(), second(), bad, bad]).lamp).toBe('good')
    expect(feed([second(), second(), bad, bad, bad]).lamp).toBe('poor')
    expect(lampOf(3.8)).toBe('fair')
  })

  it('[TEL42] three seconds of nothing raise the alarm, one packet clears it, a hold excuses it', () => {
    const nothing = second({ hasIncoming: false })
    expect(feed([nothing, nothing]).isDeaf).toBe(false)
    expect(feed([nothing, nothing, nothing]).isDeaf).toBe(true)
    expect(feed([nothing, nothing, nothing, second()]).isDeaf).toBe(false)
    expect(feed([nothing, nothing, nothing, nothing], { isHeld: true, isMuted: false }).isDeaf).toBe(false)
  })

  it('[TEL43] own silence is hinted at after five seconds, unless muted', () => {
    const silent = Array.from({ length: 5 }, () => second({ hasOwnSound: false }))
    expect(feed(silent.slice(1)).isMicrophoneSilent).toBe(false)
    expect(feed(silent).isMicrophoneSilent).toBe(true)
    expect(feed(silent, { isHeld: false, isMuted: true }).isMicrophoneSilent).toBe(false)
  })

  it('the record holds the means of the seconds that had sound', () => {
    expect(summaryOf(INITIAL_QUALITY)).toBeUndefined()
    const state = feed([second({ mos: 4 }), second({ mos: 3 }), second({ mos: 4.4, hasIncoming: false })])
    expect(summaryOf(state)).toMatchObject({ mos: 3.5, roundTripMs: 20 })
  })
})
