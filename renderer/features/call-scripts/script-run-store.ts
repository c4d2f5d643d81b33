import { createStore, type StoreApi } from 'zustand/vanilla'
import { todayHere } from '#renderer/i18n/today.ts'
import type { DeskDrafts, DeskWrites } from '#renderer/sync/desk-data.ts'
import { followKeeping, type Keeping } from '#renderer/sync/keeping.ts'
import { recordScriptRun, recordSurvey } from '#shared/features/call-scripts/commands.ts'
import { type LinkedScript, linkScript, scriptsWithin } from '#shared/features/call-scripts/link.ts'
import type { RunState, ScriptFacts } from '#shared/features/call-scripts/path.ts'
import type { CallScript, ScriptNode } from '#shared/features/call-scripts/script.ts'
import type { RawValues } from '#shared/features/call-scripts/speak.ts'
import { finishRun, type RunSummary, summarize } from '#shared/features/call-scripts/summary.ts'
import { surveyAnswers } from '#shared/features/call-scripts/survey-response.ts'
import { markVisit, reopenVisit } from '#shared/features/call-scripts/visits.ts'
import {
  answerStep,
  consult,
  goToStep,
  type ScriptView,
  startRun,
  stepBack,
  stepToFrontier,
  typeInto,
  viewOf,
} from '#shared/features/call-scripts/walk.ts'
import { type Clock, toInstant } from '#shared/kernel/clock.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { CallId, PersonId, ScriptRunId } from '#shared/kernel/ids.ts'
import { must, ok, type Result } from '#shared/kernel/result.ts'
import {
  dropRun,
  loadRun,
  type PinnedScripts,
  RUN_DRAFTS,
  type RunDraft,
  savePinned,
  saveRun,
} from './script-run-draft.ts'

export interface ScriptRunDeps {
  readonly drafts: DeskDrafts
  readonly writes: Pick<DeskWrites, 'dispatch'>
  readonly clock: Clock
  readonly newRunId: () => ScriptRunId
}

export interface ScriptRunOptions {
  /** The call, or null for a talk without one (a visitor at a post). */
  readonly callId: CallId | null
  readonly personId: PersonId | null
  readonly script: CallScript
  /** Everything that the script may run inside itself. */
  readonly library: readonly CallScript[]
  readonly facts: ScriptFacts
  readonly values: RawValues
}

export interface ScriptRunState {
  readonly script: LinkedScript
  readonly run: RunState
  readonly personId: PersonId | null
  readonly facts: ScriptFacts
  readonly values: RawValues
  readonly view: ScriptView
  readonly summary: RunSummary
  /** Why the last answer was not taken; stands beside the step. */
  readonly refusal: Refusal | null
  /** `yes` once the answers are in the outbox: from then on nothing can be changed. */
  readonly recorded: 'no' | 'saving' | 'yes'
  /** Whether the latest answer or keystroke is on the disk. */
  readonly keeping: Keeping
}

/** A run of a call script on the desk. Every change is written to the draft at once, so that a crash loses nothing (X1). */
export interface ScriptRunStore {
  readonly state: StoreApi<ScriptRunState>
  /** Answers the step on the screen. `label` goes to the log where the value alone would not tell. */
  answer(value: string, label?: string): void
  /** What is being typed into the step, from key to key. */
  type(text: string): void
  /** A form of the desk has been completed: goes on if the run waits for exactly this form. */
  completeForm(form: NonNullable<ScriptNode['form']>, label: string): void
  back(): void
  forward(): void
  goTo(nodeId: string): void
  consult(kind: 'objection' | 'question', id: string): void
  /** What the desk learns during the call. */
  know(known: Partial<Pick<ScriptRunOptions, 'facts' | 'values' | 'personId'>>): void
  /** Records the run: with the result of its end, or `cutOff` when the call ended before one. Repeating it does nothing. */
  record(): Promise<Result<void, readonly Refusal[]>>
  /** Leaves the run for another script: what was answered is recorded, a run without an answer is forgotten. */
  leave(): Promise<Result<void, readonly Refusal[]>>
}

