import { z } from 'zod'
import type { DeskDrafts } from '#renderer/sync/desk-data.ts'
import { runState } from '#shared/features/call-scripts/path.ts'
import { type CallScript, callScript } from '#shared/features/call-scripts/script.ts'
import { callId, personId, scriptRunId } from '#shared/kernel/ids.ts'

/** Runs that have not been recorded yet, one draft a call. */
export const RUN_DRAFTS = 'call-scripts/run/'
/** Scripts that a run began with: written once, because the store holds only the newest version (REQUIREMENTS C4). */
const PINNED_DRAFTS = 'call-scripts/pinned/'

const runDraft = z.object({
  runId: scriptRunId,
  callId: callId.nullable(),
  personId: personId.nullable(),
  state: runState,
})
export type RunDraft = z.infer<typeof runDraft>

const pinnedDraft = z.object({ script: callScript, within: z.array(callScript) })
export interface PinnedScripts {
  readonly script: CallScript
  readonly within: readonly CallScript[]
}

/** A run as it was left, with the scripts it began with; null when there is none or it cannot be read. */
export async function loadRun(
  drafts: DeskDrafts,
  key: string,
): Promise<{ readonly draft: RunDraft; readonly pinned: PinnedScripts } | null> {
  const draft = runDraft.safeParse(await drafts.load(`${RUN_DRAFTS}${key}`))
  const pinned = pinnedDraft.safeParse(await drafts.load(`${PINNED_DRAFTS}${key}`))
  return draft.success && pinned.success ? { draft: draft.data, pinned: pinned.data } : null
}

export function saveRun(drafts: DeskDrafts, key: string, draft: RunDraft): Promise<void> {
  return drafts.save(`${RUN_DRAFTS}${key}`, draft)
}

export function savePinned(drafts: DeskDrafts, key: string, pinned: PinnedScripts): Promise<void> {
  return drafts.save(`${PINNED_DRAFTS}${key}`, pinned)
}

export async function dropRun(drafts: DeskDrafts, key: string): Promise<void> {
  await drafts.drop(`${RUN_DRAFTS}${key}`)
  await drafts.drop(`${PINNED_DRAFTS}${key}`)
}
