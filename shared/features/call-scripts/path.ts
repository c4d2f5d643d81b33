import { z } from 'zod'
import type { LinkedNode, LinkedScript } from './link.ts'
import type { ScriptFact, ScriptOption } from './script.ts'

/** What is known about the call when a `check` asks. */
export type ScriptFacts = Readonly<Record<ScriptFact, boolean>>

export const givenAnswer = z.object({
  /** Option value, typed text, `said` for a line that was read, `true`/`false` for a fact at the moment it was asked. */
  value: z.string(),
  /** Words for the log when the value alone would not tell, e.g. the registration number that a form gave. */
  label: z.string().optional(),
  at: z.string(),
})
export type GivenAnswer = Readonly<z.infer<typeof givenAnswer>>

/**
 * One run as it is kept in a draft: plain data, no graph. Answers are never removed: those that the path does not pass are kept
 * aside and come back when the path returns to them.
 */
export const runState = z.object({
  scriptId: z.string(),
  version: z.number().int(),
  startedAt: z.string(),
  answers: z.record(z.string(), givenAnswer),
  /** Text typed into `ask` steps and not confirmed yet. */
  typed: z.record(z.string(), z.string()),
  /** Steps to which the representative jumped from a step, in order. */
  jumps: z.record(z.string(), z.array(z.string())),
  /** Step looked at when it is not the last one of the path. */
  cursor: z.string().nullable(),
  /** Objections and questions that were opened. */
  consulted: z.array(z.object({ kind: z.enum(['objection', 'question']), id: z.string(), at: z.string() })),
})
export type RunState = Readonly<z.infer<typeof runState>>

export interface PathStep {
  readonly node: LinkedNode
  /** Null on the step where the run stands and on steps left by a jump. */
  readonly answer: GivenAnswer | null
  /** Left by a jump before it was answered. */
  readonly isSkipped: boolean
}

export interface ScriptPath {
  /** Steps passed and the step where the run stands, last. Checks and calls of inner scripts are not among them. */
  readonly steps: readonly PathStep[]
  /** Where the run stands by its answers. */
  readonly frontier: LinkedNode
  /** Outcomes of the facts asked on the way, to be bound when the run goes on. */
  readonly asked: Readonly<Record<string, boolean>>
}

/**
 * Follows the answers from the start. Terminates for any state: the graph has no cycles (lint), so the walk only goes forward
 * except at jumps, and every jump is taken once.
 */
export function derivePath(script: LinkedScript, state: RunState, facts: ScriptFacts): ScriptPath {
  const steps: PathStep[] = []
  const seen = new Set<string>()
  const jumped = new Map<string, number>()
  const values = new Map<string, string>()
  const asked: Record<string, boolean> = {}
  let id = script.start
  const jumpCount = Object.values(state.jumps).reduce((sum, list) => sum + list.length, 0)
  for (let left = (script.nodes.size + 1) * (jumpCount + 1); left > 0; left -= 1) {
    const node = nodeOf(script, id)
    const jumps = state.jumps[id] ?? []
    const taken = jumped.get(id) ?? 0
    const target = jumps[taken]
    if (target !== undefined) {
      jumped.set(id, taken + 1)
      if (taken === 0) steps.push({ node, answer: null, isSkipped: true })
      id = target
      continue
    }
    const isNew = !seen.has(id)
    seen.add(id)
    if (node.kind === 'end') {
      if (node.returnsTo === undefined || node.callSite === undefined) {
        if (isNew) steps.push({ node, answer: null, isSkipped: false })
        return { steps, frontier: node, asked }
      }
      values.set(node.callSite, node.result ?? '')
      if (isNew) steps.push({ node, answer: { value: node.result ?? '', at: '' }, isSkipped: false })
      id = node.returnsTo
    } else if (node.kind === 'script') {
      id = node.next ?? ''
    } else if (node.kind === 'check') {
      const outcome = outcomeOf(node, state, facts, values)
      if (node.fact !== undefined) asked[id] = outcome
      id = (outcome ? node.whenTrue : node.whenFalse) ?? ''
    } else {
      const answer = state.answers[id]
      const next = answer === undefined ? undefined : nextOf(node, answer.value)
      if (isNew) steps.push({ node, answer: next === undefined ? null : (answer ?? null), isSkipped: false })
      if (answer === undefined || next === undefined) return { steps, frontier: node, asked }
      values.set(id, answer.value)
      id = next
    }
  }
  throw new Error(`Invariant broken: script ${script.id} runs in a circle; lint forbids it`)
}

export function nodeOf(script: LinkedScript, id: string): LinkedNode {
  const node = script.nodes.get(id)
  if (node === undefined) throw new Error(`Invariant broken: script ${script.id} has no step ${id}; lint forbids it`)
  return node
}

export function optionOf(node: LinkedNode, value: string): ScriptOption | undefined {
  return node.options?.find((option) => option.value === value)
}

function nextOf(node: LinkedNode, value: string): string | undefined {
  if (node.kind !== 'choice') return node.next
  const option = optionOf(node, value)
  return option === undefined ? undefined : (option.next ?? node.next)
}

/** A fact that was asked once stays as it was: what happens later in the call must not turn the path behind the speaker's back. */
function outcomeOf(
  node: LinkedNode,
  state: RunState,
  facts: ScriptFacts,
  values: ReadonlyMap<string, string>,
): boolean {
  if (node.earlier !== undefined) return node.earlier.values.includes(values.get(node.earlier.node) ?? '')
  const bound = state.answers[node.id]
  if (bound !== undefined) return bound.value === 'true'
  return node.fact !== undefined && facts[node.fact]
}
