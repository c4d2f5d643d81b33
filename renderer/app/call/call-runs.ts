import { createStore, type StoreApi } from 'zustand/vanilla'
import { RUN_DRAFTS } from '#renderer/features/call-scripts/script-run-draft.ts'
import {
  openScriptRun,
  recordAbandonedRuns,
  type ScriptRunDeps,
  type ScriptRunOptions,
  type ScriptRunStore,
} from '#renderer/features/call-scripts/script-run-store.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { CallId } from '#shared/kernel/ids.ts'
import { ok, type Result } from '#shared/kernel/result.ts'
import type { FlowRuns } from './call-flow.ts'

/** Script runs of the calls on this desk: each is opened once, however often it is drawn. */
export interface CallRuns extends FlowRuns {
  readonly opened: StoreApi<ReadonlyMap<CallId, ScriptRunStore>>
  /** Opens the run of a call: the one a dead desk left behind, otherwise a new one with these options. */
  open(callId: CallId, options: Omit<ScriptRunOptions, 'callId'>): Promise<void>
  /** Goes on with another script: what was answered so far is recorded first. Refused when that cannot be done; then nothing changes. */
  change(callId: CallId, options: Omit<ScriptRunOptions, 'callId'>): Promise<Result<void, readonly Refusal[]>>
}

export function createCallRuns(deps: ScriptRunDeps): CallRuns {
  const opened = createStore<ReadonlyMap<CallId, ScriptRunStore>>(() => new Map())
  const opening = new Map<CallId, Promise<void>>()

  async function openOne(callId: CallId, options: Omit<ScriptRunOptions, 'callId'>): Promise<void> {
    const run = await openScriptRun(deps, { ...options, callId })
    opened.setState(new Map([...opened.getState(), [callId, run]]), true)
  }

  return {
    opened,
    open(callId, options) {
      const begun = opening.get(callId) ?? openOne(callId, options)
      opening.set(callId, begun)
      return begun
    },
    async change(callId, options) {
      await opening.get(callId)?.catch(() => undefined)
      const left = await opened.getState().get(callId)?.leave()
      if (left?.ok === false) return left
      const begun = openOne(callId, options)
      opening.set(callId, begun)
      await begun
      return ok(undefined)
    },
    summary: async (callId) => opened.getState().get(callId)?.state.getState().summary ?? null,
    async record(callId) {
      // A run that is just being opened would write its drafts after it was looked for, and leave them behind.
      await opening.get(callId)?.catch(() => undefined)
      const run = opened.getState().get(callId)
      if (run !== undefined) return run.record()
      // Left behind and never shown again: its draft is all there is of it.
      const isLeft = (await deps.drafts.load(RUN_DRAFTS + callId)) !== null
      if (isLeft) await recordAbandonedRuns(deps, (other) => other !== callId)
      return ok(undefined)
    },
  }
}
