import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aQueueAgent, aWaitingCall, PLAN, QUEUE } from '../../../builders/a-waiting-call.ts'
import { distribute, mayHave, type QueueAgent, servingOrder, type WaitingCall } from './distribute.ts'

const NOW = 50_000
const pairs = (calls: readonly WaitingCall[], agents: readonly QueueAgent[], nowMs = NOW): string[] =>
  distribute(calls, agents, PLAN, nowMs).map(({ call, extension }) => `${call} ${extension}`)

describe('who gets which call', () => {
  it('[DIST3] priority groups first in their order, then who came first', () => {
    const calls = [
      aWaitingCall(1),
      aWaitingCall(2, { marks: ['lowMobility'] }),
      aWaitingCall(3, { marks: ['comorbid', 'priorityRight'] }),
      aWaitingCall(4, { marks: ['lowMobility', 'priorityRight'] }),
    ]
    expect(servingOrder(calls, PLAN).map(({ arrivedAtMs }) => arrivedAtMs / 1000)).toEqual([3, 4, 2, 1])
  })

  it('[DIST7] the one ready for longest, at the same instant by extension', () => {
    const agents = [
      aQueueAgent(1, { idleSinceMs: 300 }),
      aQueueAgent(3, { idleSinceMs: 100 }),
      aQueueAgent(2, { idleSinceMs: 100 }),
    ]
    expect(pairs([aWaitingCall(1), aWaitingCall(2), aWaitingCall(3)], agents)).toEqual([
      'call-00001 1002',
      'call-00002 1003',
      'call-00003 1001',
    ])
  })

  it.each([
    // seconds waited, level, skills, languages, may have
    [0, 1, ['children'], ['ru'], true],
    [0, 1, ['children', 'law'], ['tt', 'ru'], true],
    [0, 1, [], ['ru'], false],
    [89, 1, [], ['ru'], false],
    [90, 1, [], ['ru'], true],
    [0, 2, ['children'], ['ru'], false],
    [59, 2, ['children'], ['ru'], false],
    [60, 2, ['children'], ['ru'], true],
    [600, 3, ['children'], ['ru'], false],
    [600, 1, ['children'], ['tt'], false],
  ] as const)(
    '[DIST4] [DIST5] after %s s level %s with %j, speaking %j: %s',
    (waited, level, skills, languages, may) => {
      const agent = aQueueAgent(1, { level, skills, languages })
      expect(mayHave(agent, aWaitingCall(0), waited * 1000)).toBe(may)
    },
  )

  it('[DIST6] the last representative gets the call though others are free for longer', () => {
    const agents = [aQueueAgent(1), aQueueAgent(2, { idleSinceMs: 40_000 })]
    expect(pairs([aWaitingCall(49, { lastUserId: 'user-2' })], agents)).toEqual(['call-00049 1002'])
  })

  it('[DIST6] busy she is waited for, for a while; not on the floor she is not', () => {
    const call = aWaitingCall(40, { lastUserId: 'user-2' })
    const busy = aQueueAgent(2, { isFree: false })
    expect(pairs([call], [aQueueAgent(1), busy], 69_999)).toEqual([])
    expect(pairs([call], [aQueueAgent(1), busy], 70_000)).toEqual(['call-00040 1001'])
    expect(pairs([call], [aQueueAgent(1), { ...busy, isOnFloor: false }], 41_000)).toEqual(['call-00040 1001'])
    // Meanwhile the next in the queue is served.
    expect(pairs([call, aWaitingCall(41)], [aQueueAgent(1), busy], 42_000)).toEqual(['call-00041 1001'])
  })

  it('[DIST8] who let a call pass is not asked again for a minute, others are', () => {
    const call = aWaitingCall(1, { missed: [{ userId: 'user-1', atMs: 10_000 }], lastUserId: 'user-1' })
    expect(pairs([call], [aQueueAgent(1)], 69_999)).toEqual([])
    expect(pairs([call], [aQueueAgent(1)], 70_000)).toEqual(['call-00001 1001'])
    expect(pairs([call], [aQueueAgent(1), aQueueAgent(2)], 11_000)).toEqual(['call-00001 1002'])
  })

  const agentOf = fc
    .record({
      number: fc.integer({ min: 1, max: 30 }),
      level: fc.constantFrom<1 | 2 | 3>(1, 2, 3),
      skills: fc.constantFrom<readonly string[]>([], ['children']),
      isFree: fc.boolean(),
      idleSinceMs: fc.integer({ min: 0, max: 5 }),
    })
    .map(({ number, ...over }) => aQueueAgent(number, over))
  const callOf = fc
    .record({
      second: fc.integer({ min: 0, max: 200 }),
      marks: fc.subarray(['priorityRight', 'lowMobility']),
      lastUserId: fc.option(fc.integer({ min: 1, max: 30 }).map((number) => `user-${number}`)),
    })
    .map(({ second, ...over }) => aWaitingCall(second, over))
  const floor = fc.uniqueArray(agentOf, { selector: ({ userId }) => userId, maxLength: 12 })
  const queue = fc.uniqueArray(callOf, { selector: ({ call }) => call, maxLength: 12 })
  const at = fc.integer({ min: 200, max: 400 }).map((second) => second * 1000)

  it('[DIST11] never one representative to two calls or one call twice, and nobody who is not free or may not', () => {
    fc.assert(
      fc.property(queue, floor, at, (calls, agents, nowMs) => {
        const given = distribute(calls, agents, PLAN, nowMs)
        expect(new Set(given.map(({ userId }) => userId)).size).toBe(given.length)
        expect(new Set(given.map(({ call }) => call)).size).toBe(given.length)
        for (const { call, userId } of given) {
          const [one] = calls.filter((it) => it.call === call)
          const [agent] = agents.filter((it) => it.userId === userId)
          expect(agent?.isFree && one && mayHave(agent, one, nowMs)).toBe(true)
        }
      }),
    )
  })

  it('the order of the lists does not matter: every node decides the same', () => {
    fc.assert(
      fc.property(queue, floor, at, (calls, agents, nowMs) => {
        const given = distribute(calls, agents, PLAN, nowMs)
        expect(distribute([...calls].reverse(), [...agents].reverse(), PLAN, nowMs)).toEqual(given)
      }),
    )
  })

  it('[DIST3] nobody free is left over whom a waiting call without a last representative could have', () => {
    fc.assert(
      fc.property(queue, floor, at, (calls, agents, nowMs) => {
        const given = distribute(calls, agents, PLAN, nowMs)
        const idle = agents.filter(({ isFree, userId }) => isFree && !given.some((it) => it.userId === userId))
        const unserved = calls.filter((one) => one.lastUserId === null && !given.some((it) => it.call === one.call))
        for (const one of unserved) expect(idle.some((agent) => mayHave(agent, one, nowMs))).toBe(false)
      }),
    )
  })

  it('twenty calls to five representatives who talk for 30 s each: served in turn, in the order of a queue on paper', () => {
    const plain = { ...QUEUE, skills: [] }
    const calls = Array.from({ length: 20 }, (_, index) => aWaitingCall(index, { queue: plain }))
    const freeAt = new Map([1, 2, 3, 4, 5].map((number) => [number, 20_000 + number]))
    const served: string[] = []
    for (let nowMs = 20_010; served.length < 20; nowMs += 1_000) {
      const waiting = calls.filter(({ call }) => !served.some((line) => line.startsWith(call)))
      const agents = [...freeAt].map(([number, idleSinceMs]) =>
        aQueueAgent(number, { isFree: idleSinceMs <= nowMs, idleSinceMs }),
      )
      for (const { call, extension } of distribute(waiting, agents, PLAN, nowMs)) {
        served.push(`${call} ${extension}`)
        freeAt.set(Number(extension) - 1000, nowMs + 30_000)
      }
    }
    expect(served).toEqual(calls.map(({ call }, index) => `${call} ${1001 + (index % 5)}`))
  })
})
