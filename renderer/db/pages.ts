import type { Bytes } from './bytes.ts'
import { PLACES } from './change.ts'
import type { StoredSnapshot } from './database.ts'
import { behind, type ReadableStore, type WritableStore } from './handles.ts'

/** Where a page stands and which content it has. */
export interface PageStamp {
  readonly kind: string
  readonly page: number
  readonly version: number
}

/** A page as the server sent it: gzip of a JSON array of records. */
export interface ArrivedPage extends PageStamp {
  readonly compressed: Bytes
  /** What it adds to the search index, prepared by the server; absent where it has to be read from the page. */
  readonly shard?: Bytes
}

/** Seals and stores pages in one transaction; each replaces an older version of itself. */
export async function putPages(store: WritableStore, scope: string, pages: readonly ArrivedPage[]): Promise<void> {
  const { db, cipher } = behind(store)
  const blinded = await cipher.blind(scope)
  const sealed = await Promise.all(
    pages.map(async ({ kind, page, version, compressed }) => ({
      scope: blinded,
      kind,
      page,
      version,
      sealed: await cipher.seal(PLACES.page(blinded, kind, page, version), compressed),
    })),
  )
  await db.pages.bulkPut(sealed)
}

/**
 * Which pages of a scope are here, without reading them.
 * @param ahead where they have been read already
 */
export async function pageStamps(
  store: ReadableStore,
  scope: string,
  ahead: ReadAhead | null = null,
): Promise<readonly PageStamp[]> {
  const { db, cipher } = behind(store)
  const blinded = await cipher.blind(scope)
  if (ahead) return ahead.stamps.get(blinded) ?? []
  const keys = await db.pages.where('[scope+kind+page+version]').between([blinded], [blinded, []]).keys()
  return (keys as unknown as [string, string, number, number][]).map(([, kind, page, version]) => ({
    kind,
    page,
    version,
  }))
}

/**
 * The compressed bytes of a page, or null when it is not here in this version.
 * @throws DamagedError when it cannot be opened
 */
export async function readPage(store: ReadableStore, scope: string, stamp: PageStamp): Promise<Bytes | null> {
  const { db, cipher } = behind(store)
  const blinded = await cipher.blind(scope)
  const row = await db.pages.get([blinded, stamp.kind, stamp.page])
  if (row?.version !== stamp.version) return null
  return cipher.open(PLACES.page(blinded, stamp.kind, stamp.page, stamp.version), row.sealed)
}

export async function deletePages(store: WritableStore, scope: string, pages: readonly PageStamp[]): Promise<void> {
  const { db, cipher } = behind(store)
  const blinded = await cipher.blind(scope)
  await db.pages.bulkDelete(pages.map(({ kind, page }) => [blinded, kind, page] as [string, string, number]))
}

/** Pages and snapshot of a scope go, in one transaction. */
export async function deleteScope(store: WritableStore, scope: string): Promise<void> {
  const { db, cipher } = behind(store)
  await deleteBlinded(store, [await cipher.blind(scope)], db)
}

/** Deletes what belongs to no scope of these: left over when the desk was stopped while it forgot a scope. */
export async function deleteOtherScopes(store: WritableStore, scopes: readonly string[]): Promise<void> {
  const { db, cipher } = behind(store)
  const kept = new Set(await Promise.all(scopes.map((scope) => cipher.blind(scope))))
  const places = (await db.pages.orderBy('[scope+kind+page+version]').keys()) as unknown as [string][]
  const here = new Set([...places.map(([scope]) => scope), ...(await db.snapshots.toCollection().primaryKeys())])
  const strays = [...here].filter((scope) => !kept.has(scope))
  if (strays.length > 0) await deleteBlinded(store, strays, db)
}

async function deleteBlinded(
  _store: WritableStore,
  scopes: readonly string[],
  db: ReturnType<typeof behind>['db'],
): Promise<void> {
  await db.transaction('rw', [db.pages, db.snapshots], async () => {
    for (const scope of scopes) {
      await db.pages.where('[scope+kind+page]').between([scope], [scope, []]).delete()
      await db.snapshots.delete(scope)
    }
  })
}

/** Keeps the index over a scope's pages, so that the next start need not build it. */
export async function putSnapshot(store: WritableStore, scope: string, stamp: string, plain: Bytes): Promise<void> {
  const { db, cipher } = behind(store)
  const blinded = await cipher.blind(scope)
  await db.snapshots.put({ scope: blinded, stamp, sealed: await cipher.seal(PLACES.snapshot(blinded, stamp), plain) })
}

/** What opening needs of every scope, read before it is known which scopes are here. By blinded scope; snapshots are still sealed. */
export interface ReadAhead {
  readonly stamps: ReadonlyMap<string, readonly PageStamp[]>
  readonly snapshots: ReadonlyMap<string, StoredSnapshot>
}

export async function readAhead(store: ReadableStore): Promise<ReadAhead> {
  const { db } = behind(store)
  const [places, snapshots] = await Promise.all([
    db.pages.orderBy('[scope+kind+page+version]').keys() as unknown as Promise<[string, string, number, number][]>,
    // A snapshot that cannot be read is built again.
    db.snapshots.toArray().catch(() => []),
  ])
  const stamps = new Map<string, PageStamp[]>()
  for (const [scope, kind, page, version] of places) {
    const ofScope = stamps.get(scope) ?? []
    ofScope.push({ kind, page, version })
    stamps.set(scope, ofScope)
  }
  return { stamps, snapshots: new Map(snapshots.map((row) => [row.scope, row])) }
}

/**
 * The snapshot made from exactly these pages, or null: none, older, damaged, or its file lost in a power cut. It can always be built again.
 * @param ahead where it has been read already
 */
export async function readSnapshot(
  store: ReadableStore,
  scope: string,
  stamp: string,
  ahead: ReadAhead | null,
): Promise<Bytes | null> {
  const { db, cipher } = behind(store)
  const blinded = await cipher.blind(scope)
  try {
    const row = ahead ? ahead.snapshots.get(blinded) : await db.snapshots.get(blinded)
    return row?.stamp === stamp ? await cipher.open(PLACES.snapshot(blinded, stamp), row.sealed) : null
  } catch {
    return null
  }
}

/** One text for a set of page versions, to tell whether a snapshot still fits. `format` is the version of the index code. */
export function stampOf(pages: readonly PageStamp[], format: number): string {
  let hash = 0x811c9dc5
  for (const { kind, page, version } of pages)
    for (const character of `${kind}/${page}/${version};`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  return `${format}.${pages.length}.${(hash >>> 0).toString(16)}`
}
