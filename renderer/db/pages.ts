import type { Bytes } from './bytes.ts'
import { PLACES } from './change.ts'
import type { StoredSnapshot } from './database.ts'
import { behind, databaseOf, type ReadableStore, type SealedStore, type WritableStore } from './handles.ts'

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

/** Which pages of a scope are here, without reading them. */
export async function pageStamps(store: ReadableStore, scope: string): Promise<readonly PageStamp[]> {
  const { db, cipher } = behind(store)
  const blinded = await cipher.blind(scope)
  const keys = await db.pages.where('[scope+kind+page+version]').between([blinded], [blinded, []]).keys()
  return (keys as unknown as PlaceKey[]).map(([, kind, page, version]) => ({ kind, page, version }))
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
  const places = (await db.pages.orderBy('[scope+kind+page+version]').keys()) as unknown as PlaceKey[]
  const snapshots = (await db.snapshots.toCollection().primaryKeys()).map((key) => key.split(PART)[0] as string)
  const here = new Set([...places.map(([scope]) => scope), ...snapshots])
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
      await db.snapshots.where('scope').between(scope, `${scope}${AFTER_PARTS}`).delete()
    }
  })
}

/** Between scope and part in the key of a snapshot; no blinded scope has it. */
const PART = '/'
/** Sorts right after it. */
const AFTER_PARTS = '0'

/**
 * Keeps the index over a scope's pages, so that the next start need not build it: in parts that are sealed and opened one beside the
 * other, all of one transaction.
 */
export async function putSnapshot(
  store: WritableStore,
  scope: string,
  stamp: string,
  parts: Readonly<Record<string, Bytes>>,
): Promise<void> {
  const { db, cipher } = behind(store)
  const blinded = await cipher.blind(scope)
  const rows = await Promise.all(
    Object.entries(parts).map(async ([part, plain]) => ({
      scope: `${blinded}${PART}${part}`,
      stamp,
      sealed: await cipher.seal(PLACES.snapshot(blinded, part, stamp), plain),
    })),
  )
  await db.transaction('rw', db.snapshots, async () => {
    await db.snapshots.where('scope').between(blinded, `${blinded}${AFTER_PARTS}`).delete()
    await db.snapshots.bulkPut(rows)
  })
}

type PlaceKey = [scope: string, kind: string, page: number, version: number]

/**
 * What opening needs of every scope, read before it is known which scopes are here, and before the keys are: by blinded scope; snapshots
 * are still sealed. Each part is there as soon as it was read.
 */
export interface ReadAhead {
  stamps(blinded: string): Promise<readonly PageStamp[]>
  /** Blinded scopes and parts of all snapshots, in the order in which they are read. */
  keys(): Promise<readonly (readonly [blinded: string, part: string])[]>
  /** Undefined: there is none, or it could not be read. */
  snapshot(blinded: string, part: string): Promise<StoredSnapshot | undefined>
}

/**
 * Begins to read all snapshots in one transaction, so that their parts belong together.
 * @param parts names of parts in the order in which they are needed
 */
export function readAhead(store: SealedStore | ReadableStore, parts: readonly string[]): ReadAhead {
  const transaction = databaseOf(store).backendDB().transaction(['pages', 'snapshots'])
  const snapshots = transaction.objectStore('snapshots')
  const read = new Map<string, Promise<StoredSnapshot | undefined>>()
  const stamps = stampsByScope(transaction.objectStore('pages'))
  const asked = answerOf(snapshots.getAllKeys()).then((keys) => {
    const wanted = parts.flatMap((part) => (keys as string[]).filter((key) => key.endsWith(`${PART}${part}`)))
    // A snapshot that cannot be read is built again.
    for (const key of wanted)
      read.set(
        key,
        answerOf<StoredSnapshot | undefined>(snapshots.get(key)).catch(() => undefined),
      )
    return wanted.map((key) => key.split(PART) as [string, string])
  })
  asked.catch(() => undefined)
  stamps.catch(() => undefined)
  return {
    stamps: async (blinded) => (await stamps).get(blinded) ?? [],
    keys: () => asked,
    async snapshot(blinded, part) {
      await asked
      return read.get(`${blinded}${PART}${part}`)
    },
  }
}

/** Pages of all scopes by their index of versions: no page is read. */
function stampsByScope(pages: IDBObjectStore): Promise<Map<string, PageStamp[]>> {
  const stamps = new Map<string, PageStamp[]>()
  const request = pages.index('[scope+kind+page+version]').openKeyCursor()
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      const cursor = request.result
      if (cursor === null) return resolve(stamps)
      const [scope, kind, page, version] = cursor.key as unknown as PlaceKey
      const ofScope = stamps.get(scope)
      if (ofScope) ofScope.push({ kind, page, version })
      else stamps.set(scope, [{ kind, page, version }])
      cursor.continue()
    }
  })
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** What was read while the desk was locked, with the pages that are here now: another window may have changed them meanwhile. */
export function renewedAhead(store: ReadableStore, ahead: ReadAhead): ReadAhead {
  const stamps = stampsByScope(databaseOf(store).backendDB().transaction('pages').objectStore('pages'))
  stamps.catch(() => undefined)
  return { ...ahead, stamps: async (blinded) => (await stamps).get(blinded) ?? [] }
}

/** A part of a snapshot with the stamp of the pages it was made from. */
export interface OpenSnapshot {
  readonly stamp: string
  readonly plain: Bytes
}

/** What was read ahead, as it is opened. */
export interface OpenAhead {
  /** Which pages of a scope were here. */
  stamps(scope: string): Promise<readonly PageStamp[]>
  /**
   * A part of the snapshot, or null: none, damaged, or its file lost in a power cut. It can always be built again. Whether it was made from
   * the pages that are here is for the caller to see: the stamps of the pages take longer to read than the first parts.
   */
  snapshot(scope: string, part: string): Promise<OpenSnapshot | null>
}

/** Begins to open all that was read ahead, each part as soon as it is there and without knowing yet which scopes are wanted. */
export function openAhead(store: ReadableStore, ahead: ReadAhead): OpenAhead {
  const { cipher } = behind(store)
  const opened = new Map<string, Promise<OpenSnapshot | null>>()
  const all = ahead.keys().then((keys) => {
    for (const [blinded, part] of keys)
      opened.set(
        `${blinded}${PART}${part}`,
        ahead
          .snapshot(blinded, part)
          .then(
            async (row) =>
              row && {
                stamp: row.stamp,
                plain: await cipher.open(PLACES.snapshot(blinded, part, row.stamp), row.sealed),
              },
          )
          .then((snapshot) => snapshot ?? null)
          .catch(() => null),
      )
  })
  all.catch(() => undefined)
  return {
    stamps: async (scope) => ahead.stamps(await cipher.blind(scope)),
    async snapshot(scope, part) {
      const blinded = await cipher.blind(scope)
      await all
      return opened.get(`${blinded}${PART}${part}`) ?? null
    },
  }
}

/** One text for a set of page versions, to tell whether a snapshot still fits. `format` is the version of the index code. */
export function stampOf(pages: readonly PageStamp[], format: number): string {
  let hash = 0x811c9dc5
  for (const { kind, page, version } of pages)
    for (const character of `${kind}/${page}/${version};`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  return `${format}.${pages.length}.${(hash >>> 0).toString(16)}`
}
