import type { ScriptFacts } from './condition.ts'
import type { LinkedScript } from './link.ts'
import { derivePath, nodeOf, optionsOf, type RunState } from './path.ts'

/** Every way on of a linked script, `step → answer`: the answers of every step, and both outcomes of every check and skip rule. */
export function waysOf(script: LinkedScript): Set<string> {
  const ways = new Set<string>()
  for (const node of script.nodes.values()) {
    if (node.kind === 'check') for (const outcome of ['true', 'false']) ways.add(`${node.id} → ${outcome}`)
    for (const option of node.options ?? []) ways.add(`${node.id} → ${option.value}`)
    if (node.kind === 'form') for (const value of ['done', 'skipped']) ways.add(`${node.id} → ${value}`)
    if (node.skipIf !== undefined) ways.add(`${node.id} → passed over`)
    if (['say', 'ask', 'script', 'end'].includes(node.kind)) ways.add(`${node.id} → on`)
  }
  return ways
}

/** The ways that a run has taken so far. */
export function waysTaken(script: LinkedScript, state: RunState, facts: ScriptFacts): string[] {
  const { steps, decided, frontier } = derivePath(script, state, facts)
  const passed = steps.filter(({ node, answer }) => answer !== null || (node.id === frontier.id && node.kind === 'end'))
  const answered = passed.flatMap(({ node, answer }) => {
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
  return [...answered, ...silent, ...inner].filter((way) => way !== '')
}
