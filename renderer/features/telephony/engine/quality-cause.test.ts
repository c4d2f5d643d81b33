import { describe, expect, it } from 'vitest'
import type { Trouble } from '#shared/features/telephony/call.ts'
import {
  addCause,
  type CauseCounters,
  type CauseSample,
  causeSampleBetween,
  NO_CAUSE,
  readCauseCounters,
  troubleOf,
  troublesOf,
} from './quality-cause.ts'

const well: CauseSample = {
  seconds: 1,
  incomingLossPercent: 0,
  outgoingLossPercent: 0,
  jitterMs: 4,
  wholeWayMs: 60,
  ownWayMs: 20,
  unansweredChecks: 0,
  captured: 1,
}
const open = { isMicrophoneOff: false }
const feed = (troubles: readonly (Trouble | undefined)[]) =>
  troubles.reduce((state, trouble) => addCause(state, trouble, 1), NO_CAUSE)

describe('[TEL45] where the fault of one second lies', () => {
  it.each<[string, Partial<CauseSample>, Trouble | undefined]>([
    ['nothing is wrong', {}, undefined],
    ['a little loss is no fault', { incomingLossPercent: 2.9 }, undefined],
    ['the way to the exchange is slow', { ownWayMs: 260, wholeWayMs: 300 }, 'ownNetwork'],
    ['checks of the own way stay unanswered', { unansweredChecks: 2 }, 'ownNetwork'],
    ['one check is still under way', { unansweredChecks: 1 }, undefined],
    ['both directions lose', { incomingLossPercent: 6, outgoingLossPercent: 5 }, 'ownNetwork'],
    ['only what comes in is lost while the own way is well', { incomingLossPercent: 6 }, 'farSide'],
    ['only what comes in is uneven', { jitterMs: 60 }, 'farSide'],
    ['only what is sent is lost beyond the own way', { outgoingLossPercent: 8 }, 'farSide'],
    ['the delay is beyond the exchange', { wholeWayMs: 520 }, 'farSide'],
    ['the microphone gives less sound than time goes by', { captured: 0.4 }, 'ownDevice'],
    ['the own computer comes before the network', { captured: 0.1, ownWayMs: 900 }, 'ownDevice'],
    ['a browser that says nothing of the microphone accuses nobody', { captured: undefined }, undefined],
  ])('%s', (_what, change, trouble) => {
    expect(troubleOf({ ...well, ...change }, open)).toBe(trouble)
  })

  it('a microphone that is off on purpose is no fault', () => {
    expect(troubleOf({ ...well, captured: 0 }, { isMicrophoneOff: true })).toBeUndefined()
  })
})

describe('[TEL45] a cause that stands', () => {
  it('is raised by three of five and not by two', () => {
    expect(feed(['farSide', undefined, 'farSide']).trouble).toBeUndefined()
    expect(feed(['farSide', undefined, 'farSide', 'farSide']).trouble).toBe('farSide')
  })

  it('stays while two of five speak of it and goes with the second last', () => {
    const raised = ['ownNetwork', 'ownNetwork', 'ownNetwork'] as const
    expect(feed([...raised, undefined, undefined, undefined]).trouble).toBe('ownNetwork')
    expect(feed([...raised, undefined, undefined, undefined, undefined]).trouble).toBeUndefined()
  })

  it('gives way to another that is raised', () => {
    expect(feed(['farSide', 'farSide', 'farSide', 'ownDevice', 'ownDevice', 'ownDevice']).trouble).toBe('ownDevice')
  })

  it('is kept with the call in whole seconds', () => {
    expect(troublesOf(feed(['farSide', undefined]))).toBeUndefined()
    expect(troublesOf(feed(['farSide', 'farSide', 'farSide', 'farSide']))).toEqual({ farSide: 2 })
  })
})

it('[TEL45] reads both ways apart from each other out of the statistics', () => {
  const report = (change: { received: number; lost: number; captured: number; sent: number }): RTCStatsReport =>
    new Map<string, object>([
      [
        'i',
        {
          type: 'inbound-rtp',
          kind: 'audio',
          packetsReceived: change.received,
          packetsLost: change.lost,
          jitter: 0.01,
        },
      ],
      ['r', { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.3, fractionLost: 0.05 }],
      [
        'p',
        {
          type: 'candidate-pair',
          nominated: true,
          currentRoundTripTime: 0.02,
          requestsSent: change.sent,
          responsesReceived: 4,
        },
      ],
      [
        'q',
        { type: 'candidate-pair', nominated: false, currentRoundTripTime: 3, requestsSent: 90, responsesReceived: 0 },
      ],
      ['m', { type: 'media-source', kind: 'audio', totalSamplesDuration: change.captured }],
    ]) as unknown as RTCStatsReport
  const before = readCauseCounters(report({ received: 100, lost: 0, captured: 2, sent: 9 }), 0)
  const after = readCauseCounters(report({ received: 145, lost: 5, captured: 3, sent: 10 }), 1000, before)
  expect(causeSampleBetween(before, after)).toEqual<CauseSample>({
    seconds: 1,
    incomingLossPercent: 10,
    outgoingLossPercent: 5,
    jitterMs: 10,
    wholeWayMs: 300,
    ownWayMs: 20,
    unansweredChecks: 1,
    captured: 1,
  })
  const silent: CauseCounters = readCauseCounters(new Map() as unknown as RTCStatsReport, 0)
  expect(causeSampleBetween(silent, silent).captured).toBeUndefined()
})
