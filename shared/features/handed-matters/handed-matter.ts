import { z } from 'zod'
import type { Role } from '../../kernel/actor.ts'
import { instant } from '../../kernel/calendar.ts'
import { commandId, personId, userId } from '../../kernel/ids.ts'
import { requiredLine, typedText } from '../../kernel/text.ts'

/** Lines of a matter: the reason, each field before, as this user wrote it and as it stands now. */
export const MATTER_LINES_MAX = 60
const LINE_MAX = 4_500
export const HANDED_NOTE_MAX = 1_000

/**
 * What one representative could not settle and a colleague takes over: an entry that the server refused or that conflicts with another's
 * (rules PUSH4, MERGE1). It carries everything that was typed, so that nothing is lost when the sender gives the entry up. Its id is that of
 * the command.
 */
export const handedMatter = z.object({
  id: commandId,
  from: userId,
  to: userId,
  handedAt: instant,
  /** Name of the command without its version. */
  what: z.string().max(80),
  /** Number of an appeal, or a telephone number; empty where the matter is about a person. */
  about: z.string().max(120),
  personId: personId.nullable(),
  lines: z.array(typedText(LINE_MAX)).max(MATTER_LINES_MAX),
  note: typedText(HANDED_NOTE_MAX),
  /** When the receiver was done; null while it is open. */
  settledAt: instant.nullable(),
  /** What the receiver did; empty while it is open. */
  outcome: typedText(HANDED_NOTE_MAX),
})
export type HandedMatter = Readonly<z.infer<typeof handedMatter>>

export const matterOutcome = requiredLine(HANDED_NOTE_MAX, 'handedMatters.outcomeMissing')

/**
 * Whether somebody may take over what another has typed: colleagues of the same level and, except for the matters of experts, which may hold diagnoses,
 * supervisors (DESIGN §3, scopes).
 */
export function mayTakeOver(receiver: Role, sender: Role): boolean {
  return receiver === sender || (receiver === 'SV' && sender !== 'L3')
}
