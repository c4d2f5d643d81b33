import type { Refusal } from '#shared/kernel/errors.ts'
import type { DeskRecord, WaitingCommand } from '#shared/protocol/merge.ts'

/** A record kept as a row, with the scopes that hold it: what is in no scope any more is forgotten (rule PULL2). */
export interface KeptRow extends DeskRecord {
  readonly scopes: readonly string[]
}

/** A refused command with all that was typed (rule PUSH4). */
export interface RefusedCommand extends WaitingCommand {
  readonly refusal: Refusal
}

export interface KeptScope {
  readonly name: string
  readonly title: string
  /** Position of the next pull; null while its pages are not whole (rules PULL3, PULL5). */
  readonly cursor: string | null
  /** What is here is older than the server's change log: it is shown until the fresh pages are whole (rule PULL5). */
  readonly anew?: true
  /** Finished loads of its pages: another tab sees by it that it has to open them anew. */
  readonly loads: number
}

/** Small plain values; none is of a person. */
export interface KeptMeta {
  /** Number of the next command of this device (rule PUSH1). */
  readonly nextN: number
  /** A lease of numbers that was asked for and not yet answered: the repeat must carry the same id (rule NUM1). */
  readonly numbersRequest: { readonly requestId: string; readonly year: number } | null
  readonly lastSuccessAt: string | null
}
