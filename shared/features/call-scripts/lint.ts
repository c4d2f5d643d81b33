import { reachable, targetsOf } from './link.ts'
import type { LintRules, ScriptFault } from './lint-fault.ts'
import { lintParts } from './lint-steps.ts'
import { lintWalks } from './lint-walks.ts'
import type { CallScript, ScriptNode } from './script.ts'

export type { LintRules, RequiredPhrase, ScriptFault, ScriptFaultCode } from './lint-fault.ts'

/**
 * Every fault of a script. One with faults must not be published (REQUIREMENTS S10): on the phone there is no time to work round it.
 * Walks are tried only where the graph is sound, for through a broken one there is no way to go.
 */
export function lintScript(script: CallScript, library: readonly CallScript[], rules: LintRules): ScriptFault[] {
  const parts = lintParts(script, rules)
  const graph = lintGraph(script)
  const canBeWalked = graph.length === 0 && !parts.some((fault) => UNWALKABLE.has(fault.code))
  return [...parts, ...graph, ...(canBeWalked ? lintWalks(script, library, rules.phrases) : [])]
}

/** Faults of single steps with which a walk would stand still. */
const UNWALKABLE: ReadonlySet<ScriptFault['code']> = new Set([
  'duplicateStep',
  'missingNext',
  'noOptions',
  'noQuestionAsked',
  'skipNotHere',
])

function lintGraph(script: CallScript): ScriptFault[] {
  const byId = new Map(script.nodes.map((node) => [node.id, node]))
  if (!byId.has(script.start)) return [{ code: 'noStart', at: script.start }]
  const faults: ScriptFault[] = []
  for (const node of script.nodes)
    for (const target of targetsOf(node))
      if (!byId.has(target)) faults.push({ code: 'unknownTarget', at: node.id, detail: target })
  const reached = new Set(reachable(script, script.start).map((node) => node.id))
  for (const node of script.nodes) if (!reached.has(node.id)) faults.push({ code: 'unreachable', at: node.id })
  if (!script.nodes.some((node) => node.kind === 'end' && reached.has(node.id)))
    faults.push({ code: 'noEnd', at: null })
  const cycle = findCycle(byId)
  if (cycle !== null) faults.push({ code: 'cycle', at: cycle })
  return faults
}

/** A step on a cycle, or null. Without cycles every walk ends and every step before an end leads to one. */
function findCycle(byId: ReadonlyMap<string, ScriptNode>): string | null {
  const state = new Map<string, 'open' | 'done'>()
  const visit = (id: string): string | null => {
    if (state.get(id) === 'open') return id
    const node = byId.get(id)
    if (node === undefined || state.get(id) === 'done') return null
    state.set(id, 'open')
    for (const target of targetsOf(node)) {
      const found = visit(target)
      if (found !== null) return found
    }
    state.set(id, 'done')
    return null
  }
  for (const id of byId.keys()) {
    const found = visit(id)
    if (found !== null) return found
  }
  return null
}
