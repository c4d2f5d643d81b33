import { dequal } from 'dequal/lite'
import type { CommandDefinition, FieldEdit } from '../kernel/command.ts'
import { recordKey } from '../kernel/record.ts'

/** What the user saw in the fields that a command edits, by `kind:id#field`. Null stands for a value that was not there. */
export type SeenFields = Readonly<Record<string, unknown>>

/** An edit that meets another one of the same field. */
export interface FieldConflict {
  readonly edit: FieldEdit
  /** What the user saw, what the field holds now, and what the user wants it to hold. */
  readonly seen: unknown
  readonly now: unknown
  readonly wanted: unknown
}

type Read = (kind: string, id: string) => unknown

/** What stands in the edited fields before the command; undefined for a command that edits none. */
export function seenFields(definition: CommandDefinition, args: unknown, read: Read): SeenFields | undefined {
  const edits = definition.edits?.(args) ?? []
  if (edits.length === 0) return undefined
  return Object.fromEntries(edits.map((edit) => [fieldKey(edit), valueIn(edit, read)]))
}

/** What three values of each edited field say together. */
export interface FieldMerge {
  readonly conflicts: readonly FieldConflict[]
  /** The arguments to apply: with what others wrote where this user changed nothing. */
  readonly args: unknown
}

/**
 * Rule MERGE1, three values for each field: what was seen, what it holds now, what is wanted. A field that holds what the user saw may be
 * changed, whatever happened to other fields of the record; so may one that already holds what the user wants. One that the user left as it
 * was keeps what somebody else wrote. Any other value was written by somebody else meanwhile, and is not overwritten.
 * @param seen of the command; a desk of before it existed sends none and is not compared
 */
export function mergeFields(
  definition: CommandDefinition,
  args: unknown,
  seen: SeenFields | undefined,
  read: Read,
): FieldMerge {
  const conflicts: FieldConflict[] = []
  let merged = args
  for (const edit of seen === undefined ? [] : (definition.edits?.(args) ?? [])) {
    const key = fieldKey(edit)
    // A record that is gone is refused by the command itself.
    if (seen === undefined || !(key in seen) || (read(edit.kind, edit.id) ?? null) === null) continue
    const conflict = { edit, seen: seen[key], now: valueIn(edit, read), wanted: edit.wanted ?? null }
    if (dequal(conflict.now, conflict.seen) || dequal(conflict.now, conflict.wanted)) continue
    const isUntouched = dequal(conflict.wanted, conflict.seen)
    if (isUntouched && edit.take !== undefined) merged = edit.take(merged, conflict.now)
    else conflicts.push(conflict)
  }
  return { conflicts, args: merged }
}

/** Whose value stays in a field in conflict. */
export type FieldChoice = 'mine' | 'theirs'

/**
 * The arguments after the user has chosen for each field in conflict.
 * @param merge of the refused command with what stands there now
 * @param choices by the name of the field; one that is missing keeps what stands there now
 * @returns null when nothing of the command is left to send
 */
export function chosenArgs(
  definition: CommandDefinition,
  { conflicts, args }: FieldMerge,
  choices: Readonly<Record<string, FieldChoice>>,
): unknown {
  const left = conflicts.filter(({ edit }) => choices[edit.field] !== 'mine')
  if (left.length > 0 && left.length === (definition.edits?.(args) ?? []).length) return null
  return left.reduce((chosen, { edit, now }) => edit.take?.(chosen, now) ?? chosen, args)
}

function fieldKey(edit: FieldEdit): string {
  return `${recordKey(edit)}#${edit.field}`
}

function valueIn(edit: FieldEdit, read: Read): unknown {
  const data = read(edit.kind, edit.id) ?? null
  return data === null ? null : (edit.valueOf(data) ?? null)
}
