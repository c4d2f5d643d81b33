import type { CallScript } from '#shared/features/call-scripts/script.ts'
import type { ScriptRules } from '#shared/features/call-scripts/script-draft.ts'
import type { LocalDate } from '#shared/kernel/calendar.ts'

/** What the script is held against; sent once, for it is larger than the script. */
export interface LintGround {
  /** The other scripts in force. */
  readonly others: readonly CallScript[]
  readonly rules: ScriptRules
  readonly day: LocalDate
}
