import type { ScriptFacts } from '../condition.ts'
import type { LinkedNode, LinkedScript } from '../link.ts'
import { derivePath, nodeOf, optionsOf, type RunState } from '../path.ts'
import { answerStep, startRun, viewOf } from '../walk.ts'

/** A walk to the end of a script, with its state for what is made of it. */
export interface CoveringWalk {
  readonly state: RunState
  readonly facts: ScriptFacts
}

export interface Coverage {
  readonly walks: readonly CoveringWalk[]
  /** Arrows that no walk took, `step → answer`. */
  readonly missed: readonly string[]
  readonly arrows: number
}

/** Every answer of every step, and both outcomes of every check and skip rule of a linked script. */
function arrowsOf(script: LinkedScript): Set<string> {
  const arrows = new Set<string>()
  for (const node of script.nodes.values()) {
    if (node.kind === 'check') for (const outcome of ['true', 'false']) arrows.add(`${node.id} → ${outcome}`)
    for (const option of node.options ?? []) arrows.add(`${node.id} → ${option.value}`)
    if (node.kind === 'form') for (const value of ['done', 'skipped']) arrows.add(`${node.id} → ${value}`)
    if (node.skipIf !== undefined) arrows.add(`${node.id} → passed over`)
    if (['say', 'ask', 'script', 'end'].includes(node.kind)) arrows.add(`${node.id} → on`)
  }
  return arrows
}

/**
 * Walks a script by the walker of the player until every arrow was taken or `limit` walks did not do it. The next answer is the one
 * that was taken least so far, so that few walks are enough; facts are drawn anew for each walk.
 */
export function coverScript(script: LinkedScript, factSets: readonly ScriptFacts[], limit: number): Coverage {
  const left = arrowsOf(script)
  const arrows = left.size
  const taken = new Map<string, number>()
  const walks: CoveringWalk[] = []
  for (let turn = 0; turn < limit && left.size > 0; turn += 1) {
    // Shifted by one each round, so that every answer meets every set of facts.
    const facts = factSets[(turn + Math.floor(turn / factSets.length)) % factSets.length] ?? {}
    let state = startRun(script, '2026-11-24T09:00:00.000Z', facts)
    let view = viewOf(script, state, facts)
    for (; !view.isEnded; view = viewOf(script, state, facts)) {
      const value = leastTaken(view.current, taken)
      const next = answerStep(script, state, facts, view.current.id, { value, at: '2026-11-24T09:00:00.000Z' })
      if (!next.ok) throw new Error(`${script.id} ${view.current.id}: ${next.error.code}`)
      state = next.value
    }
    const before = left.size
    for (const arrow of arrowsTaken(script, state, facts)) left.delete(arrow)
    if (left.size < before) walks.push({ state, facts })
  }
  return { walks, missed: [...left], arrows }
}

function leastTaken(node: LinkedNode, taken: Map<string, number>): string {
  const count = (value: string): number => taken.get(`${node.id} ${value}`) ?? 0
  const [first, ...others] = valuesOf(node)
  const value = others.reduce((best, other) => (count(other) < count(best) ? other : best), first ?? 'words')
  taken.set(`${node.id} ${value}`, count(value) + 1)
  return value
}

function valuesOf(node: LinkedNode): string[] {
  const options = node.options ?? []
  if (node.kind === 'form') return ['done', 'skipped']
  if (node.kind !== 'several') return options.map((option) => option.value)
  const together = options.filter((option) => option.alone !== true).map((option) => option.value)
  return [...options.map((option) => option.value), together.join(',')]
}

function arrowsTaken(script: LinkedScript, state: RunState, facts: ScriptFacts): string[] {
  const { steps, decided } = derivePath(script, state, facts)
  const answered = steps.flatMap(({ node, answer }) => {
    if (node.kind === 'form') return [`${node.id} → ${answer?.value}`]
    const options = answer === null ? [] : optionsOf(node, answer.value)
    return options.length > 0 ? options.map((option) => `${node.id} → ${option.value}`) : [`${node.id} → on`]
  })
  const silent = Object.entries(decided).map(([id, outcome]) => {
    if (nodeOf(script, id).kind === 'check') return `${id} → ${outcome}`
    return outcome ? `${id} → passed over` : ''
  })
  const inner = [...script.nodes.values()]
    .filter((node) => node.kind === 'script' && steps.some((step) => step.node.id.startsWith(`${node.id}/`)))
    .map((node) => `${node.id} → on`)
  return [...answered, ...silent, ...inner]
}
