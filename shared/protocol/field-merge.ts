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

/**
 * Rule MERGE1. A field that holds what the user saw may be changed, whatever happened to other fields of the record; so may one that already
 * holds what the user wants. Any other value was written by somebody else meanwhile, and is not overwritten.
 * @param seen of the command; a desk of before it existed sends none and is not compared
 * @returns every field in conflict
 */
export function fieldConflicts(
  definition: CommandDefinition,
  args: unknown,
  seen: SeenFields | undefined,
  read: Read,
): readonly FieldConflict[] {
  if (seen === undefined) return []
  return (definition.edits?.(args) ?? []).flatMap((edit) => {
    const key = fieldKey(edit)
    // A record that is gone is refused by the command itself.
    if (!(key in seen) || (read(edit.kind, edit.id) ?? null) === null) return []
    const conflict = { edit, seen: seen[key], now: valueIn(edit, read), wanted: edit.wanted ?? null }
    const isFree = dequal(conflict.now, conflict.seen) || dequal(conflict.now, conflict.wanted)
    return isFree ? [] : [conflict]
  })
}

function fieldKey(edit: FieldEdit): string {
  return `${recordKey(edit)}#${edit.field}`
}

function valueIn(edit: FieldEdit, read: Read): unknown {
  const data = read(edit.kind, edit.id) ?? null
  return data === null ? null : (edit.valueOf(data) ?? null)
}
