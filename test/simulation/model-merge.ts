import type { FieldEdit } from '#shared/kernel/command.ts'
import { type Refusal, refuse } from '#shared/kernel/errors.ts'
import { recordKey } from '#shared/kernel/record.ts'
import type { WireCommand } from '#shared/protocol/push.ts'
import type { ArrivedEdit } from './model-disk.ts'

/** What stands in the fields that a command edits, at the moment it arrives. A record that is gone has none. */
export function arrivedEdits(edits: readonly FieldEdit[], read: (kind: string, id: string) => unknown): ArrivedEdit[] {
  return edits.flatMap((edit) => {
    const data = read(edit.kind, edit.id)
    const field = `${recordKey(edit)}#${edit.field}`
    return data === undefined ? [] : [{ field, stood: edit.valueOf(data) ?? null, wanted: edit.wanted }]
  })
}

/**
 * [MERGE1] A field that holds neither what was seen nor what is wanted was written by somebody else: a second reading of the rule, beside
 * `shared/protocol/field-merge.ts`, for commands of one field.
 */
export function conflictOf(command: WireCommand, edits: readonly ArrivedEdit[]): Refusal | null {
  const met = edits.find(({ field, stood, wanted }) => {
    const seen = command.seenFields?.[field]
    return seen !== undefined && !isSameJson(stood, seen) && !isSameJson(stood, wanted)
  })
  return met ? refuse('record.conflict', undefined, { field: met.field.slice(met.field.indexOf('#') + 1) }) : null
}

export function isSameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
