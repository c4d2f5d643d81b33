import type { Bytes } from '#renderer/db/bytes.ts'
import type { KeptRecording } from '#renderer/db/recordings.ts'
import type { PersonLook } from '#shared/features/audit/look.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { DueAnswerList, DueQuery, DueRow } from '#shared/features/preventive-care/due-list.ts'
import type { CommandDefinition } from '#shared/kernel/command.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { FieldMerge } from '#shared/protocol/field-merge.ts'
import type { RecordKind, RecordTypes } from '#shared/protocol/registry.ts'
import type { LiveTalk } from './live-talk.ts'

/** Where a record is: saved on this computer only, delivered, or refused and waiting for the user. */
export type DeliveryState = 'onThisComputer' | 'sent' | 'needsYou'

export interface Kept<K extends RecordKind> {
  readonly id: string
  readonly kind: K
  readonly version: number
  readonly data: RecordTypes[K]
  readonly delivery: DeliveryState
}

/** Why a hit was found, for highlighting: the field and whether a typo or another keyboard layout was forgiven. */
export interface PersonHit {
  readonly person: InsuredPerson
  readonly matched: 'name' | 'phone' | 'policy' | 'snils' | 'birthDate'
  readonly isGuess: boolean
}

/** A row of the list of who is due, with the person. */
export type DuePersonRow = DueRow & { readonly person: InsuredPerson }

export interface DuePersonList extends Omit<DueAnswerList, 'rows'> {
  readonly rows: readonly DuePersonRow[]
}

/** Everything that happened with a person, newest first in each list. */
export interface PersonHistory {
  readonly appeals: readonly Kept<'appeal'>[]
  readonly calls: readonly Kept<'call'>[]
  readonly runs: readonly Kept<'scriptRun'>[]
  readonly informings: readonly Kept<'informing'>[]
  readonly bookings: readonly Kept<'booking'>[]
  readonly assistances: readonly Kept<'assistance'>[]
}

/** A command that waits to be sent, as the «Waiting» list shows it. */
export interface WaitingItem {
  readonly commandId: string
  readonly n: number
  readonly name: string
  readonly version: number
  readonly occurredAt: string
  readonly args: unknown
  /** What it is about, for the list: a registration number, a person's id, a call's number. */
  readonly about: string
}

/** A refused command with what was typed (rule PUSH4). */
export interface NeedsYouItem extends WaitingItem {
  readonly refusal: Refusal
  /**
   * What was typed beside what others have changed meanwhile (rule MERGE1). Without conflicts for another refusal, and when nothing stands
   * against it any more.
   */
  readonly merge: FieldMerge
}

/** A change of this user that the server joined with changes of others in other fields of the same record (rule MERGE1). */
export interface ParallelUpdate {
  readonly commandId: string
  /** `name@version` of the command. */
  readonly name: string
  readonly args: unknown
  readonly occurredAt: string
}

/** Reads of the local store. They work without the network and never fail because of it. */
export interface DeskReads {
  person(id: string): Promise<InsuredPerson | null>
  /** Best hits first; a new call abandons the search before it. Name with typos, phone, policy, СНИЛС, birth date. */
  searchPersons(typed: string, limit: number): Promise<readonly PersonHit[]>
  personsByPhone(e164: string): Promise<readonly PersonHit[]>
  /** Who is due for preventive care and why, counted over all people of this desk; computed away from the screen (REQUIREMENTS P1, P4). */
  dueList(query: DueQuery): Promise<DuePersonList>
  history(personId: string): Promise<PersonHistory>
  contactsByPhone(e164: string): Promise<readonly Kept<'contact'>[]>
  record<K extends RecordKind>(kind: K, id: string): Promise<Kept<K> | null>
  /** All records of a row kind that this desk holds (scripts, classifiers, clinics, representatives, own calls …). */
  records<K extends Exclude<RecordKind, 'insuredPerson'>>(
    kind: K,
    filter?: (data: RecordTypes[K]) => boolean,
  ): Promise<readonly Kept<K>[]>
  waiting(): Promise<readonly WaitingItem[]>
  needsYou(): Promise<readonly NeedsYouItem[]>
  /** Calls back after any change of what the named kinds show; `outbox` stands for the waiting and needs-you lists. */
  subscribe(kinds: readonly (RecordKind | 'outbox')[], listener: () => void): () => void
}

