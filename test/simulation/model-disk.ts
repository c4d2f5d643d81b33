import type { NumberBlock } from '#shared/protocol/numbers.ts'
import type { CommandAnswer, WireCommand, WireRecord } from '#shared/protocol/push.ts'
import { ModelLog } from './model-log.ts'

export interface ModelRecord extends WireRecord {
  readonly scopes: readonly string[]
}

export interface ArrivedEdit {
  /** `kind:id#field` */
  readonly field: string
  readonly stood: unknown
  readonly wanted: unknown
}

/** Everything that is on the server's disk. */
export interface Durable {
  readonly records: Map<string, ModelRecord>
  readonly log: ModelLog
  /** Page of a record in a scope: given once, kept for ever. A desk that loads page by page would otherwise miss what moves meanwhile. */
  readonly places: Map<string, number>
  /** Version of each page that ever held a record: the place in the log of its last change. */
  readonly pageVersions: Map<string, number>
  readonly devices: Map<string, { expectedN: number; answers: Map<string, CommandAnswer>; byN: Map<number, string> }>
  readonly blocks: (NumberBlock & { readonly deviceId: string; readonly requestId: string })[]
  readonly usedNumbers: Set<string>
  /** Records whose creation was refused, for `push.depends`. */
  readonly refusedCreates: Set<string>
  readonly looks: Map<string, unknown>
  /** Every command as accepted, in order: what the invariants are checked against. */
  readonly accepted: {
    readonly deviceId: string
    readonly command: WireCommand
    readonly status: string
    /** Code of the refusal. */
    readonly code: string | null
    /** What stood in the fields that the command edits when it arrived, and what it wants there. */
    readonly edits: readonly ArrivedEdit[]
  }[]
}

/** Planted defects, to show that the simulation finds them. */
export type ServerDefect =
  | 'noDedupe'
  | 'noGapCheck'
  | 'answerBeforeCommit'
  | 'cursorTooFar'
  | 'numbersTwice'
  | 'compactsNewest'
  | 'floorNotChecked'
  | 'lastWriterWins'

export function emptyDisk(defect: ServerDefect | null): Durable {
  return {
    records: new Map(),
    log: new ModelLog(defect === 'compactsNewest' || defect === 'floorNotChecked' ? defect : null),
    places: new Map(),
    pageVersions: new Map(),
    devices: new Map(),
    blocks: [],
    usedNumbers: new Set(),
    refusedCreates: new Set(),
    looks: new Map(),
    accepted: [],
  }
}
