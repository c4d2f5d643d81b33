import { sql } from 'kysely'
import type { Db } from '#server/db/database.ts'
import type { RecordKinds } from '#server/db/record-kind.ts'
import { SHARD_FORMAT } from '#shared/features/insured-persons/search/index-shard.ts'
import { PAGE_HEADER_BYTES, type ScopeManifest, SHARDED_PAGE_HEADER_BYTES } from '#shared/protocol/pages.ts'
import type { ScopeName } from '#shared/protocol/pull.ts'
import { countChanges, isOutsideLog, logBounds, parseCursor } from './change-log.ts'
import { buildPages } from './page-builder.ts'

/** Changes after which pages are made again in the background: a new desk would otherwise pull them all as deltas. */
const STALE_AFTER_CHANGES = 500
/** Memory for pages that desks asked for lately. The registry of 67,400 persons takes about 11 MB. */
const CACHE_BYTES = 96 * 1024 * 1024

export interface ReadyPage {
  readonly page: number
  readonly version: number
  readonly body: Uint8Array
  /** Empty where the page has none. */
  readonly shard: Uint8Array
}

/** What is kept of a page in memory. */
type PageBytes = Pick<ReadyPage, 'body' | 'shard'>

/** Serves ready-made pages; makes those that are missing at once and those that have aged in the background. */
export class PageStore {
  readonly #db: Db
  readonly #kinds: RecordKinds
  readonly #onFailure: (error: unknown) => void
  readonly #building = new Map<string, Promise<number>>()
  readonly #cache = new Map<string, PageBytes>()
  #cachedBytes = 0

  constructor(db: Db, kinds: RecordKinds, onFailure: (error: unknown) => void) {
    this.#db = db
    this.#kinds = kinds
    this.#onFailure = onFailure
  }

