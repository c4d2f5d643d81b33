import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { ScriptCondition } from '../condition.ts'
import type { CallScript, ScriptNode } from '../script.ts'

/** Facts that random scripts ask about. */
export const RANDOM_FACTS = ['checkUpDue', 'lowMobility'] as const
/** Ages on both sides of every bound that random scripts ask about. */
export const RANDOM_AGES = [undefined, 17, 18, 39, 40, 80] as const

interface Draw {
  below(count: number): number
  chance(percent: number): boolean
  pick<T>(items: readonly T[]): T
}

function drawFrom(seed: number): Draw {
  const source = xoroshiro128plus(seed)
  const below = (count: number): number => (source.next() >>> 0) % count
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick: (items) => {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('Nothing to pick from')
      return item
    },
  }
}

/** A small script of any shape, often a broken one: edges into nowhere and back, conditions that never hold, secrets said to anyone. */
export function randomScript(seed: number): CallScript {
  const draw = drawFrom(seed)
  const size = 3 + draw.below(5)
  const nodes: ScriptNode[] = []
  for (let index = 0; index < size; index += 1) nodes.push(randomNode(draw, index, size, nodes))
  return {
    id: 'random',
    version: 1,
    title: 'Random',
    purpose: 'inboundConsultation',
    effectiveFrom: '2026-01-01',
    approvedBy: 'A methodologist',
    approvedOn: '2025-12-01',
    start: 'n0',
    nodes,
    fields: { 'clinic.name': { missing: 'your clinic' } },
    objections: [],
    questions: [],
  }
}

function randomNode(draw: Draw, index: number, size: number, before: readonly ScriptNode[]): ScriptNode {
  const id = `n${index}`
  const next = (): string => {
    if (draw.chance(1)) return 'nowhere'
    if (draw.chance(1)) return `n${draw.below(size)}`
    return draw.chance(70)
      ? `n${Math.min(size - 1, index + 1)}`
      : `n${index + 1 + draw.below(Math.max(1, size - index - 1))}`
  }
  const text = `Words${draw.chance(30) ? ' alpha' : ''}${draw.chance(20) ? ' beta' : ''}${draw.chance(7) ? ' {clinic.name}' : ''}`
  if (index === size - 1 || draw.chance(8)) return { id, kind: 'end', title: id, text, result: `r${index}` }
  const common = { id, title: id, text, ...(draw.chance(4) ? { needs: draw.pick(['named', 'checked'] as const) } : {}) }
  const skip = draw.chance(12) ? { skipIf: randomCondition(draw, before, 2) } : {}
  const level = draw.chance(35) ? { identity: draw.pick(['named', 'checked'] as const) } : {}
  switch (draw.below(6)) {
    case 0:
      return { ...common, ...skip, kind: 'say', next: next() }
    case 1:
      return { ...common, ...skip, ...level, kind: 'form', form: 'findPerson', next: next() }
    case 2:
      return {
        ...common,
        ...skip,
        kind: 'several',
        required: draw.chance(50),
        options: ['a', 'b'].map((value) => ({ value, label: value, ...(draw.chance(30) ? { alone: true } : {}) })),
        next: next(),
      }
    case 3:
      return { id, kind: 'check', when: randomCondition(draw, before, 3), whenTrue: next(), whenFalse: next() }
    default: {
      const options = ['a', 'b', 'c'].slice(0, 1 + draw.below(3)).map((value) => ({
        value,
        label: value,
        ...(draw.chance(70) ? { next: next() } : {}),
        ...(draw.chance(35) ? { identity: draw.pick(['named', 'checked'] as const) } : {}),
      }))
      return { ...common, ...skip, kind: 'choice', options, ...(draw.chance(97) ? { next: next() } : {}) }
    }
  }
}

function randomCondition(draw: Draw, before: readonly ScriptNode[], depth: number): ScriptCondition {
  const inner = (): ScriptCondition => randomCondition(draw, before, depth - 1)
  if (depth > 1 && draw.chance(45)) {
    const kind = draw.below(3)
    if (kind === 0) return { not: inner() }
    return kind === 1 ? { all: [inner(), inner()] } : { any: [inner(), inner()] }
  }
  switch (draw.below(4)) {
    case 0:
      return { fact: draw.pick(RANDOM_FACTS) }
    case 1:
      return draw.chance(50) ? { quantity: 'person.age', from: 18, to: 39 } : { quantity: 'person.age', from: 40 }
    case 2:
      return { identity: draw.pick(['named', 'checked'] as const) }
    default: {
      const asked = before.filter((node) => node.options !== undefined || node.kind === 'form')
      if (asked.length === 0) return { fact: draw.pick(RANDOM_FACTS) }
      const node = draw.pick(asked)
      const values = node.options?.map((option) => option.value) ?? ['done', 'skipped']
      return { answer: node.id, anyOf: [draw.chance(5) ? 'never' : draw.pick(values)] }
    }
  }
}
