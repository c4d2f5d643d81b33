import type { ScriptFacts } from '../condition.ts'
import { waysOf, waysTaken } from '../coverage.ts'
import type { LinkedNode, LinkedScript } from '../link.ts'
import type { RunState } from '../path.ts'
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

/**
 * Walks a script by the walker of the player until every arrow was taken or `limit` walks did not do it. The next answer is the one
 * that was taken least so far, so that few walks are enough; facts are drawn anew for each walk.
 */
export function coverScript(script: LinkedScript, factSets: readonly ScriptFacts[], limit: number): Coverage {
  const left = waysOf(script)
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
    for (const arrow of waysTaken(script, state, facts)) left.delete(arrow)
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
