import type { WaitingCommand } from '#shared/protocol/merge.ts'
import { PLACES, unpackRow } from './change.ts'
import { DamagedError, openValue } from './cipher.ts'
import type { StoredBlock } from './database.ts'
import { behind, type ReadableStore } from './handles.ts'
import type { KeptMeta, KeptRow, KeptScope, RefusedCommand } from './kept.ts'

/** What the desk holds in rows, opened, as of one revision. Pages are not in it. */
export interface StoreContents {
  readonly revision: number
  readonly rows: readonly KeptRow[]
  /** In order of `n`. */
  readonly outbox: readonly WaitingCommand[]
  readonly refused: readonly RefusedCommand[]
  readonly blocks: readonly StoredBlock[]
  readonly scopes: readonly KeptScope[]
  readonly meta: Partial<KeptMeta>
  /** Rows that could not be opened, by table. Records come again from the server; a command in the outbox cannot. */
  readonly damaged: readonly { readonly table: string; readonly key: string | number }[]
}

/** Reads everything in one transaction and opens it after. */
export async function readContents(store: ReadableStore): Promise<StoreContents> {
  const { db, cipher } = behind(store)
  const raw = await db.transaction(
    'r',
    [db.rows, db.outbox, db.refused, db.numberBlocks, db.scopes, db.meta, db.revisions],
    async () => ({
      rows: await db.rows.toArray(),
      outbox: await db.outbox.toArray(),
      refused: await db.refused.toArray(),
      blocks: await db.numberBlocks.toArray(),
      scopes: await db.scopes.toArray(),
      meta: await db.meta.toArray(),
      revisions: await db.revisions.toArray(),
    }),
  )
  const damaged: { table: string; key: string | number }[] = []
  async function openAll<S extends { readonly sealed: Uint8Array<ArrayBuffer> }, T>(
    table: string,
    sealed: readonly S[],
    keyOf: (item: S) => string | number,
    placeOf: (item: S) => string,
  ): Promise<T[]> {
    const values = await Promise.all(
      sealed.map(async (item) => {
        try {
          return await openValue<T>(cipher, placeOf(item), item.sealed)
        } catch (error) {
          if (!(error instanceof DamagedError)) throw error
          damaged.push({ table, key: keyOf(item) })
          return null
        }
      }),
    )
    return values.filter((value): value is Awaited<T> => value !== null)
  }
  const meta = Object.fromEntries(raw.meta.map((row) => [row.key, row.value]))
  return {
    revision: raw.revisions.reduce((most, { n }) => Math.max(most, n), 0),
    rows: (
      await openAll<(typeof raw.rows)[number], Parameters<typeof unpackRow>[0]>(
        'rows',
        raw.rows,
        (row) => row.key,
        (row) => PLACES.row(row.key),
      )
    ).map(unpackRow),
    outbox: await openAll(
      'outbox',
      raw.outbox,
      (row) => row.n,
      (row) => PLACES.outbox(row.n),
    ),
    refused: await openAll(
      'refused',
      raw.refused,
      (row) => row.id,
      (row) => PLACES.refused(row.id),
    ),
    blocks: raw.blocks,
    scopes: await openAll(
      'scopes',
      raw.scopes,
      (row) => row.scope,
      (row) => PLACES.scope(row.scope),
    ),
    meta: meta as Partial<KeptMeta>,
    damaged,
  }
}
