import type { QueueAgent, WaitingCall } from '../features/telephony/distribution/distribute.ts'
import {
  type DistributionPlan,
  distributionPlan,
  type QueuePlan,
} from '../features/telephony/distribution/distribution-plan.ts'

/** A plan for tests: everything is on, with round numbers. */
export const PLAN: DistributionPlan = distributionPlan.parse({
  id: 'test',
  validFrom: '2026-01-01',
  validTo: null,
  source: 'test',
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '18:00' })),
  closedNumber: '700',
  queues: [
    {
      code: 'hotLine',
      numbers: ['100'],
      level: 1,
      skills: ['children'],
      language: 'ru',
      ringSeconds: 20,
      widen: [{ afterSeconds: 60, level: 2 }],
      skillsForSeconds: 90,
      waitingMax: 3,
      waitMaxSeconds: 600,
      overflowNumber: '800',
      callBack: { afterSeconds: 120, number: '900' },
    },
  ],
  groups: ['priorityRight', 'lowMobility'],
  lastRepresentative: { withinDays: 14, waitSeconds: 30 },
  offerAgainAfterSeconds: 60,
  forwarded: {
    fundContactCentre: { numbers: ['+78120000001'], outsideHours: 'refuse' },
    dispatchService: { numbers: ['+78120000002'], outsideHours: 'accept' },
  },
})

export const QUEUE = PLAN.queues[0] as QueuePlan

/** A waiting call: `second` is when it came, and stands in its name. */
export function aWaitingCall(second: number, over: Partial<WaitingCall> = {}): WaitingCall {
  return {
    call: `call-${String(second).padStart(5, '0')}`,
    queue: QUEUE,
    source: 'direct',
    arrivedAtMs: second * 1000,
    marks: [],
    lastUserId: null,
    missed: [],
    ...over,
  }
}

/** A free representative of level 1 who is able to do everything; `number` stands in her names. */
export function aQueueAgent(number: number, over: Partial<QueueAgent> = {}): QueueAgent {
  return {
    userId: `user-${number}`,
    extension: String(1000 + number),
    level: 1,
    skills: ['children'],
    languages: ['ru'],
    isFree: true,
    isOnFloor: true,
    idleSinceMs: 0,
    ...over,
  }
}
