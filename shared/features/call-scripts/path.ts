import { z } from 'zod'
import { asksContext, holds, type ScriptCondition, type ScriptFacts, severalValues } from './condition.ts'
import { higherLevel, type IdentityLevel } from './identity.ts'
import type { LinkedNode, LinkedScript } from './link.ts'
import type { ScriptOption } from './script.ts'

export type { ScriptFacts } from './condition.ts'

export const givenAnswer = z.object({
  /** Option value, several of them joined by commas, typed text, `said` for a line that was read, `true`/`false` for a condition at the moment it was asked. */
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
  consulted: z.array(
    z.object({
      kind: z.enum(['objection', 'question']),
      id: z.string(),
      at: z.string(),
      /** The step that stood on the screen. */
      during: z.string().optional(),
    }),
  ),
  /** Stays at steps so far, in milliseconds from the beginning; runs begun by an older desk have none. */
  visits: z.array(z.object({ nodeId: z.string(), enteredMs: z.number(), leftMs: z.number().nullable() })).optional(),
})
export type RunState = Readonly<z.infer<typeof runState>>

export interface PathStep {
  readonly node: LinkedNode
  /** Null on the step where the run stands and on steps left by a jump. */
  readonly answer: GivenAnswer | null
  /** Left by a jump before it was answered. */
  readonly isSkipped: boolean
  /** Who had been made sure of when the step was reached. */
  readonly identity: IdentityLevel
}

export interface ScriptPath {
  /** Steps passed and the step where the run stands, last. Checks and calls of inner scripts are not among them. */
  readonly steps: readonly PathStep[]
  /** Where the run stands by its answers. */
  readonly frontier: LinkedNode
  /** Who has been made sure of on the way. */
  readonly identity: IdentityLevel
  /** Outcomes of the conditions on facts asked on the way, to be bound when the run goes on. */
  readonly asked: Readonly<Record<string, boolean>>
  /** Outcomes of everything asked silently on the way, by the step of the check or of the skip rule. */
  readonly decided: Readonly<Record<string, boolean>>
}

/** Under which the outcome of a skip rule is bound: the step's own name is taken by its answer. */
const skipKey = (id: string): string => `${id}?skip`

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
  const decided: Record<string, boolean> = {}
  let identity = script.begins
  let id = script.start
  let isJumpedTo = false
  const pass = (node: LinkedNode, answer: GivenAnswer | null, isSkipped = false): number =>
    steps.push({ node, answer, isSkipped, identity })
  // A condition that was asked once stays as it was: what happens later in the call must not turn the path behind the speaker's back.
  const ask = (condition: ScriptCondition, key: string): boolean => {
    const isBindable = asksContext(condition, script.quotas)
    const bound = isBindable ? state.answers[key] : undefined
    const site = { facts, answers: values, identity, quotas: script.quotas }
    const outcome = bound === undefined ? holds(condition, site) : bound.value === 'true'
    if (isBindable) asked[key] = outcome
    decided[id] = outcome
    return outcome
  }
  const jumpCount = Object.values(state.jumps).reduce((sum, list) => sum + list.length, 0)
  for (let left = (script.nodes.size + 1) * (jumpCount + 1); left > 0; left -= 1) {
    const node = nodeOf(script, id)
    const jumps = state.jumps[id] ?? []
    const taken = jumped.get(id) ?? 0
    const target = jumps[taken]
    if (target !== undefined) {
      jumped.set(id, taken + 1)
      if (taken === 0) pass(node, null, true)
      id = target
      isJumpedTo = true
      continue
    }
    const isNew = !seen.has(id)
    seen.add(id)
    const isWanted = isJumpedTo || !isNew
    isJumpedTo = false
    if (node.kind === 'end') {
      if (node.returnsTo === undefined || node.callSite === undefined) {
        if (isNew) pass(node, null)
        return { steps, frontier: node, identity, asked, decided }
      }
      values.set(node.callSite, node.result ?? '')
      if (isNew) pass(node, { value: node.result ?? '', at: '' })
      id = node.returnsTo
    } else if (node.kind === 'script') {
      id = node.next ?? ''
    } else if (node.kind === 'check') {
      id = (ask(conditionOf(node), id) ? node.whenTrue : node.whenFalse) ?? ''
    } else if (node.skipIf !== undefined && !isWanted && ask(node.skipIf, skipKey(id))) {
      seen.delete(id)
      id = node.next ?? ''
    } else {
      const answer = state.answers[id]
      const next = answer === undefined ? undefined : nextOf(node, answer.value)
      if (isNew) pass(node, next === undefined ? null : (answer ?? null))
      if (answer === undefined || next === undefined) return { steps, frontier: node, identity, asked, decided }
      values.set(id, answer.value)
      identity = higherLevel(identity, levelOf(node, answer.value))
      id = next
    }
  }
  throw new Error(`Invariant broken: script ${script.id} runs in a circle; lint forbids it`)
}

/** What a `check` asks; the short forms `fact` and `earlier` mean the same as their conditions. */
export function conditionOf(node: Pick<LinkedNode, 'fact' | 'earlier' | 'when'>): ScriptCondition {
  if (node.when !== undefined) return node.when
  if (node.earlier !== undefined) return { answer: node.earlier.node, anyOf: node.earlier.values }
  return node.fact === undefined ? { any: [] } : { fact: node.fact }
}

/** The level that an answer reaches; a form that was passed over without being completed reaches none. */
export function levelOf(node: LinkedNode, value: string): IdentityLevel | undefined {
  if (node.kind === 'form') return value === 'done' ? node.identity : undefined
  return optionOf(node, value)?.identity
}

export function nodeOf(script: LinkedScript, id: string): LinkedNode {
  const node = script.nodes.get(id)
  if (node === undefined) throw new Error(`Invariant broken: script ${script.id} has no step ${id}; lint forbids it`)
  return node
}

export function optionOf(node: LinkedNode, value: string): ScriptOption | undefined {
  return node.options?.find((option) => option.value === value)
}

/** The options that an answer stands for: one of a choice, several where several may be given. */
export function optionsOf(node: LinkedNode, value: string): ScriptOption[] {
  if (node.kind !== 'several') return [optionOf(node, value)].filter((option) => option !== undefined)
  const values = severalValues(value)
  return (node.options ?? []).filter((option) => values.includes(option.value))
}

function nextOf(node: LinkedNode, value: string): string | undefined {
  if (node.kind !== 'choice') return node.next
  const option = optionOf(node, value)
  return option === undefined ? undefined : (option.next ?? node.next)
}
