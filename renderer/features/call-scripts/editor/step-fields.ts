import type { CallScript, ScriptNode } from '#shared/features/call-scripts/script.ts'
import type { ScriptContent, ScriptRules } from '#shared/features/call-scripts/script-draft.ts'

/** What every part of a step's fields is given. */
export interface StepFieldsProps {
  readonly content: ScriptContent
  readonly node: ScriptNode
  readonly canWrite: boolean
  /** `tag` joins keystrokes in one field into one step back. */
  readonly onEdit: (content: ScriptContent, tag: string | null) => void
  readonly others: readonly CallScript[]
  readonly rules: ScriptRules
}
