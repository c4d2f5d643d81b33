import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factsOf } from './call-facts.ts'
import { isEstablished, newCall, step, TABLE, timeLimitMs } from './call-machine.ts'
import type { Call, CallEffect, CallEvent, CallEventType, CallState, RemoteParty } from './call-state.ts'

const REMOTE: RemoteParty = {
  number: '+70001234567',
  name: 'Иванова Мария',
  source: 'direct',
  isInternal: false,
  divertedFrom: undefined,
}
const call = (direction: 'in' | 'out'): Call =>
  newCall({ id: 'c1', sipCallId: 's1', line: 1, direction, remote: REMOTE }, 1000)

/** Runs events one second apart and collects the effects. */
function run(start: Call, events: readonly CallEvent[], from = 2000): { call: Call; effects: CallEffect[] } {
  const effects: CallEffect[] = []
  let now = from
  let current = start
  for (const event of events) {
    const next = step(current, event, now)
    current = next.call
    effects.push(...next.effects)
    now += 1000
  }
  return { call: current, effects }
}

const answered: readonly CallEvent[] = [{ type: 'offered' }, { type: 'answerRequested' }, { type: 'established' }]

describe('call machine', () => {
  it('[TEL9] an incoming call answered and ended by the far side is answered', () => {
    const { call: ended, effects } = run(call('in'), [...answered, { type: 'farHungUp' }])
    expect(effects).toEqual([{ type: 'accept' }])
    expect(ended).toMatchObject({
      state: 'ended',
      answeredAt: 4000,
      endedAt: 5000,
      end: { result: 'answered', by: 'farSide' },
    })
  })

  it.each([
    [404, 'failed', 'numberUnknown'],
    [480, 'noAnswer', 'notReachable'],
    [484, 'failed', 'numberIncomplete'],
    [486, 'busy', 'busy'],
    [600, 'busy', 'busy'],
    [603, 'busy', 'declinedByFar'],
    [403, 'failed', 'forbidden'],
    [488, 'failed', 'mediaNotAccepted'],
    [503, 'failed', 'serverFault'],
    [499, 'failed', 'notReachable'],
  ] as const)('[TEL9] a refusal %i of an outgoing call is %s: %s', (sipCode, result, reason) => {
    const { call: ended } = run(call('out'), [
      { type: 'dialRequested' },
      { type: 'progressed', hasEarlyMedia: false },
      { type: 'refused', sipCode },
    ])
    expect(ended.end).toEqual({ result, reason, by: 'farSide', sipCode })
  })

  it('[TEL9] a call answered by a colleague is not missed', () => {
    const elsewhere = run(call('in'), [{ type: 'offered' }, { type: 'cancelledByFar', isAnsweredElsewhere: true }])
    const missed = run(call('in'), [{ type: 'offered' }, { type: 'cancelledByFar', isAnsweredElsewhere: false }])
    expect(elsewhere.call.end?.result).toBe('answeredElsewhere')
    expect(missed.call.end?.result).toBe('missed')
  })

  it('[TEL10] hanging up before the answer is our cancellation', () => {
    const { call: ended, effects } = run(call('out'), [
      { type: 'dialRequested' },
      { type: 'progressed', hasEarlyMedia: false },
      { type: 'hangUpRequested' },
      { type: 'refused', sipCode: 487 },
    ])
    expect(effects).toEqual([{ type: 'sendInvite' }, { type: 'hangUp' }])
    expect(ended.end).toMatchObject({ result: 'cancelled', by: 'desk', reason: 'weCancelled' })
  })

  it('[TEL4] a link lost while talking keeps the call; coming back returns to where it was', () => {
    const lost = run(call('in'), [...answered, { type: 'signallingLost' }])
    expect(lost.call).toMatchObject({ state: 'reconnecting', hasMedia: true })
    expect(isEstablished(lost.call)).toBe(true)
    expect(run(lost.call, [{ type: 'signallingRestored' }]).call.state).toBe('talking')
  })

  it('[TEL4] a held call returns to hold, a call held by both needs both to resume', () => {
    const held = run(call('in'), [
      ...answered,
      { type: 'holdRequested' },
      { type: 'reinviteConfirmed' },
      { type: 'farHeld' },
    ])
    expect(held.call).toMatchObject({ state: 'held', isFarHeld: true })
    const back = run(held.call, [
      { type: 'signallingLost' },
      { type: 'signallingRestored' },
      { type: 'resumeRequested' },
      { type: 'reinviteConfirmed' },
    ])
    expect(back.call.state).toBe('farHeld')
    expect(run(back.call, [{ type: 'farResumed' }]).call.state).toBe('talking')
  })

  it('[TEL4] media lost asks for one restart, and without media the call ends after its limit', () => {
    const lost = run(call('in'), [...answered, { type: 'mediaLost' }, { type: 'mediaLost' }])
    expect(lost.effects.filter((effect) => effect.type === 'restartMedia')).toHaveLength(1)
    expect(timeLimitMs(lost.call)).toBe(60_000)
    expect(run(lost.call, [{ type: 'timedOut' }]).call.end).toMatchObject({ result: 'answered', by: 'network' })
  })

  it('[TEL5] a ringing or dialling call dies with its connection', () => {
    expect(run(call('in'), [{ type: 'offered' }, { type: 'signallingLost' }]).call.end).toMatchObject({
      result: 'missed',
      by: 'network',
    })
    expect(run(call('out'), [{ type: 'dialRequested' }, { type: 'signallingLost' }]).call.end).toMatchObject({
      result: 'failed',
      by: 'network',
    })
  })

  it('[TEL6] no hold is asked for while the link is down', () => {
    const { effects } = run(call('in'), [
      ...answered,
      { type: 'signallingLost' },
      { type: 'holdRequested' },
      { type: 'resumeRequested' },
    ])
    expect(effects.some((effect) => effect.type === 'setHold')).toBe(false)
  })

  it.each([{ type: 'reinviteFailed' }, { type: 'timedOut' }, { type: 'signallingLost' }] as const)(
    '[TEL7] a hold that fails by $type leaves the microphone muted and says so',
    (failure) => {
      const { call: after, effects } = run(call('in'), [...answered, { type: 'holdRequested' }, failure])
      expect(after).toMatchObject({ isMuted: true, isHeld: false, holds: [] })
      expect(effects.slice(-2)).toEqual([{ type: 'setMuted', isMuted: true }, { type: 'warnHoldFailed' }])
    },
  )

  it('[TEL8] an open hold is closed by the end and counted from the request', () => {
    const { call: ended } = run(call('in'), [
      ...answered,
      { type: 'holdRequested' },
      { type: 'reinviteConfirmed' },
      { type: 'farHungUp' },
    ])
    expect(ended.holds).toEqual([{ by: 'us', from: 5000, to: 7000 }])
  })
})

