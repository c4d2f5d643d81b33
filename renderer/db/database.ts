import Dexie, { type Table } from 'dexie'
import type { Bytes } from './bytes.ts'
import { type DatabaseVersion, LATEST_VERSION, VERSIONS } from './versions.ts'

/** A compressed page as it came from the server, sealed. `scope` is blinded. */
export interface StoredPage {
  readonly scope: string
  readonly kind: string
  readonly page: number
  readonly version: number
  readonly sealed: Bytes
}
/** A part of the search index of a scope. */
export interface StoredSnapshot {
  /** Blinded scope and name of the part, with a slash between. */
  readonly scope: string
  /** Which page versions the snapshot was made from; another stamp makes it worthless. */
  readonly stamp: string
  readonly sealed: Bytes
}
export interface SealedRow {
  readonly key: string
  readonly sealed: Bytes
}
/** A draft; `name` is its key, sealed apart. Absent in drafts that an earlier desk kept. */
export interface SealedDraft extends SealedRow {
  readonly name?: Bytes
}
export interface SealedCommand {
  readonly n: number
  readonly sealed: Bytes
}
export interface SealedItem {
  readonly id: string
  readonly sealed: Bytes
}
/** A piece of a recorded call; `recording` is blinded. */
export interface SealedPiece {
  readonly recording: string
  readonly n: number
  readonly sealed: Bytes
}
/** A leased block of registration numbers with the next unused serial (rule NUM1). Numbers tell nothing of persons. */
export interface StoredBlock {
  readonly id: string
  readonly journal: string
  readonly year: number
  readonly first: number
  readonly last: number
  readonly next: number
}
export interface MetaRow {
  readonly key: string
  readonly value: unknown
}

export interface DatabaseParts {
  readonly indexedDB?: IDBFactory
  readonly IDBKeyRange?: typeof IDBKeyRange
}

/**
 * `strict`: a write is on the disk when it is acknowledged. `relaxed`: it may be lost in a power cut, together with everything after it;
 * for pages, which can be fetched again, and which a later strict write of the same database carries to the disk with it.
 */
export type Durability = 'strict' | 'relaxed'

/**
 * The database of one device and user. Whatever the user enters is written strictly: Chromium's default loses acknowledged rows in a
 * power cut (measured: up to 186 at once), and *saved on this computer* must be true (rule OUT1).
 */
export class DeskDatabase extends Dexie {
  declare readonly pages: Table<StoredPage, [string, string, number]>
  declare readonly snapshots: Table<StoredSnapshot, string>
  declare readonly rows: Table<SealedRow, string>
  declare readonly outbox: Table<SealedCommand, number>
  declare readonly refused: Table<SealedItem, string>
  declare readonly drafts: Table<SealedDraft, string>
  declare readonly recordings: Table<SealedRow, string>
  declare readonly recordingPieces: Table<SealedPiece, [string, number]>
  declare readonly looks: Table<SealedItem, string>
  declare readonly numberBlocks: Table<StoredBlock, string>
  declare readonly scopes: Table<SealedRowOfScope, string>
  declare readonly meta: Table<MetaRow, string>
  /** One row, the number of writes by all tabs: adding the next number fails when another tab has written it (`change.ts`). */
  declare readonly revisions: Table<{ readonly n: number }, number>

  /** @param targetVersion opens as an older desk would, for upgrade tests */
  constructor(
    name: string,
    parts: DatabaseParts = {},
    versions: readonly DatabaseVersion[] = VERSIONS,
    targetVersion = versions[versions.length - 1]?.version ?? LATEST_VERSION,
    durability: Durability = 'strict',
  ) {
    super(name, { ...parts, chromeTransactionDurability: durability, autoOpen: false })
    for (const { version, stores, upgrade } of versions) {
      if (version > targetVersion) break
      const step = this.version(version).stores({ ...stores })
      if (upgrade) step.upgrade(upgrade)
    }
  }
}

/** State of one scope, sealed because its title names a clinic. */
export interface SealedRowOfScope {
  readonly scope: string
  readonly sealed: Bytes
}

export function databaseName(deviceId: string): string {
  return `opora-desk-${deviceId}`
}