/** Opens the run of a call: the one that was left behind by a crash or a restart, otherwise a new one. */
export async function openScriptRun(deps: ScriptRunDeps, options: ScriptRunOptions): Promise<ScriptRunStore> {
  const key = options.callId ?? 'new'
  const left = await loadRun(deps.drafts, key)
  const at = toInstant(deps.clock.now())
  if (left !== null) {
    const state = reopenVisit(linked(left.pinned), left.draft.state, options.facts, at)
    return createStoreOf(deps, key, options, { ...left.draft, state }, left.pinned)
  }
  const pinned: PinnedScripts = { script: options.script, within: scriptsWithin(options.script, options.library) }
  await savePinned(deps.drafts, key, pinned)
  const draft: RunDraft = {
    runId: deps.newRunId(),
    callId: options.callId,
    personId: options.personId,
    state: begun(linked(pinned), at, options.facts),
  }
  await saveRun(deps.drafts, key, draft)
  return createStoreOf(deps, key, options, draft, pinned)
}

function begun(script: LinkedScript, at: string, facts: ScriptFacts): RunState {
  return markVisit(script, startRun(script, at, facts), facts, at)
}

/**
 * Records the runs of calls that are over though nobody closed them: the desk was killed in the middle. Returns how many. A run
 * that cannot be recorded stays for the next time.
 */
export async function recordAbandonedRuns(
  deps: Pick<ScriptRunDeps, 'drafts' | 'writes' | 'clock'>,
  isOngoing: (callId: CallId | null) => boolean,
): Promise<number> {
  let count = 0
  for (const draftKey of await deps.drafts.keys(RUN_DRAFTS)) {
    const key = draftKey.slice(RUN_DRAFTS.length)
    const left = await loadRun(deps.drafts, key)
    if (left === null || isOngoing(left.draft.callId)) continue
    const done = await recordDraft(deps, key, left.draft, linked(left.pinned), NOTHING_KNOWN, true)
    if (done.ok) count += 1
  }
  return count
}

/** Facts not asked yet do not matter for what was answered: those that were asked stand in the run. */
const NOTHING_KNOWN: ScriptFacts = {
  personKnown: false,
  checkUpDue: false,
  inbound: false,
  complaint: false,
  online: false,
}

function linked(pinned: PinnedScripts): LinkedScript {
  const result = linkScript(pinned.script, pinned.within)
  return must(result.ok ? result.value : null, `a script that links (${pinned.script.id})`)
}

async function recordDraft(
  deps: Pick<ScriptRunDeps, 'drafts' | 'writes' | 'clock'>,
  key: string,
  draft: RunDraft,
  script: LinkedScript,
  facts: ScriptFacts,
  isLeftBehind = false,
): Promise<Result<void, readonly Refusal[]>> {
  const { runId: id, callId, personId } = draft
  const end = { id, callId, personId, endedAt: toInstant(deps.clock.now()), isLeftBehind }
  const done = await deps.writes.dispatch(recordScriptRun, finishRun(script, draft.state, facts, end))
  if (!done.ok && !isThere(done.error)) return done
  const answered = await recordAnswers(deps, draft, script, facts)
  if (!answered.ok && !isThere(answered.error)) return answered
  await dropRun(deps.drafts, key)
  return ok(undefined)
}

/** What the run says for a survey becomes a record of its own, under the same id. */
async function recordAnswers(
  deps: Pick<ScriptRunDeps, 'writes' | 'clock'>,
  draft: RunDraft,
  script: LinkedScript,
  facts: ScriptFacts,
): Promise<Result<unknown, readonly Refusal[]>> {
  const answers = surveyAnswers(script, draft.state, facts)
  if (answers.length === 0) return ok(undefined)
  const { runId: id, callId, personId, state } = draft
  const { scriptId, version: scriptVersion } = state
  const isComplete = viewOf(script, state, facts).isEnded
  const on = todayHere(deps.clock.now())
  return deps.writes.dispatch(recordSurvey, { id, callId, personId, scriptId, scriptVersion, on, answers, isComplete })
}

