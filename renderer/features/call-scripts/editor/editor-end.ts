import type { DraftMove, ScriptContent, ScriptDraft } from '#shared/features/call-scripts/script-draft.ts'
import type { Refusal } from '#shared/kernel/errors.ts'

/** How something that was asked of the server ended. */
export type EditorEnd =
  | { readonly kind: 'done'; readonly draft: ScriptDraft }
  /** Somebody was quicker: what the server has now, null when it could not be read. */
  | { readonly kind: 'conflict'; readonly theirs: ScriptDraft | null }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'unreachable' }

/** What the editor asks of the server; handed in by the desk. */
export interface EditorApi {
  save(revision: number, content: ScriptContent): Promise<EditorEnd>
  move(move: DraftMove): Promise<EditorEnd>
  say(nodeId: string | null, text: string): Promise<EditorEnd>
  settle(commentId: string): Promise<EditorEnd>
}
