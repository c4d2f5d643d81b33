import { recordKey } from '#shared/kernel/record.ts'
import type { WaitingCommand } from '#shared/protocol/merge.ts'
import type { Bytes } from './bytes.ts'
import { type Cipher, sealValue } from './cipher.ts'
import type { DeskDatabase, StoredBlock } from './database.ts'
import { behind, type WritableStore } from './handles.ts'
import type { KeptMeta, KeptRow, KeptScope, RefusedCommand } from './kept.ts'

/** Everything that changes together. A part that is absent stays as it is. */
export interface Change {
  /** By record key; null removes the row. */
  readonly rows?: ReadonlyMap<string, KeptRow | null>
  readonly outboxPut?: readonly WaitingCommand[]
  /** Numbers `n` that leave the outbox. */
  readonly outboxDelete?: readonly number[]
  /** Ids of commands that leave the outbox for good, with an answer that asks nothing of the user. */
  readonly settled?: readonly string[]
  readonly refusedPut?: readonly RefusedCommand[]
  readonly refusedDelete?: readonly string[]
  readonly blocks?: readonly StoredBlock[]
  /** By scope name; null forgets the scope. */
  readonly scopes?: ReadonlyMap<string, KeptScope | null>
  readonly meta?: Partial<KeptMeta>
}

export const PLACES = {
  row: (key: string) => `rows|${key}`,
  outbox: (n: number) => `outbox|${n}`,
  refused: (id: string) => `refused|${id}`,
  scope: (key: string) => `scopes|${key}`,
  draft: (key: string) => `drafts|${key}`,
  draftName: (key: string) => `draftNames|${key}`,
  recording: (key: string) => `recordings|${key}`,
  recordingPiece: (key: string, n: number) => `recordingPieces|${key}|${n}`,
  look: (id: string) => `looks|${id}`,
  page: (scope: string, kind: string, page: number, version: number) => `pages|${scope}|${kind}|${page}|${version}`,
  snapshot: (scope: string, part: string, stamp: string) => `snapshots|${scope}|${part}|${stamp}`,
} as const

/**
 * The one door of writes to rows, outbox, refused commands, numbers and cursors: one strict transaction, or nothing (rules OUT1, OUT2).
 *
 * `expectedRevision` counts the writes to this database by all tabs. When another tab has written since the caller read, nothing
 * is written and the answer is `stale`: the caller reads again and decides again. Without it two tabs could use one number twice.
 *
 * Resolves only when the second copy has what the change did to the outbox (rule OUT3).
 */
export async function commitChange(
  store: WritableStore,
  expectedRevision: number,
  change: Change,
): Promise<'committed' | 'stale'> {
  const { db, cipher, watch, copy } = behind(store)
  const sealed = await sealChange(cipher, change)
  watch('before')
  const isCommitted = await writeSealed(db, expectedRevision, sealed)
  if (!isCommitted) return 'stale'
  watch('after')
  // The store itself has the change: without its second copy it is worth less, but it is not lost.
  await (await copy)?.follow(change).catch((error: unknown) => console.error('store.copyFailed', error))
  return 'committed'
}

type SealedChange = Awaited<ReturnType<typeof sealChange>>

/** All sealing happens before the transaction opens: an await on WebCrypto inside would end it. */
async function sealChange(cipher: Cipher, change: Change) {
  const rowsPut: { key: string; sealed: Bytes }[] = []
  const rowsDelete: string[] = []
  const scopesPut: { scope: string; sealed: Bytes }[] = []
  const scopesDelete: string[] = []
  const work: Promise<unknown>[] = []
  for (const [plainKey, row] of change.rows ?? [])
    work.push(
      cipher.blind(plainKey).then(async (key) => {
        if (row === null) rowsDelete.push(key)
        else rowsPut.push({ key, sealed: await sealValue(cipher, PLACES.row(key), packRow(row)) })
      }),
    )
  for (const [name, scope] of change.scopes ?? [])
    work.push(
      cipher.blind(name).then(async (key) => {
        if (scope === null) scopesDelete.push(key)
        else scopesPut.push({ scope: key, sealed: await sealValue(cipher, PLACES.scope(key), scope) })
      }),
    )
  const outboxPut = Promise.all(
    (change.outboxPut ?? []).map(async (item) => ({
      n: item.command.n,
      sealed: await sealValue(cipher, PLACES.outbox(item.command.n), item),
    })),
  )
  const refusedPut = Promise.all(
    (change.refusedPut ?? []).map(async (item) => ({
      id: item.command.id as string,
      sealed: await sealValue(cipher, PLACES.refused(item.command.id), item),
    })),
  )
  await Promise.all(work)
  return {
    rowsPut,
    rowsDelete,
    scopesPut,
    scopesDelete,
    outboxPut: await outboxPut,
    outboxDelete: change.outboxDelete ?? [],
    refusedPut: await refusedPut,
    refusedDelete: change.refusedDelete ?? [],
    blocks: change.blocks ?? [],
    meta: Object.entries(change.meta ?? {}).map(([key, value]) => ({ key, value })),
  }
}

const WRITTEN = ['rows', 'outbox', 'refused', 'numberBlocks', 'scopes', 'meta', 'revisions'] as const

/**
 * All requests go out at once, without waiting for each other, so that the whole write costs one way to the database and back. The
 * first one adds the next revision: if another tab has added it, the transaction ends there and nothing of it remains.
 *
 * Deletes come before puts: renumbered commands may take a number that leaves in the same change.
 */
function writeSealed(db: DeskDatabase, revision: number, sealed: SealedChange): Promise<boolean> {
  const transaction = db.backendDB().transaction([...WRITTEN], 'readwrite', { durability: 'strict' })
  const table = (name: (typeof WRITTEN)[number]): IDBObjectStore => transaction.objectStore(name)
  let isStale = false
  const claim = table('revisions').add({ n: revision + 1 })
  claim.onerror = () => {
    isStale = claim.error?.name === 'ConstraintError'
  }
  if (revision > 0) table('revisions').delete(revision)
  for (const n of sealed.outboxDelete) table('outbox').delete(n)
  for (const row of sealed.outboxPut) table('outbox').put(row)
  for (const key of sealed.rowsDelete) table('rows').delete(key)
  for (const row of sealed.rowsPut) table('rows').put(row)
  for (const id of sealed.refusedDelete) table('refused').delete(id)
  for (const row of sealed.refusedPut) table('refused').put(row)
  for (const scope of sealed.scopesDelete) table('scopes').delete(scope)
  for (const row of sealed.scopesPut) table('scopes').put(row)
  for (const row of sealed.blocks) table('numberBlocks').put(row)
  for (const row of sealed.meta) table('meta').put(row)
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(true)
    transaction.onabort = () => {
      if (isStale) resolve(false)
      else reject(transaction.error ?? new Error('The local store did not take a write'))
    }
    transaction.commit()
  })
}

/** `shown` is left out while it equals `base`, which is nearly always. */
interface PackedRow extends Omit<KeptRow, 'shown'> {
  readonly shown?: unknown
}

function packRow(row: KeptRow): PackedRow {
  const { shown, ...rest } = row
  return shown === row.base ? rest : { ...rest, shown: shown ?? null }
}

export function unpackRow(packed: PackedRow): KeptRow {
  return { ...packed, shown: 'shown' in packed ? packed.shown : packed.base }
}

export function rowKey(row: KeptRow): string {
  return recordKey(row)
}
