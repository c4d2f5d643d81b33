import type { ScriptFacts } from '../condition.ts'
import { type LinkedNode, type LinkedScript, targetsOf } from '../link.ts'
import type { RunState } from '../path.ts'
import type { CallScript } from '../script.ts'
import { answerStep, startRun, viewOf } from '../walk.ts'
import { RANDOM_AGES, RANDOM_FACTS } from './random-script.ts'

const AT = '2026-11-24T09:00:00.000Z'

/** Every way in which the facts that a random script speaks of can stand. */
function factSetsOf(script: LinkedScript): readonly ScriptFacts[] {
  const words = JSON.stringify([...script.nodes.values()])
  const facts = RANDOM_FACTS.filter((fact) => words.includes(`"${fact}"`))
  const ages = words.includes('"person.age"') ? RANDOM_AGES : [undefined]
  const sets = facts.reduce<ScriptFacts[]>((all, fact) => all.flatMap((set) => [set, { ...set, [fact]: true }]), [{}])
  return ages.flatMap((age) =>
    sets.map((set) => (age === undefined ? set : { ...set, quantities: { 'person.age': age } })),
  )
}

/** True when somebody who follows the arrows, whatever they say, can get lost, go round in a circle or never come to an end. */
export function canGetLost(script: CallScript): boolean {
  const byId = new Map(script.nodes.map((node) => [node.id, node]))
  const ends = new Set<string>()
  const passed = new Set<string>()
  const isLost = (id: string, trail: readonly string[]): boolean => {
    const node = byId.get(id)
    if (node === undefined || trail.includes(id)) return true
    passed.add(id)
    if (node.kind === 'end') {
      ends.add(id)
      return false
    }
    const targets = targetsOf(node)
    const isStuck =
      node.next === undefined && node.kind === 'choice' && node.options?.some((it) => it.next === undefined)
    const cannotSkip = node.skipIf !== undefined && node.next === undefined
    if (targets.length === 0 || isStuck || cannotSkip) return true
    return targets.some((target) => isLost(target, [...trail, id]))
  }
  return isLost(script.start, []) || ends.size === 0 || script.nodes.some((node) => !passed.has(node.id))
}

/** What trying every answer and every state of the facts at every step comes upon, by the walker of the player itself. */
export interface WalksFound {
  readonly ends: readonly { readonly id: string; readonly said: string }[]
  readonly shown: ReadonlySet<string>
}

export function tryEveryWalk(script: LinkedScript, onStep: (node: LinkedNode, level: string) => void): WalksFound {
  const factSets = factSetsOf(script)
  const moments = new Set<string>()
  const ends: { id: string; said: string }[] = []
  const shown = new Set<string>()
  const go = (state: RunState, facts: ScriptFacts): void => {
    const key = JSON.stringify(state.answers)
    if (moments.has(key)) return
    moments.add(key)
    const { current, isEnded, steps, identity } = viewOf(script, state, facts)
    const said = steps.map((step) => step.node.text ?? '').join(' ')
    shown.add(current.id)
    onStep(current, identity)
    if (isEnded) {
      ends.push({ id: current.id, said })
      return
    }
    for (const value of valuesOf(current))
      for (const known of factSets) {
        const next = answerStep(script, state, known, current.id, { value, at: AT })
        if (next.ok) go(next.value, known)
      }
  }
  for (const facts of factSets) go(startRun(script, AT, facts), facts)
  return { ends, shown }
}

function valuesOf(node: LinkedNode): string[] {
  const values = (node.options ?? []).map((option) => option.value)
  if (node.kind === 'choice') return values
  if (node.kind === 'form') return ['done', 'skipped']
  if (node.kind !== 'several') return ['said']
  const [first, ...others] = values
  return first === undefined ? [''] : setsOf(first, others)
}

function setsOf(first: string, others: readonly string[]): string[] {
  const [second, ...rest] = others
  const sets = second === undefined ? [''] : setsOf(second, rest)
  return sets.flatMap((set) => [set, set === '' ? first : `${first},${set}`])
}
