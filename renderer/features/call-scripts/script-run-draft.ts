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

/** A run with its scripts as it goes to another desk with the call. */
export interface HandedRun {
  readonly draft: unknown
  readonly pinned: unknown
}

/** The run of a call as it stands, for the desk that takes the call over; null when none was begun. */
export async function runToHand(drafts: DeskDrafts, key: string): Promise<HandedRun | null> {
  return loadRun(drafts, key)
}

/**
 * Puts a run that came with a call where `loadRun` finds it, under an id of this desk: the sender records its own part. False when it cannot
 * be read here, so that a new run is begun.
 */
export async function takeHandedRun(
  drafts: DeskDrafts,
  handed: HandedRun,
  own: Pick<RunDraft, 'runId' | 'callId'>,
): Promise<boolean> {
  const draft = runDraft.safeParse(handed.draft)
  const pinned = pinnedDraft.safeParse(handed.pinned)
  if (!draft.success || !pinned.success || own.callId === null) return false
  await savePinned(drafts, own.callId, pinned.data)
  await saveRun(drafts, own.callId, { ...draft.data, ...own })
  return true
}
