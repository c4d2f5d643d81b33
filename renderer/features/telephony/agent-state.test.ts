import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callResult } from '#shared/features/telephony/call.ts'
import {
  type Agent,
  type AgentEvent,
  NOT_READY_REASONS,
  newAgent,
  QUEUE_BARS,
  type QueueBar,
  stepAgent,
  takesQueueCalls,
  turnAwayOf,
} from './agent-state.ts'

const run = (events: readonly AgentEvent[]): Agent =>
  events.reduce((agent, event, index) => stepAgent(agent, event, 1000 + index), newAgent(0))
const ready: AgentEvent = { type: 'readyRequested' }
const ended = (result: 'answered' | 'missed' | 'declined' | 'answeredElsewhere', isByUs = false): AgentEvent => ({
  type: 'queueCallEnded',
  callId: 'c',
  result,
  isByUs,
})

describe('agent', () => {
  it('[TEL50] a shift begins not ready', () => {
    expect(takesQueueCalls(newAgent(0))).toBe(false)
    expect(takesQueueCalls(run([ready]))).toBe(true)
  })

  it('[TEL53] after a queue call comes after-call work, until she says ready', () => {
    expect(run([ready, ended('answered')]).state).toEqual({ kind: 'afterCallWork', callId: 'c', since: 1001 })
    expect(run([ready, ended('answered'), ready]).state.kind).toBe('ready')
  })

  it('[TEL55] colleagues have a switch of their own; what they hand over rings all the same', () => {
    const colleague = { number: '1002', isInternal: true }
    const away = run([ready, { type: 'colleaguesSwitched', isOn: false }])
    expect(turnAwayOf(run([]), colleague)).toBeUndefined()
    expect(turnAwayOf(away, colleague)).toEqual({ type: 'colleagueTurnedAway' })
    expect(turnAwayOf(away, { ...colleague, handedCallId: 'c' })).toBeUndefined()
    expect(turnAwayOf(away, { number: '+7', isInternal: false })).toBeUndefined()
    expect(turnAwayOf(run([]), { number: '+7', isInternal: false })).toEqual({
      type: 'queueCallTurnedAway',
      caller: '+7',
    })
    const counted = stepAgent(away, { type: 'colleagueTurnedAway' }, 1)
    expect(counted.colleaguesTurnedAway).toBe(1)
    expect(stepAgent(counted, { type: 'colleaguesSwitched', isOn: true }, 2).colleaguesTurnedAway).toBe(0)
  })

  it('a break asked for during the call begins after it', () => {
    expect(run([ready, { type: 'notReadyRequested', reason: 'lunch' }, ended('answered')]).state).toMatchObject({
      kind: 'notReady',
      reason: 'lunch',
    })
  })

  it('[TEL52] an offer she let pass makes her not ready; a caller who gave up or a quicker colleague does not', () => {
    expect(run([ready, ended('missed', true)]).state).toMatchObject({ kind: 'notReady', reason: 'missedOffer' })
    expect(run([ready, ended('declined')]).state).toMatchObject({ reason: 'missedOffer' })
    expect(run([ready, ended('missed')]).state.kind).toBe('ready')
    expect(run([ready, ended('answeredElsewhere')]).state.kind).toBe('ready')
  })

  it('[TEL51] counts what was turned away and why', () => {
    const agent = run([
      { type: 'notReadyRequested', reason: 'break' },
      { type: 'queueCallTurnedAway', caller: '+70001234567' },
      { type: 'queueCallTurnedAway', caller: '+70007654321' },
    ])
    expect(agent.turnedAway).toMatchObject({ count: 2, last: { at: 1002, while: 'notReady' } })
  })

  it('[TEL51] a waiting call that the exchange offers again every few seconds is one call; the same caller later is another', () => {
    const offered = (agent: Agent, caller: string, at: number): Agent =>
      stepAgent(agent, { type: 'queueCallTurnedAway', caller }, at)
    let agent = newAgent(0)
    for (let at = 3_000; at <= 90_000; at += 3_000) agent = offered(agent, '+70001234567', at)
    expect(agent.turnedAway.count).toBe(1)
    agent = offered(offered(agent, '', 91_000), '', 94_000)
    expect(agent.turnedAway.count).toBe(2)
    expect(offered(agent, '+70001234567', 200_000).turnedAway).toEqual({
      count: 3,
      callers: { '+70001234567': 200_000 },
      last: { at: 200_000, while: 'notReady' },
    })
  })

  const barred = (bar: QueueBar | null): AgentEvent => ({ type: 'barChanged', bar })

  it('[TEL54] barred from the queue she is not ready with the reason, and no word of hers changes that', () => {
    const lunch: AgentEvent = { type: 'notReadyRequested', reason: 'lunch' }
    for (const before of [[], [ready], [lunch]])
      for (const after of [[], [ready], [lunch], [ready, lunch, ready]]) {
        const agent = run([...before, barred('notAdmitted'), ...after])
        expect(takesQueueCalls(agent)).toBe(false)
        expect(agent.state).toMatchObject({ kind: 'notReady', reason: 'notAdmitted' })
      }
    expect(run([barred('notAdmitted'), barred('notActive')]).state).toMatchObject({ reason: 'notActive' })
    // Said again it is no new state: the time goes on from when it began.
    expect(run([barred('notAdmitted'), barred('notAdmitted'), ready]).state).toMatchObject({ since: 1000 })
  })

  it('[TEL54] what follows a call is finished first, then the bar stands', () => {
    const working = run([ready, ended('answered'), barred('notAdmitted')])
    expect(working.state.kind).toBe('afterCallWork')
    expect(stepAgent(working, ready, 2000).state).toMatchObject({ kind: 'notReady', reason: 'notAdmitted' })
    expect(run([ready, barred('notAdmitted'), ended('answered')]).state).toMatchObject({ reason: 'notAdmitted' })
  })

  it('[TEL54] without the bar she begins as at the start of a shift, and what she chose before stays', () => {
    expect(run([ready, barred('notAdmitted'), barred(null)]).state).toMatchObject({ reason: 'startOfShift' })
    expect(takesQueueCalls(run([barred('notActive'), barred(null), ready]))).toBe(true)
    expect(run([{ type: 'notReadyRequested', reason: 'lunch' }, barred(null)]).state).toMatchObject({ reason: 'lunch' })
  })

  it('whatever happened, one word makes her ready unless she is barred, and the count never falls', () => {
    const event: fc.Arbitrary<AgentEvent> = fc.oneof(
      fc.constant(ready),
      fc.constantFrom(...NOT_READY_REASONS).map((reason): AgentEvent => ({ type: 'notReadyRequested', reason })),
      fc.constantFrom(null, ...QUEUE_BARS).map(barred),
      fc.string().map((caller): AgentEvent => ({ type: 'queueCallTurnedAway', caller })),
      fc
        .record({ result: fc.constantFrom(...callResult.options), isByUs: fc.boolean() })
        .map((end): AgentEvent => ({ type: 'queueCallEnded', callId: 'c', ...end })),
    )
    fc.assert(
      fc.property(fc.array(event), (events) => {
        let agent = newAgent(0)
        for (const one of events) {
          const next = stepAgent(agent, one, 5)
          expect(next.turnedAway.count).toBeGreaterThanOrEqual(agent.turnedAway.count)
          agent = next
        }
        expect(takesQueueCalls(stepAgent(agent, ready, 9))).toBe(agent.bar === null)
      }),
    )
  })
})