describe('transfer', () => {
  const asked: readonly CallEvent[] = [...answered, { type: 'transferRequested', to: '1002' }]

  it('[TEL90] who is sent on is held from the request, and our part ends by us when it is known to have worked', () => {
    const { call: sent, effects } = run(call('in'), [...asked, { type: 'transferAccepted' }, { type: 'transferDone' }])
    expect(effects).toEqual([{ type: 'accept' }, { type: 'transfer', to: '1002' }, { type: 'hangUp' }])
    const { call: ended } = run(sent, [{ type: 'released' }], 9000)
    expect(ended.end).toMatchObject({ result: 'answered', by: 'desk', reason: 'transferred' })
    expect(ended.holds).toEqual([{ by: 'us', from: 5000, to: 9000 }])
  })

  it('[TEL91] a transfer that failed brings the call back, held', () => {
    const { call: back, effects } = run(call('in'), [
      ...asked,
      { type: 'transferAccepted' },
      { type: 'transferFailed', sipCode: 486 },
    ])
    expect(back).toMatchObject({ state: 'held', transfer: undefined })
    expect(effects.at(-1)).toEqual({ type: 'warnTransferFailed', isUnsure: false })
  })

  it('[TEL91] one of which nothing is heard comes back after its time, as unsure; late news still end our part [TEL92]', () => {
    const { call: back, effects } = run(call('in'), [...asked, { type: 'transferAccepted' }, { type: 'timedOut' }])
    expect(back.state).toBe('held')
    expect(effects.at(-1)).toEqual({ type: 'warnTransferFailed', isUnsure: true })
    expect(run(back, [{ type: 'transferDone' }]).effects).toEqual([{ type: 'hangUp' }])
  })

  it.each([
    [[{ type: 'transferAccepted' }], 'transferred', 'desk'],
    [[], 'conversationOver', 'farSide'],
  ] as const)('[TEL92] a BYE of the exchange after %j means %s', (before, reason, by) => {
    const { call: ended } = run(call('in'), [...asked, ...before, { type: 'farHungUp' }])
    expect(ended.end).toMatchObject({ result: 'answered', reason, by })
  })
})