/** Refused because it exists: it was recorded just before a crash, and only the draft was left behind. */
function isThere(refusals: readonly Refusal[]): boolean {
  return refusals.every((refusal) => refusal.code === 'record.exists')
}

function createStoreOf(
  deps: ScriptRunDeps,
  key: string,
  options: ScriptRunOptions,
  draft: RunDraft,
  pinned: PinnedScripts,
): ScriptRunStore {
  const script = linked(pinned)
  const now = (): string => toInstant(deps.clock.now())
  const derive = (run: RunState, facts: ScriptFacts): Pick<ScriptRunState, 'run' | 'view' | 'summary'> => ({
    run,
    view: viewOf(script, run, facts),
    summary: summarize(script, run, facts),
  })
  const state = createStore<ScriptRunState>(() => ({
    script,
    personId: draft.personId ?? options.personId,
    facts: options.facts,
    values: options.values,
    refusal: null,
    recorded: 'no',
    keeping: 'kept',
    ...derive(draft.state, options.facts),
  }))
  const follow = followKeeping((keeping) => state.setState({ keeping }))

  function draftNow(): RunDraft {
    const { personId, run } = state.getState()
    return { runId: draft.runId, callId: draft.callId, personId, state: run }
  }
  function keep(): void {
    follow(saveRun(deps.drafts, key, draftNow()))
  }
  function move(moved: RunState): void {
    if (state.getState().recorded !== 'no') return
    const { facts } = state.getState()
    state.setState({ ...derive(markVisit(script, moved, facts, now()), facts), refusal: null })
    keep()
  }
  function answerNode(nodeId: string, value: string, label?: string): void {
    const { run, facts, recorded } = state.getState()
    if (recorded !== 'no') return
    const given = { value, at: now(), ...(label === undefined ? {} : { label }) }
    const answered = answerStep(script, run, facts, nodeId, given)
    if (answered.ok) move(answered.value)
    else state.setState({ refusal: answered.error })
  }

  return {
    state,
    answer: (value, label) => answerNode(state.getState().view.current.id, value, label),
    type: (text) => move(typeInto(state.getState().run, state.getState().view.current.id, text)),
    completeForm(form, label) {
      const { current } = state.getState().view
      if (current.kind === 'form' && current.form === form) answerNode(current.id, 'done', label)
    },
    back: () => move(stepBack(script, state.getState().run, state.getState().facts)),
    forward: () => move(stepToFrontier(state.getState().run)),
    goTo: (nodeId) => move(goToStep(script, state.getState().run, state.getState().facts, nodeId, now())),
    consult: (kind, id) => move(consult(state.getState().run, kind, id, now())),
    know(known) {
      const next = { ...state.getState(), ...known }
      // What the desk learns may open another way, and with it another step.
      const run = next.recorded === 'no' ? markVisit(script, next.run, next.facts, now()) : next.run
      state.setState({ ...known, ...derive(run, next.facts) })
      if (known.personId !== undefined && next.recorded === 'no') keep()
    },
    async leave() {
      const { run, view } = state.getState()
      const isTyped = Object.values(run.typed).some((text) => text.trim() !== '')
      const isBegun = isTyped || run.consulted.length > 0 || view.steps.some((step) => step.answer !== null)
      if (isBegun) return this.record()
      state.setState({ recorded: 'yes' })
      await dropRun(deps.drafts, key)
      return ok(undefined)
    },
    async record() {
      if (state.getState().recorded !== 'no') return ok(undefined)
      state.setState({ recorded: 'saving' })
      const done = await recordDraft(deps, key, draftNow(), script, state.getState().facts)
      state.setState({ recorded: done.ok ? 'yes' : 'no', refusal: done.ok ? null : (done.error[0] ?? null) })
      return done
    },
  }
}