export interface Dispatched {
  readonly commandId: string
  /** The registration number taken for the command, when it asked for one. */
  readonly number: string | null
}

/** The only door for changes (DESIGN §3). Resolves after the strict local transaction: then *saved on this computer* is true. */
export interface DeskWrites {
  dispatch<Args>(command: CommandDefinition<Args>, args: Args): Promise<Result<Dispatched, readonly Refusal[]>>
  /**
   * As `dispatch`, for commands that carry a registration number: the number is taken in the same transaction, so that a crash
   * neither loses one nor uses one twice (rule NUM1). Refused with `numbers.none` when the leased blocks are used up.
   */
  dispatchNumbered<Args>(
    command: CommandDefinition<Args>,
    argsOf: (number: string) => Args,
  ): Promise<Result<Dispatched, readonly Refusal[]>>
  /** Sends a refused command again with mended arguments, as a new command; the refused one leaves the inbox. */
  mend(commandId: string, args: unknown): Promise<Result<Dispatched, readonly Refusal[]>>
  /** Gives up a refused command; what was typed is gone. */
  drop(commandId: string): Promise<void>
  /** Records a look at a person, also offline (REQUIREMENTS X3). */
  noteLook(look: Omit<PersonLook, 'id' | 'at'>): Promise<void>
}

/** What is being typed, kept encrypted from key to key so that a crash loses nothing (REQUIREMENTS X1). Keys are `slice/name`. */
export interface DeskDrafts {
  load<T>(key: string): Promise<T | null>
  /**
   * Writes at once; resolves when this value or a newer one of the same key is on the disk. Overlapping writes of a key are joined.
   */
  save(key: string, value: unknown): Promise<void>
  drop(key: string): Promise<void>
  keys(prefix: string): Promise<readonly string[]>
  /** Resolves when every write asked for so far has ended, on the disk or refused by it: the word that a desk waits for before it locks. */
  settled(): Promise<void>
}

/** Recordings of calls on this computer, encrypted, until the server has them. */
export interface DeskRecordings {
  /** Writes what is known of a recording with its newest piece, strictly: resolved means on the disk. */
  keep(kept: KeptRecording, piece: Bytes | null): Promise<void>
  /** Oldest first. */
  all(): Promise<readonly KeptRecording[]>
  /** The sound in order, as far as it is whole. */
  content(callId: string): Promise<readonly Bytes[]>
  drop(callId: string): Promise<void>
}

/**
 * The local store was not as it was left: `empty` (thrown away by the browser or by somebody), `older` (an earlier state of the disk
 * came back) or `damaged` (single waiting commands could not be opened). Said on the screen until the desk is closed (rule OUT3).
 */
export interface StoreLoss {
  readonly kind: 'empty' | 'older' | 'damaged'
  /** Commands that the second copy gave back. */
  readonly takenBack: number
}

/** State of sync for the quiet bar; a zustand store holds it (`sync-status-store.ts`). */
export interface SyncStatus {
  /** `unknown` until the first answer: an interface must not claim offline before it tried. */
  readonly api: 'unknown' | 'reachable' | 'unreachable' | 'signedOut' | 'tooOld'
  readonly waiting: number
  readonly oldestWaitingAt: string | null
  readonly needsYou: number
  readonly lastSuccessAt: string | null
  /** Progress of the first load of a scope: bytes and records; null when nothing is loading. */
  readonly loading: {
    readonly title: string
    readonly done: number
    readonly total: number
    readonly bytes: number
  } | null
  /** Difference of this computer's clock from the server's, in milliseconds; null until known (rule TIME1). */
  readonly clockOffsetMs: number | null
  /** Registration numbers left on this desk. */
  readonly numbersLeft: number
  /** Whether what is kept here survives a restart without the network (`true` with an operating-system key store). */
  readonly survivesRestartOffline: boolean
  readonly storeLoss: StoreLoss | null
  /** Until the user has read them or the desk is closed; both changes stand in the history of the record. */
  readonly parallelUpdates: readonly ParallelUpdate[]
}

export interface DeskSync {
  /** Push and pull now, whatever the back-off says. */
  tryNow(): Promise<void>
  stop(): Promise<void>
}

/** The local store and its sync, as the desk's features use them. */
export interface DeskData {
  readonly reads: DeskReads
  readonly writes: DeskWrites
  readonly drafts: DeskDrafts
  readonly recordings: DeskRecordings
  readonly sync: DeskSync
  readonly live: LiveTalk
}