  /** What a scope consists of (rule PULL3). */
  async manifest(scope: ScopeName): Promise<ScopeManifest> {
    let cursor = await this.#cursorOf(scope)
    const bounds = await logBounds(this.#db)
    if (cursor === null || isOutsideLog(parseCursor(cursor), bounds)) {
      await this.#build(scope)
      cursor = await this.#cursorOf(scope)
    } else {
      const since = await countChanges(this.#db, scope, parseCursor(cursor), bounds, STALE_AFTER_CHANGES)
      if (since >= STALE_AFTER_CHANGES) this.#build(scope).catch(this.#onFailure)
    }
    if (cursor === null) throw new Error('Invariant broken: pages were made without a cursor')
    const pages = await this.#db
      .selectFrom('pages')
      .select(['kind', 'page', 'version', 'records', 'bytes'])
      .where('scope', '=', scope)
      .orderBy('kind')
      .orderBy('page')
      .execute()
    return {
      scope,
      cursor,
      shards: SHARD_FORMAT,
      records: pages.reduce((sum, page) => sum + page.records, 0),
      bytes: pages.reduce((sum, page) => sum + page.bytes, 0),
      pages,
    }
  }

  /**
   * Makes the pages of those scopes again that have aged, or whose cursor stands before a floor that is coming, while the log still says
   * what changed in them (rule PULL5). A scope that cannot be renewed is told of and does not hold up the others.
   * @returns scopes renewed
   */
  async renew(floor: bigint | null): Promise<number> {
    const { rows } = await sql<{ scope: string }>`
      select held.scope from change_log_state state, page_sets held
      cross join lateral (select split_part(held.cursor, '.', 1)::numeric as xid) since
      where since.xid < ${floor === null ? null : String(floor)}::numeric
        or (select count(*) from (
          select 1 from changes change
          where change.scope = held.scope
            and change.xid >= greatest(0, since.xid - state.xid_offset)::text::xid8
          limit ${STALE_AFTER_CHANGES}) as counted) >= ${STALE_AFTER_CHANGES}
      order by held.scope`.execute(this.#db)
    let renewed = 0
    for (const { scope } of rows)
      await this.#build(scope).then(() => {
        renewed += 1
      }, this.#onFailure)
    return renewed
  }

  /** Pages `from`…`to` of one kind in order; those that do not exist are left out. */
  async pages(scope: ScopeName, kind: string, from: number, to: number): Promise<ReadyPage[]> {
    const heads = await this.#db
      .selectFrom('pages')
      .select(['page', 'version'])
      .where('scope', '=', scope)
      .where('kind', '=', kind)
      .where('page', '>=', from)
      .where('page', '<=', to)
      .orderBy('page')
      .execute()
    const missing = heads.filter((head) => !this.#cache.has(cacheKey(scope, kind, head)))
    if (missing.length > 0) {
      const numbers = missing.map((head) => head.page)
      const read = new Map((await this.#read(scope, kind, numbers)).map((row) => [row.page, row]))
      for (const row of read.values()) this.#remember(cacheKey(scope, kind, row), row)
      return heads.flatMap((head) => read.get(head.page) ?? this.#cached(scope, kind, head) ?? [])
    }
    return heads.flatMap((head) => this.#cached(scope, kind, head) ?? [])
  }

  /** As base64, which both drivers pass on as it is: the embedded one turns a `bytea` into bytes digit by digit. */
  async #read(scope: string, kind: string, numbers: readonly number[]): Promise<ReadyPage[]> {
    const { rows } = await sql<{ page: number; version: number; body: string; shard: string }>`
      select page, version, encode(body, 'base64') as body, coalesce(encode(shard, 'base64'), '') as shard from pages
      where scope = ${scope} and kind = ${kind} and page = any(${[...numbers]}::int[])`.execute(this.#db)
    return rows.map(({ page, version, body, shard }) => ({
      page,
      version,
      body: Buffer.from(body, 'base64'),
      shard: Buffer.from(shard, 'base64'),
    }))
  }

  #cached(scope: string, kind: string, head: { page: number; version: number }): ReadyPage | null {
    const bytes = this.#cache.get(cacheKey(scope, kind, head))
    return bytes ? { ...head, ...bytes } : null
  }

  /** The oldest entries go first; pages of older versions are never asked for again and leave that way. */
  #remember(key: string, { body, shard }: PageBytes): void {
    this.#cache.set(key, { body, shard })
    this.#cachedBytes += body.length + shard.length
    for (const [oldest, page] of this.#cache) {
      if (this.#cachedBytes <= CACHE_BYTES) return
      this.#cache.delete(oldest)
      this.#cachedBytes -= page.body.length + page.shard.length
    }
  }

  /** Many desks that ask for the same scope wait for one build. */
  #build(scope: string): Promise<number> {
    const running = this.#building.get(scope)
    if (running) return running
    const build = buildPages(this.#db, this.#kinds, scope).finally(() => this.#building.delete(scope))
    this.#building.set(scope, build)
    return build
  }

  async #cursorOf(scope: string): Promise<string | null> {
    const { rows } = await sql<{ cursor: string }>`select cursor from page_sets where scope = ${scope}`.execute(
      this.#db,
    )
    return rows[0]?.cursor ?? null
  }

  /** Waits for background builds, before the database closes. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#building.values())
  }
}

function cacheKey(scope: string, kind: string, head: { page: number; version: number }): string {
  return `${scope} ${kind} ${head.page} ${head.version}`
}

/** Many pages in one answer, each after its header (`PAGE_HEADER_BYTES`); with shards for a desk that asks for them. */
export function joinPages(pages: readonly ReadyPage[], withShards: boolean): Buffer {
  const parts: Uint8Array[] = []
  for (const { page, version, body, shard } of pages) {
    const header = Buffer.alloc(withShards ? SHARDED_PAGE_HEADER_BYTES : PAGE_HEADER_BYTES)
    header.writeUInt32BE(page, 0)
    header.writeUInt32BE(version, 4)
    header.writeUInt32BE(body.length, 8)
    parts.push(header, body)
    if (!withShards) continue
    header.writeUInt32BE(shard.length, 12)
    parts.push(shard)
  }
  return Buffer.concat(parts)
}
