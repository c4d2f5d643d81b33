import type { LinkedScript } from './link.ts'
import { derivePath, type RunState, type ScriptFacts } from './path.ts'
import { type StepVisit, VISITS_MAX } from './run.ts'
import { isShown, viewOf } from './walk.ts'

/**
 * Notes which step stands on the screen now. To be called after every move of the run; a move that leaves the screen as it was changes nothing.
 * A clock that was set back stands still until it has caught up, so that no stay is negative.
 * @param at instant of the move
 */
export function markVisit(script: LinkedScript, state: RunState, facts: ScriptFacts, at: string): RunState {
  const visits = state.visits ?? []
  const { id } = viewOf(script, state, facts).current
  const last = visits.at(-1)
  if ((last?.nodeId === id && last.leftMs === null) || visits.length >= VISITS_MAX) return state
  const ms = elapsed(state, at)
  return { ...state, visits: [...closed(visits, ms), { nodeId: id, enteredMs: ms, leftMs: null }] }
}

/**
 * The run was left by a desk that ended in the middle and is opened again: how long it stood at its step is not known, and the step is
 * entered anew.
 */
export function reopenVisit(script: LinkedScript, state: RunState, facts: ScriptFacts, at: string): RunState {
  const visits = state.visits ?? []
  if (visits.length === 0 || visits.length >= VISITS_MAX) return state
  const { id } = viewOf(script, state, facts).current
  return { ...state, visits: [...visits, { nodeId: id, enteredMs: elapsed(state, at), leftMs: null }] }
}

/**
 * The stays of a run as its record keeps them.
 * @param leftAt when the last step was left; null when nobody knows
 */
export function recordedVisits(
  script: LinkedScript,
  state: RunState,
  facts: ScriptFacts,
  leftAt: string | null,
): StepVisit[] {
  const visits = state.visits ?? []
  const shown = derivePath(script, state, facts).steps.filter(isShown)
  const places = new Map(shown.map(({ node }, place) => [node.id, place]))
  return (leftAt === null ? visits : closed(visits, elapsed(state, leftAt))).map((visit) => ({
    ...visit,
    step: (script.nodes.get(visit.nodeId)?.title ?? '').slice(0, 120),
    place: places.get(visit.nodeId) ?? null,
  }))
}

type Visits = NonNullable<RunState['visits']>

/** Only the last stay is open; earlier ones without an end were cut by the end of a desk and stay so. */
function closed(visits: Visits, leftMs: number): Visits {
  const last = visits.at(-1)
  return last === undefined || last.leftMs !== null ? visits : [...visits.slice(0, -1), { ...last, leftMs }]
}

function elapsed(state: RunState, at: string): number {
  const last = state.visits?.at(-1)
  const before = last?.leftMs ?? last?.enteredMs ?? 0
  return Math.max(before, Date.parse(at) - Date.parse(state.startedAt))
}
