import type { z } from 'zod'
import type { Actor } from './actor.ts'
import type { Refusal } from './errors.ts'
import type { RecordChange, RecordRef } from './record.ts'
import type { Result } from './result.ts'

/** What `apply` may know. It has neither clock nor network: both sides must reach the same effect from the same inputs. */
export interface ApplyContext {
  readonly actor: Actor
  /** When the user did it, by the desk's clock (rule TIME1). */
  readonly occurredAt: string
  /** When the server received it; null while the desk applies its own command optimistically. */
  readonly receivedAt: string | null
  /** The present data of a record that `reads` named, or undefined if it does not exist. */
  read(kind: string, id: string): unknown
}

/**
 * One way to change anything (DESIGN §3). Defined once; the desk applies it at once, the server applies it again under its own
 * clock and rights and decides. `name@version` travels on the wire: a changed meaning is a new version, never an edit.
 */
export interface CommandDefinition<Args = unknown> {
  readonly name: string
  readonly version: number
  readonly args: z.ZodType<Args>
  /** Policy: may this actor do this with these arguments? Null when allowed. Rights come before existence: a refusal must not tell whether the record exists. */
  allow(actor: Actor, args: Args): Refusal | null
  /** Every record that `apply` will read or change. The caller loads and locks them before. */
  touches(args: Args): readonly RecordRef[]
  /** Records that must already exist on the server for this command to make sense; if one was refused, this one is refused with `depends` (rule PUSH3). */
  dependsOn?(args: Args): readonly RecordRef[]
  /**
   * Fields of existing records whose value the command replaces. One that somebody else has changed since the user saw it is not
   * overwritten (rule MERGE1). Commands that only add, or that move a record through a state table, have none: their `apply` refuses what no longer fits.
   */
  edits?(args: Args): readonly FieldEdit[]
  /** The pure effect. */
  apply(context: ApplyContext, args: Args): Result<readonly RecordChange[], Refusal>
}

/** One field that a command replaces. */
export interface FieldEdit extends RecordRef {
  /** Stable name within the record, also the key of its words on the screen (`email`, `consents.informing`). */
  readonly field: string
  /** Path of the argument that holds the new value, for the message beside it. */
  readonly argument: string
  /** The value in the data of the record, as JSON. */
  valueOf(data: unknown): unknown
  /** What the field is to hold, in the same form. */
  readonly wanted: unknown
  /**
   * The arguments with this value in place of the wanted one. Commands of several fields have it: a field that the user left as it was then
   * keeps what somebody else wrote there, and the user may choose field by field.
   */
  readonly take?: (args: unknown, value: unknown) => unknown
}

export function defineCommand<Args>(definition: CommandDefinition<Args>): CommandDefinition<Args> {
  return definition
}

export function commandKey(command: { readonly name: string; readonly version: number }): string {
  return `${command.name}@${command.version}`
}
