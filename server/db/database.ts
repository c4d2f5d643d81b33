import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { holdFolder } from './folder-lock.ts'
import { pgliteDialect } from './pglite-driver.ts'
import type { Tables } from './schema.ts'

export type Db = Kysely<Tables>
export type Tx = Transaction<Tables>

/** Numbers of PostgreSQL's advisory locks of this house. Any would do; in one place, so that no two things share one. */
export const ADVISORY_LOCKS = { migrate: 4_680_001, prepare: 4_680_002, keepLog: 4_680_010 } as const
/** First numbers of advisory locks of two; the second is the hash of what is locked. PostgreSQL keeps them apart from locks of one number. */
export const ADVISORY_SPACES = {
  pages: 4_680,
  claims: 4_681,
  administrators: 4_682,
  queue: 4_683,
  scripts: 4_684,
} as const
export type AdvisoryLock = (typeof ADVISORY_LOCKS)[keyof typeof ADVISORY_LOCKS]

/** The central store with what Kysely does not cover. The same SQL runs on both engines. */
export interface Database {
  readonly engine: 'pglite' | 'postgres'
  readonly db: Db
  /** Hears `pg_notify` of any node, after its commit. Survives a lost connection: `onGap` says that notices may have been missed. */
  listen(channel: string, listener: (payload: string) => void, onGap: () => void): Promise<() => Promise<void>>
  /** Runs work that only one API node may do at a time; others wait here for their turn. A node that dies gives the turn away. */
  alone<T>(lock: AdvisoryLock, work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Connections of one API node. Many nodes share the server's `max_connections` (100 by default). */
const POOL_CONNECTIONS = 16
const RELISTEN_MS = 1_000
/** A transaction left open holds back the horizon of every pull (docs/decisions/0001), so PostgreSQL ends it. */
const IDLE_IN_TRANSACTION_MS = 30_000

/** Opens the embedded database in a folder, or in memory without one (tests). */
export async function openPglite(folder: string | null): Promise<Database> {
  let release = () => {}
  if (folder !== null) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    release = holdFolder(folder)
  }
  const pglite = await PGlite.create(folder === null ? {} : { dataDir: join(folder, 'pglite') })
  return pgliteDatabase(pglite, release)
}

/** Wraps an open PGlite; tests pass a clone. */
export function pgliteDatabase(pglite: PGlite, onClosed: () => void = () => {}): Database {
  const db = new Kysely<Tables>({ dialect: pgliteDialect(pglite) })
  return {
    engine: 'pglite',
    db,
    listen: (channel, listener) => pglite.listen(channel, listener).then((stop) => () => stop()),
    // The folder belongs to this process alone (`holdFolder`).
    alone: (_lock, work) => work(),
    async close() {
      await db.destroy()
      onClosed()
    },
  }
}

/** Opens a PostgreSQL database by URL. */
export function openPostgres(url: string, onError: (error: Error) => void = () => {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_CONNECTIONS,
    application_name: 'opora',
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  })
  pool.on('error', onError)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    engine: 'postgres',
    db,
    listen: (channel, listener, onGap) => listenOn(url, channel, listener, onGap, onError),
    alone: (lock, work) => runAlone(url, lock, work, onError),
    close: () => db.destroy(),
  }
}

/** A connection of its own, for a pooled one may be taken by a long transaction and would hear nothing meanwhile. */
async function listenOn(
  url: string,
  channel: string,
  listener: (payload: string) => void,
  onGap: () => void,
  onError: (error: Error) => void,
): Promise<() => Promise<void>> {
  let client: pg.Client | null = null
  let retry: NodeJS.Timeout | null = null
  let isStopped = false
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: 'opora-listen', keepAlive: true })
    next.on('error', onError)
    next.on('end', () => {
      if (!isStopped && client === next) schedule()
    })
    next.on('notification', (notice) => listener(notice.payload ?? ''))
    await next.connect()
    await next.query(`listen ${pg.escapeIdentifier(channel)}`)
    client = next
  }
  const schedule = (): void => {
    retry = setTimeout(() => {
      connect().then(onGap, (error: Error) => {
        onError(error)
        if (!isStopped) schedule()
      })
    }, RELISTEN_MS)
  }
  await connect()
  return async () => {
    isStopped = true
    if (retry) clearTimeout(retry)
    await client?.end()
  }
}

/** Under a lock of a session of its own: PostgreSQL frees it when the session ends, however the node ended. */
async function runAlone<T>(
  url: string,
  lock: AdvisoryLock,
  work: () => Promise<T>,
  onError: (error: Error) => void,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'opora-lock', keepAlive: true })
  client.on('error', onError)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1::bigint)', [lock])
    return await work()
  } finally {
    await client.end()
  }
}