const EVENTS: { readonly [E in CallEventType]: fc.Arbitrary<Extract<CallEvent, { type: E }>> } = {
  dialRequested: fc.constant({ type: 'dialRequested' }),
  offered: fc.constant({ type: 'offered' }),
  progressed: fc.boolean().map((hasEarlyMedia) => ({ type: 'progressed', hasEarlyMedia })),
  inviteSent: fc.constant({ type: 'inviteSent', sipCallId: 's' }),
  established: fc.constant({ type: 'established' }),
  answerRequested: fc.constant({ type: 'answerRequested' }),
  declineRequested: fc.constantFrom(486, 603).map((code) => ({ type: 'declineRequested', code })),
  hangUpRequested: fc.constant({ type: 'hangUpRequested' }),
  holdRequested: fc.constant({ type: 'holdRequested' }),
  resumeRequested: fc.constant({ type: 'resumeRequested' }),
  muteRequested: fc.boolean().map((isMuted) => ({ type: 'muteRequested', isMuted })),
  reinviteConfirmed: fc.constant({ type: 'reinviteConfirmed' }),
  reinviteFailed: fc.constant({ type: 'reinviteFailed' }),
  farHeld: fc.constant({ type: 'farHeld' }),
  farResumed: fc.constant({ type: 'farResumed' }),
  signallingLost: fc.constant({ type: 'signallingLost' }),
  signallingRestored: fc.constant({ type: 'signallingRestored' }),
  mediaLost: fc.constant({ type: 'mediaLost' }),
  mediaRestored: fc.constant({ type: 'mediaRestored' }),
  remoteChanged: fc.constant({ type: 'remoteChanged', remote: REMOTE }),
  farHungUp: fc.constant({ type: 'farHungUp' }),
  cancelledByFar: fc.boolean().map((isAnsweredElsewhere) => ({ type: 'cancelledByFar', isAnsweredElsewhere })),
  refused: fc.integer({ min: 300, max: 699 }).map((sipCode) => ({ type: 'refused', sipCode })),
  failed: fc.constant({ type: 'failed', reason: 'microphoneMissing', by: 'desk' }),
  transferRequested: fc.constantFrom<{ readonly withCallId?: string }>({}, { withCallId: 'c2' }).map((how) => ({
    type: 'transferRequested',
    to: '1002',
    ...how,
  })),
  transferAccepted: fc.constant({ type: 'transferAccepted' }),
  transferDone: fc.constant({ type: 'transferDone' }),
  transferFailed: fc.constant({ type: 'transferFailed', sipCode: 486 }),
  released: fc.constant({ type: 'released' }),
  timedOut: fc.constant({ type: 'timedOut' }),
}
const anyEvent: fc.Arbitrary<CallEvent> = fc.oneof(...Object.values(EVENTS))
/** Random noise rarely answers a call; half of the histories begin with a conversation. */
const history = fc.tuple(
  fc.constantFrom<CallEvent[]>(
    [],
    [{ type: 'offered' }],
    [...answered],
    [{ type: 'dialRequested' }],
    [{ type: 'dialRequested' }, { type: 'established' }],
  ),
  fc.array(anyEvent, { maxLength: 40 }),
)

describe('call machine, any history', () => {
  it('[TEL1] every state names every event', () => {
    const events = Object.keys(EVENTS).sort()
    for (const [state, row] of Object.entries(TABLE)) expect(Object.keys(row).sort(), state).toEqual(events)
  })

  it('[TEL3] ends at most once and never leaves the end', () => {
    fc.assert(
      fc.property(fc.constantFrom<'in' | 'out'>('in', 'out'), history, (direction, [start, events]) => {
        let current = call(direction)
        let now = 2000
        let ends = 0
        for (const event of [...start, ...events]) {
          const next = step(current, event, now++)
          if (current.state !== 'ended' && next.call.state === 'ended') ends++
          if (current.state === 'ended') expect(next).toEqual({ call: current, effects: [] })
          current = next.call
        }
        expect(ends).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('[TEL2] a waiting state leaves on its time-out, and hanging up ends every call within two steps', () => {
    fc.assert(
      fc.property(fc.constantFrom<'in' | 'out'>('in', 'out'), history, (direction, [start, events]) => {
        const { call: reached } = run(call(direction), [...start, ...events])
        if (timeLimitMs(reached) !== undefined)
          expect(step(reached, { type: 'timedOut' }, 90_000).call.state).not.toBe(reached.state)
        if (reached.state === 'idle') return
        expect(run(reached, [{ type: 'hangUpRequested' }, { type: 'timedOut' }]).call.state).toBe('ended')
      }),
    )
  })

  it('[TEL9] the facts of an ended call agree with its history', () => {
    fc.assert(
      fc.property(fc.constantFrom<'in' | 'out'>('in', 'out'), history, (direction, [start, events]) => {
        const { call: last, effects } = run(call(direction), [
          ...start,
          ...events,
          { type: 'hangUpRequested' },
          { type: 'timedOut' },
        ])
        if (last.state === 'idle') return
        const facts = factsOf(last, undefined)
        if (!facts) throw new Error('an ended call has facts')
        expect(facts.result === 'answered').toBe(facts.answeredAt !== null)
        expect(facts.offeredAt <= facts.endedAt).toBe(true)
        for (const hold of facts.holds) {
          expect(hold.from <= hold.to && hold.to <= facts.endedAt).toBe(true)
          expect(hold.from >= (facts.answeredAt ?? '')).toBe(true)
        }
        expect(effects.filter((effect) => effect.type === 'accept').length).toBeLessThanOrEqual(1)
        expect(effects.filter((effect) => effect.type === 'sendInvite').length).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('[TEL4] the state of an established call follows from its flags', () => {
    const UNDER_WAY = new Set<CallState>(['holding', 'resuming', 'transferring'])
    const byFlags = (c: Call): CallState =>
      !c.hasSignalling || !c.hasMedia ? 'reconnecting' : c.isHeld ? 'held' : c.isFarHeld ? 'farHeld' : 'talking'
    fc.assert(
      fc.property(fc.constantFrom<'in' | 'out'>('in', 'out'), history, (direction, [start, events]) => {
        const { call: reached } = run(call(direction), [...start, ...events])
        if (!isEstablished(reached) || UNDER_WAY.has(reached.state)) return
        expect(reached.state).toBe(byFlags(reached))
      }),
    )
  })
})
