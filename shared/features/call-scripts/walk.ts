import { type Refusal, refuse } from '../../kernel/errors.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { severalValues } from './condition.ts'
import type { IdentityLevel } from './identity.ts'
import type { LinkedNode, LinkedScript } from './link.ts'
import {
  derivePath,
  type GivenAnswer,
  optionOf,
  optionsOf,
  type PathStep,
  type RunState,
  type ScriptFacts,
} from './path.ts'

/** Longest free-text answer, in UTF-16 code units, as `scriptAnswer` takes it. */
export const ANSWER_MAX = 4_000

export interface ScriptView {
  /** The step on the screen. */
  readonly current: LinkedNode
  readonly steps: readonly PathStep[]
  /** True when the current step is where the answers end, false when an earlier one is looked at again. */
  readonly isAtFrontier: boolean
  /** True when the path has reached the end of the script. */
  readonly isEnded: boolean
  /** Who has been made sure of so far; looking back at an earlier step does not take it away. */
  readonly identity: IdentityLevel
}

/** A new run. What the script asks before its first step is asked now, so that the first step does not change while it is read. */
export function startRun(script: LinkedScript, at: string, facts: ScriptFacts = {}): RunState {
  const state: RunState = {
    scriptId: script.id,
    version: script.version,
    startedAt: at,
    answers: {},
    typed: {},
    jumps: {},
    cursor: null,
    consulted: [],
  }
  return bindFacts(script, state, facts, at)
}

/** A draft may only go on with the versions it began with (REQUIREMENTS C4). */
export function belongsTo(script: LinkedScript, state: RunState): boolean {
  return script.id === state.scriptId && script.version === state.version
}

export function viewOf(script: LinkedScript, state: RunState, facts: ScriptFacts): ScriptView {
  const path = derivePath(script, state, facts)
  const looked = path.steps.find((step) => step.node.id === state.cursor && isShown(step))
  const current = looked?.node ?? path.frontier
  return {
    current,
    steps: path.steps,
    isAtFrontier: current.id === path.frontier.id,
    isEnded: path.frontier.kind === 'end',
    identity: path.identity,
  }
}

/**
 * Answers a step of the path and goes one step on: to the next answered step when an earlier one was looked at again, else to the
 * end of the path. Refused: `callScripts.notOnPath`, `callScripts.answerRequired`, `callScripts.unknownOption`,
 * `callScripts.answersExclude`, `text.tooLong`.
 */
export function answerStep(
  script: LinkedScript,
  state: RunState,
  facts: ScriptFacts,
  nodeId: string,
  given: GivenAnswer,
): Result<RunState, Refusal> {
  const path = derivePath(script, state, facts)
  const index = path.steps.findLastIndex((step) => step.node.id === nodeId)
  const step = path.steps[index]
  if (step === undefined || step.node.kind === 'end') return err(refuse('callScripts.notOnPath'))
  const fault = faultOf(step.node, given.value)
  if (fault !== null) return err(fault)

  const isSame = state.answers[nodeId]?.value === given.value && !step.isSkipped
  const bound = isSame ? {} : factsAfter(script, state, facts, nodeId)
  const { [nodeId]: _confirmed, ...typed } = state.typed
  const { [nodeId]: left, ...otherJumps } = state.jumps
  const answered: RunState = {
    ...state,
    answers: { ...withoutKeys(state.answers, Object.keys(bound)), [nodeId]: given },
    typed,
    // A step left by a jump and then answered after all takes the jump back.
    jumps: step.isSkipped || left === undefined ? otherJumps : state.jumps,
    cursor: null,
  }
  return ok(bindFacts(script, followFrom(script, answered, facts, nodeId), facts, given.at))
}

/** Keeps what is being typed into a step, before it is confirmed. */
export function typeInto(state: RunState, nodeId: string, text: string): RunState {
  return { ...state, typed: { ...state.typed, [nodeId]: text } }
}

/** One shown step back; at the first step nothing changes. */
export function stepBack(script: LinkedScript, state: RunState, facts: ScriptFacts): RunState {
  const view = viewOf(script, state, facts)
  const shown = view.steps.filter(isShown)
  const at = shown.findLastIndex((step) => step.node.id === view.current.id)
  const previous = shown[at - 1]
  return previous === undefined ? state : { ...state, cursor: previous.node.id }
}

