import { describe, expect, it } from 'vitest'
import { aQueueAgent, aWaitingCall, PLAN, QUEUE } from '../../../builders/a-waiting-call.ts'
import { decideAll, decideClosed, isServed } from './decide.ts'
import { distribute, type WaitingCall } from './distribute.ts'
import {
  autoAnsweredNumbers,
  distributionPlanOn,
  isOpen,
  localMomentOf,
  queueOf,
  sourceOf,
} from './distribution-plan.ts'

const CALENDAR = { holidays: new Set(['2026-11-04']), workingWeekends: new Set(['2026-11-28']) }

describe('hours and sources', () => {
  it.each([
    ['2026-11-26', '08:59', false, 'before the hours'],
    ['2026-11-26', '09:00', true, 'the first minute'],
    ['2026-11-26', '17:59', true, 'the last minute'],
    ['2026-11-26', '18:00', false, 'the end'],
    ['2026-11-29', '12:00', false, 'a Sunday'],
    ['2026-11-04', '12:00', false, 'a holiday on a Wednesday'],
    ['2026-11-28', '12:00', true, 'a Saturday made working'],
  ])('[DIST1] %s %s: %s, %s', (day, time, open) => {
    expect(isOpen(PLAN, CALENDAR, { day, time })).toBe(open)
  })

  it('[DIST1] the moment is the organisation’s, not Greenwich’s', () => {
    expect(localMomentOf(Date.parse('2026-11-26T21:30:00Z'), 180)).toEqual({ day: '2026-11-27', time: '00:30' })
  })

  it.each([
    ['fund', '', 'fundContactCentre'],
    ['dispatch', '+78120000001', 'dispatchService'],
    ['direct', '+78120000001', 'fundContactCentre'],
    ['', '+78120000002', 'dispatchService'],
    ['', '+79990000000', 'direct'],
    ['', '', 'direct'],
  ])('[DIST2] the trunk says «%s», forwarded from «%s»: %s', (told, diverted, source) => {
    expect(sourceOf(PLAN, told, diverted)).toBe(source)
  })

  it.each([
    ['direct', { kind: 'divert', number: '700', why: 'closed' }],
    ['fundContactCentre', { kind: 'refuse', status: 480, why: 'closed' }],
    ['dispatchService', { kind: 'divert', number: '700', why: 'closed' }],
  ] as const)('[DIST1] [DIST2] out of hours, %s', (source, decision) => {
    expect(decideClosed({ source }, PLAN)).toEqual(decision)
  })

  it('[DIST1] without an electronic secretary a direct call is refused, one that is accepted from others is served', () => {
    const plan = { ...PLAN, closedNumber: null }
    expect(decideClosed({ source: 'direct' }, plan)).toEqual({ kind: 'refuse', status: 480, why: 'closed' })
    expect(isServed(aWaitingCall(1, { source: 'dispatchService' }), false, plan)).toBe(true)
    expect(isServed(aWaitingCall(1, { source: 'fundContactCentre' }), false, plan)).toBe(false)
    expect(isServed(aWaitingCall(1), true, PLAN)).toBe(true)
  })

  it('finds the plan of a day and the queue of a number', () => {
    expect(distributionPlanOn('2025-12-31', [PLAN])).toBeUndefined()
    expect(distributionPlanOn('2026-01-01', [PLAN])).toBe(PLAN)
    expect(queueOf(PLAN, '100')).toBe(QUEUE)
    expect(queueOf(PLAN, '101')).toBeUndefined()
  })
})

describe('what becomes of a call', () => {
  const decide = (calls: readonly WaitingCall[], nowMs: number, agents = [aQueueAgent(1, { isFree: false })]) =>
    decideAll(calls, distribute(calls, agents, PLAN, nowMs), { plan: PLAN, isOpen: true, nowMs })

  it('[DIST9] the fourth finds the queue full: a direct call overflows, a forwarded one goes back', () => {
    const calls = [1, 2, 3, 4].map((second) => aWaitingCall(second))
    expect([...decide(calls, 5_000).values()]).toEqual([
      { kind: 'wait', place: 1 },
      { kind: 'wait', place: 2 },
      { kind: 'wait', place: 3 },
      { kind: 'divert', number: '800', why: 'overflow' },
    ])
    const forwarded = [...calls.slice(0, 3), aWaitingCall(4, { source: 'fundContactCentre' })]
    expect(decide(forwarded, 5_000).get('call-00004')).toEqual({ kind: 'refuse', status: 486, why: 'full' })
  })

  it('[DIST10] after two minutes the offer to call back, [DIST9] after ten the overflow', () => {
    const only = (nowMs: number) => decide([aWaitingCall(0)], nowMs).get('call-00000')
    expect(only(119_999)).toEqual({ kind: 'wait', place: 1 })
    expect(only(120_000)).toEqual({ kind: 'divert', number: '900', why: 'callBack' })
    expect(only(600_000)).toEqual({ kind: 'divert', number: '800', why: 'overflow' })
  })

  it('[DIST11] a desk comes before every way out', () => {
    expect(decide([aWaitingCall(0)], 600_000, [aQueueAgent(1)]).get('call-00000')).toEqual({
      kind: 'ring',
      userId: 'user-1',
      extension: '1001',
      ringMs: 20_000,
    })
  })
})

it('[DIST12] names the numbers that desks answer by themselves, and none where nothing is set', () => {
  expect(autoAnsweredNumbers(PLAN)).toEqual([])
  expect(autoAnsweredNumbers(undefined)).toEqual([])
  const queues = PLAN.queues.map((queue, index) => ({ ...queue, autoAnswer: index === 0 }))
  expect(autoAnsweredNumbers({ ...PLAN, queues })).toEqual(PLAN.queues[0]?.numbers)
})
