import { type LinkedScript, linkScript } from '#shared/features/call-scripts/link.ts'
import type { RunState, ScriptFacts } from '#shared/features/call-scripts/path.ts'
import type { ScriptRun } from '#shared/features/call-scripts/run.ts'
import type { CallScript, ScriptMeaning, ScriptNode } from '#shared/features/call-scripts/script.ts'
import { CUT_OFF, finishRun, summarize } from '#shared/features/call-scripts/summary.ts'
import { markVisit } from '#shared/features/call-scripts/visits.ts'
import { answerStep, consult, startRun, viewOf } from '#shared/features/call-scripts/walk.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import type { CallId, PersonId, ScriptRunId, UserId } from '#shared/kernel/ids.ts'
import type { CallTextContent } from './content.ts'
import { type Draws, drawsOf } from './draws.ts'

/** A call during which the script is walked. */
export interface RunRequest {
  readonly id: ScriptRunId
  readonly purpose: CallScript['purpose']
  readonly callId: CallId
  readonly personId: PersonId | null
  readonly userId: UserId
  readonly from: number
  readonly to: number
  readonly facts: ScriptFacts
  /** Option to take at a step, by the last part of the step's id; elsewhere any option is taken. */
  readonly choices: Readonly<Record<string, readonly string[]>>
  /** Words for a step, by the same name. */
  readonly words: Readonly<Record<string, string>>
  /** Results of the end that fit the call; another walk is made until one of them comes out. */
  readonly results: readonly string[]
  /** The line drops before the end: the run is left somewhere on the way. */
  readonly isCut?: boolean
}

export interface WalkedRun {
  readonly run: ScriptRun
  readonly means: ScriptMeaning
}

export interface ScriptWalker {
  /** Null when no script has the purpose or none of the walks ended as wanted. */
  walk(draws: Draws, request: RunRequest): WalkedRun | null
}

const WALKS = 25
const STEPS_AT_MOST = 200

/** Walks the approved scripts as a representative would, by the rules of the real player, so that the log of a new installation reads like one in use. */
export function scriptWalkerOf(scripts: readonly CallScript[], texts: CallTextContent): ScriptWalker {
  const linked = new Map<CallScript['purpose'], LinkedScript>()
  for (const script of scripts) {
    const result = linkScript(script, scripts)
    if (!result.ok)
      throw new Error(`Script ${script.id} cannot be linked: ${result.error.code} at ${result.error.nodeId}`)
    linked.set(script.purpose, result.value)
  }
  return {
    walk: (draws, request) => {
      const script = linked.get(request.purpose)
      if (script === undefined) return null
      const habits = drawsOf(HABITS_SEED, request.id)
      for (let attempt = 0; attempt < WALKS; attempt += 1) {
        const state = walkOnce(draws, habits, script, request, texts)
        const summary = summarize(script, state, request.facts)
        if (!request.results.includes(summary.result ?? CUT_OFF)) continue
        const { id, callId, personId } = request
        const end = { id, callId, personId, endedAt: toInstant(request.to) }
        return {
          run: { ...finishRun(script, state, request.facts, end), userId: request.userId },
          means: summary.means,
        }
      }
      return null
    },
  }
}

/** How hesitantly one talks is drawn by the run alone: it changes nothing else of the polyclinic. */
const HABITS_SEED = 2026
const OBJECTIONS_SHARE = 0.12
/** A cut talk has come this many steps far. */
const CUT_AFTER = { from: 1, to: 7 } as const

function walkOnce(
  draws: Draws,
  habits: Draws,
  script: LinkedScript,
  request: RunRequest,
  texts: CallTextContent,
): RunState {
  const mark = (run: RunState, ms: number): RunState => markVisit(script, run, request.facts, toInstant(Math.floor(ms)))
  let state = mark(startRun(script, toInstant(request.from), request.facts), request.from)
  // Steps are spread over the talk; a long walk ends before the call does.
  const pace = (request.to - request.from) / 28
  let at = request.from
  const last = request.isCut === true ? habits.between(CUT_AFTER.from, CUT_AFTER.to) : STEPS_AT_MOST
  for (let step = 0; step < last; step += 1) {
    const view = viewOf(script, state, request.facts)
    if (view.isEnded) break
    at = Math.min(request.to, at + pace * (0.4 + 1.2 * draws.unit()))
    if (view.current.kind === 'choice' && script.objections.length > 0 && habits.chance(OBJECTIONS_SHARE))
      state = consult(state, 'objection', habits.pick(script.objections).id, toInstant(Math.floor(at)))
    const value = answerTo(draws, view.current, request, texts)
    const next = answerStep(script, state, request.facts, view.current.id, { value, at: toInstant(Math.floor(at)) })
    if (!next.ok) throw new Error(`Script ${script.id} refuses ${value} at ${view.current.id}: ${next.error.code}`)
    state = mark(next.value, at)
  }
  return state
}

function answerTo(draws: Draws, node: ScriptNode, request: RunRequest, texts: CallTextContent): string {
  const name = node.id.slice(node.id.lastIndexOf('/') + 1)
  if (node.kind === 'say') return 'said'
  if (node.kind === 'form') return 'done'
  if (node.kind === 'ask') return request.words[name] ?? draws.pick(texts.asks[name] ?? texts.askFallback)
  const options = (node.options ?? []).map((option) => option.value)
  const wanted = (request.choices[name] ?? []).filter((value) => options.includes(value))
  return draws.pick(wanted.length > 0 ? wanted : options)
}
