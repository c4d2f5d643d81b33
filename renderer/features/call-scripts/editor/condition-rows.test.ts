import { describe, expect, it } from 'vitest'
import { holds, type ScriptCondition, scriptCondition } from '#shared/features/call-scripts/condition.ts'
import { type ConditionGroup, conditionOfGroup, groupOf, isGroup } from './condition-rows.ts'

const fact = { fact: 'personKnown' } as const
const age = { quantity: 'person.age', from: 40 } as const
const sex = { sex: 'female' } as const
const written = (condition: ScriptCondition): ScriptCondition | undefined => conditionOfGroup(groupOf(condition))

/** The seed decides everything: conditions of every depth that the schema takes. */
function randomCondition(next: () => number, depth: number): ScriptCondition {
  const kind = depth === 0 ? 0 : Math.floor(next() * 4)
  const inner = (): ScriptCondition => randomCondition(next, depth - 1)
  const several = (): ScriptCondition[] => Array.from({ length: 1 + Math.floor(next() * 3) }, inner)
  if (kind === 1) return { all: several() }
  if (kind === 2) return { any: several() }
  if (kind === 3) return { not: inner() }
  return [fact, age, sex][Math.floor(next() * 3)] ?? fact
}

function drawsFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state >>> 0) / 2 ** 32
  }
}

describe('a condition as rows and groups [S10]', () => {
  it('is written as it was read, flat or nested', () => {
    const nested: readonly ScriptCondition[] = [
      { all: [{ any: [fact, age] }, sex] },
      { any: [{ all: [fact, { not: age }] }, { not: { any: [sex, fact] } }] },
      { all: [{ not: { all: [fact, { any: [age, { not: sex }] }] } }] },
    ]
    const flat = [fact, { not: fact }, { all: [fact, { not: age }] }, { any: [age, fact] }, { any: [age] }]
    for (const condition of [...flat, ...nested]) expect(written(condition)).toEqual(condition)
  })

  it('means the same whatever it is, at any depth, and stays what the schema takes', () => {
    for (let seed = 1; seed <= 3_000; seed += 1) {
      const condition = randomCondition(drawsFrom(seed), 4)
      const again = written(condition)
      expect(again, `seed ${seed}`).toBeDefined()
      if (again === undefined) continue
      expect(scriptCondition.safeParse(again).success, `seed ${seed}`).toBe(true)
      for (let case_ = 0; case_ < 8; case_ += 1) {
        const facts = {
          personKnown: (case_ & 1) === 1,
          quantities: { 'person.age': (case_ & 2) === 2 ? 50 : 20 },
          sex: (case_ & 4) === 4 ? ('female' as const) : ('male' as const),
        }
        const site = { facts, answers: new Map(), identity: 'anyone' as const, quotas: new Map() }
        expect(holds(again, site), `seed ${seed}, ${case_}`).toBe(holds(condition, site))
      }
    }
  })

  it('keeps a group while it is written, though a single row stands in it, and drops one in which nothing is left', () => {
    const begun: ConditionGroup = {
      isNot: false,
      join: 'all',
      parts: [{ isNot: false, join: 'any', parts: [{ isNot: false, atom: fact }] }],
    }
    const condition = conditionOfGroup(begun)
    expect(condition).toEqual({ all: [{ any: [fact] }] })
    expect(groupOf(condition ?? fact).parts.map(isGroup)).toEqual([true])
    expect(conditionOfGroup({ ...begun, parts: [{ isNot: true, join: 'all', parts: [] }] })).toBeUndefined()
    expect(conditionOfGroup({ isNot: false, join: 'any', parts: [] })).toBeUndefined()
  })
})
