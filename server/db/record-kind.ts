import type { ScopeName } from '#shared/protocol/pull.ts'
import type { RecordKind, RecordTypes } from '#shared/protocol/registry.ts'

export type ColumnType = 'text' | 'integer' | 'timestamptz' | 'date'
export type ColumnValue = string | number | null

/** What deciding a record's scopes may ask about other records. */
export interface ScopeLookups {
  /** Clinic of a person insured with this organisation, or null when there is no such person. */
  clinicOfPerson(personId: string): Promise<string | null>
  /** Clinics of a user; supervisors are given all of the organisation. */
  isServedBy(userId: string, clinicId: string): Promise<boolean>
  /** Whether this is a clinic of the organisation. */
  isClinic(clinicId: string): Promise<boolean>
  /** Five digits of the organisation's insurer. */
  insurerCode(): Promise<string>
}

/** What a slice says about one kind of synced record: its table, the columns that filters need, and who may hold it (rule PULL2). */
export interface RecordKindDefinition<K extends RecordKind = RecordKind> {
  readonly kind: K
  readonly table: string
  readonly columns: Readonly<Record<string, ColumnType>>
  /** Values of `columns`; they are always computed from the document, never written by themselves. */
  promote(data: RecordTypes[K]): Readonly<Record<string, ColumnValue>>
  scopesOf(data: RecordTypes[K], orgId: string, lookups: ScopeLookups): Promise<readonly ScopeName[]>
  /** For kinds that desks search through: what a page of such records adds to their index (rule PULL3). */
  shardOf?(records: readonly KeptRecord<K>[]): Uint8Array<ArrayBuffer>
}

/** A record as it stands in a page. */
export interface KeptRecord<K extends RecordKind> {
  readonly id: string
  readonly version: number
  readonly data: RecordTypes[K] | null
}

/** All kinds, handed by server/app to what must not know the slices. */
export type RecordKinds = ReadonlyMap<string, RecordKindDefinition>

export function recordKinds(definitions: readonly unknown[]): RecordKinds {
  return new Map((definitions as readonly RecordKindDefinition[]).map((definition) => [definition.kind, definition]))
}
