import type { Transaction } from 'dexie'

/**
 * One version of the local database. The list is append-only: a released version is never edited, because desks in the field
 * are at any of them and go through all later steps in order.
 */
export interface DatabaseVersion {
  readonly version: number
  /** Tables that are new or changed in this version, in Dexie's schema syntax; null removes a table. */
  readonly stores: Readonly<Record<string, string | null>>
  /**
   * Changes what is stored. It cannot open sealed values: WebCrypto ends an IndexedDB transaction. A changed shape inside
   * sealed values is read in both forms instead (`shape` in the value) until the row is next written.
   */
  readonly upgrade?: (transaction: Transaction) => Promise<void>
}

/**
 * What stands on disk unsealed: blinded keys, counters, sizes, kinds of paged records, page numbers, random ids of devices and
 * number blocks, serials of blocks, cursors. Nothing of a person.
 */
export const VERSIONS: readonly DatabaseVersion[] = [
  {
    version: 1,
    stores: {
      pages: '[scope+kind+page], [scope+kind+page+version]',
      snapshots: 'scope',
      rows: 'key',
      outbox: 'n',
      refused: 'id',
      drafts: 'key',
      looks: 'id',
      numberBlocks: 'id',
      scopes: 'scope',
      meta: 'key',
      revisions: 'n',
    },
  },
  {
    version: 2,
    stores: { recordings: 'key', recordingPieces: '[recording+n]' },
  },
]

export const LATEST_VERSION = VERSIONS[VERSIONS.length - 1]?.version ?? 0
