import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DeskDrafts } from '#renderer/sync/desk-data.ts'
import { followKeeping, type Keeping } from '#renderer/sync/keeping.ts'
import { beginHistory, changed, type History, redone, undone } from '#shared/features/call-scripts/edit-history.ts'
import type { ScriptFault } from '#shared/features/call-scripts/lint-fault.ts'
import type { ScriptContent, ScriptDraft } from '#shared/features/call-scripts/script-draft.ts'
import type { LintGround } from './lint-ground.ts'

/** Beginning of the keys of drafts that are written at on this computer; the rest is the id of the draft. */
export const SCRIPT_DRAFTS = 'scripts/draft-'

export interface LiveLint {
  prepare(ground: LintGround): void
  lint(content: ScriptContent): Promise<readonly ScriptFault[]>
  stop(): void
}

export interface EditorState {
  readonly history: History<ScriptContent>
  /** The draft as the server had it last. */
  readonly draft: ScriptDraft
  /** Revision that the present text was made upon; another than the draft's when somebody was quicker. */
  readonly upon: number
  readonly selected: string | null
  readonly faults: readonly ScriptFault[]
  /** `running` while the faults are those of an earlier text; `failed` when they are not known. */
  readonly lint: 'running' | 'done' | 'failed'
  readonly keeping: Keeping
}

/** What is kept on this computer from key to key. */
interface KeptScript {
  readonly revision: number
  readonly content: ScriptContent
}

export interface EditorStore {
  readonly state: StoreApi<EditorState>
  /** What the script is held against, before the first lint and whenever something else is published. */
  prepare(ground: LintGround): void
  /** @param tag equal tags that follow each other are one step back */
  edit(content: ScriptContent, tag?: string | null): void
  select(id: string | null): void
  undo(): void
  redo(): void
  /** The server has taken the text, or moved the draft: what is kept here is done with where both are the same. */
  saved(draft: ScriptDraft): void
  /** The text stays and is from now on upon what the server has. */
  keepMine(theirs: ScriptDraft): void
  /** What the server has takes the place of the text; it can be taken back. */
  takeTheirs(theirs: ScriptDraft): void
  stop(): void
}

/** Whether the text differs from what the server has. */
export function isChanged({ history, draft }: Pick<EditorState, 'history' | 'draft'>): boolean {
  return history.present !== draft.content && JSON.stringify(history.present) !== JSON.stringify(draft.content)
}

/** Opens a draft for writing: with what was typed here and not sent yet, where there is some. */
export async function openEditor(drafts: DeskDrafts, draft: ScriptDraft, lint: LiveLint): Promise<EditorStore> {
  const kept = await drafts.load<KeptScript>(SCRIPT_DRAFTS + draft.id)
  return createEditorStore(drafts, draft, lint, draft.state === 'draft' ? kept : null)
}

function createEditorStore(
  drafts: DeskDrafts,
  opened: ScriptDraft,
  lint: LiveLint,
  kept: KeptScript | null,
): EditorStore {
  const key = SCRIPT_DRAFTS + opened.id
  const begun = beginHistory(opened.content)
  const state = createStore<EditorState>(() => ({
    history: kept === null ? begun : changed(begun, kept.content, null),
    draft: opened,
    upon: kept?.revision ?? opened.revision,
    selected: opened.content.start || null,
    faults: [],
    lint: 'running',
    keeping: 'kept',
  }))
  const follow = followKeeping((keeping) => state.setState({ keeping }))
  let linting: ScriptContent | null = null
  let isStopped = false
  let isPrepared = false

  /** One lint at a time, always of the newest text: whatever is typed meanwhile is looked at next. */
  async function look(): Promise<void> {
    if (linting !== null || isStopped || !isPrepared) return
    linting = state.getState().history.present
    state.setState({ lint: 'running' })
    const faults = await lint.lint(linting).catch(() => null)
    const isNewest = linting === state.getState().history.present
    linting = null
    if (isStopped) return
    if (!isNewest) return look()
    state.setState(faults === null ? { lint: 'failed' } : { faults, lint: 'done' })
  }

  function keep(): void {
    const { history, upon } = state.getState()
    follow(drafts.save(key, { revision: upon, content: history.present } satisfies KeptScript))
  }

  function write(history: History<ScriptContent>): void {
    if (history === state.getState().history) return
    state.setState({ history })
    keep()
    void look()
  }

  return {
    state,
    prepare(ground) {
      lint.prepare(ground)
      isPrepared = true
      void look()
    },
    edit: (content, tag = null) => write(changed(state.getState().history, content, tag)),
    select: (selected) => state.setState({ selected }),
    undo: () => write(undone(state.getState().history)),
    redo: () => write(redone(state.getState().history)),
    saved(draft) {
      state.setState({ draft, upon: draft.revision })
      const isAtEnd = draft.state === 'published' || draft.state === 'dropped'
      if (isChanged(state.getState()) && !isAtEnd) keep()
      else follow(drafts.drop(key))
    },
    keepMine(theirs) {
      state.setState({ draft: theirs, upon: theirs.revision })
      keep()
    },
    takeTheirs(theirs) {
      state.setState({ draft: theirs, upon: theirs.revision })
      write(changed(state.getState().history, theirs.content, null))
      follow(drafts.drop(key))
    },
    stop() {
      isStopped = true
      lint.stop()
    },
  }
}