/** To the end of the path again, after looking back. */
export function stepToFrontier(state: RunState): RunState {
  return { ...state, cursor: null }
}

/**
 * Goes to any step: back along the path when the path holds it, otherwise as a jump from where the run stands. After a jump the
 * script goes on from there; if that leads to a step already passed, the run returns to where it was left. Answers are kept.
 */
export function goToStep(
  script: LinkedScript,
  state: RunState,
  facts: ScriptFacts,
  nodeId: string,
  at: string,
): RunState {
  if (!script.nodes.has(nodeId)) return state
  const path = derivePath(script, state, facts)
  if (path.frontier.id === nodeId) return { ...state, cursor: null }
  if (path.steps.some((step) => step.node.id === nodeId && isShown(step))) return { ...state, cursor: nodeId }
  const from = path.frontier.id
  const jumped = { ...state, jumps: { ...state.jumps, [from]: [...(state.jumps[from] ?? []), nodeId] }, cursor: nodeId }
  return bindFacts(script, jumped, facts, at)
}

/** Notes that the answer to an objection or a typical question was opened. */
export function consult(state: RunState, kind: 'objection' | 'question', id: string, at: string): RunState {
  const last = state.consulted.at(-1)
  const during = state.visits?.at(-1)?.nodeId
  if (last?.kind === kind && last.id === id && last.during === during) return state
  return { ...state, consulted: [...state.consulted, { kind, id, at, ...(during === undefined ? {} : { during }) }] }
}

/** Ends of inner scripts are passed without stopping: they have no screen of their own. */
export function isShown(step: PathStep): boolean {
  return step.node.returnsTo === undefined
}

function faultOf(node: LinkedNode, value: string): Refusal | null {
  if (node.kind === 'choice' && optionOf(node, value) === undefined) return refuse('callScripts.unknownOption')
  if (node.kind === 'several') return faultOfSeveral(node, value)
  if (node.kind !== 'ask') return null
  if (value.length > ANSWER_MAX) return refuse('text.tooLong', 'answer', { max: ANSWER_MAX })
  return node.required === true && value.trim() === '' ? refuse('callScripts.answerRequired', 'answer') : null
}

function faultOfSeveral(node: LinkedNode, value: string): Refusal | null {
  const chosen = optionsOf(node, value)
  if (chosen.length !== severalValues(value).length) return refuse('callScripts.unknownOption')
  if (chosen.length === 0 && node.required === true) return refuse('callScripts.answerRequired', 'answer')
  const alone = chosen.find((option) => option.alone === true)
  if (alone === undefined || chosen.length === 1) return null
  return refuse('callScripts.answersExclude', 'answer', { answer: alone.label })
}

/** Facts bound on the path after `nodeId`: a changed answer asks them anew. */
function factsAfter(
  script: LinkedScript,
  state: RunState,
  facts: ScriptFacts,
  nodeId: string,
): Readonly<Record<string, boolean>> {
  const { asked } = derivePath(script, state, facts)
  const before = derivePath(script, { ...state, answers: withoutKeys(state.answers, [nodeId]) }, facts).asked
  return withoutKeys(asked, Object.keys(before))
}

function followFrom(script: LinkedScript, state: RunState, facts: ScriptFacts, nodeId: string): RunState {
  const path = derivePath(script, state, facts)
  const shown = path.steps.filter(isShown)
  const next = shown[shown.findLastIndex((step) => step.node.id === nodeId) + 1]
  return { ...state, cursor: next === undefined || next.node.id === path.frontier.id ? null : next.node.id }
}

function bindFacts(script: LinkedScript, state: RunState, facts: ScriptFacts, at: string): RunState {
  const { asked } = derivePath(script, state, facts)
  const fresh = Object.entries(asked).filter(([id]) => state.answers[id] === undefined)
  if (fresh.length === 0) return state
  return {
    ...state,
    answers: {
      ...state.answers,
      ...Object.fromEntries(fresh.map(([id, value]) => [id, { value: String(value), at }])),
    },
  }
}

function withoutKeys<T>(record: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)))
}
