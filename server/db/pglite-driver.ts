import { type PGliteInterface, type QueryOptions, types } from '@electric-sql/pglite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PGliteAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'

/** Longest wait for the only connection. Beyond it somebody holds it for ever, most likely a query beside its own transaction. */
const CONNECTION_WAIT_MS = 60_000

/** PGlite turns bytes into text one by one; files of 20 MB then take longer to store than to read. */
const BYTES_AS_HEX: QueryOptions = {
  serializers: { [types.BYTEA]: hexOf },
  parsers: { [types.BYTEA]: (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex')) },
}

function hexOf(value: unknown): string {
  if (!(value instanceof Uint8Array)) throw new Error('Invariant broken: bytes are stored from a Uint8Array')
  return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
}

/**
 * PGlite has one session. Kysely's own PGlite driver hands it to everybody at once, so that a query of one request runs inside the
 * open transaction of another and is rolled back with it. This driver lends the session to one borrower at a time, in order.
 */
class ExclusivePgliteDriver implements Driver {
  readonly #connection: PgliteConnection
  readonly #pglite: PGliteInterface
  readonly #waiting: (() => void)[] = []
  #isLent = false

  constructor(pglite: PGliteInterface) {
    this.#pglite = pglite
    this.#connection = new PgliteConnection(pglite)
  }

  async init(): Promise<void> {
    await this.#pglite.waitReady
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#isLent) {
      await new Promise<void>((resolve, reject) => {
        const take = () => {
          clearTimeout(timer)
          resolve()
        }
        const timer = setTimeout(() => {
          this.#waiting.splice(this.#waiting.indexOf(take), 1)
          reject(new Error('The embedded database was busy for too long'))
        }, CONNECTION_WAIT_MS)
        this.#waiting.push(take)
      })
    }
    this.#isLent = true
    return this.#connection
  }

  async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#isLent = false
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const level = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : ''
    const mode = settings.accessMode ? ` ${settings.accessMode}` : ''
    await (connection as PgliteConnection).run(`begin${level}${mode}`)
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as PgliteConnection).run('commit')
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as PgliteConnection).run('rollback')
  }

  async destroy(): Promise<void> {
    if (!this.#pglite.closed) await this.#pglite.close()
  }
}

class PgliteConnection implements DatabaseConnection {
  readonly #pglite: PGliteInterface

  constructor(pglite: PGliteInterface) {
    this.#pglite = pglite
  }

  async run(statement: string): Promise<void> {
    await this.#pglite.exec(statement)
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, affectedRows } = await this.#pglite.query<Row>(query.sql, [...query.parameters], BYTES_AS_HEX)
    return { rows, ...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }) }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator; PGlite has no cursors to stream from
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('The embedded database does not stream')
  }
}

/** Kysely dialect over an open PGlite; closing Kysely closes it. */
export function pgliteDialect(pglite: PGliteInterface): Dialect {
  return {
    createAdapter: () => new PGliteAdapter(),
    createDriver: () => new ExclusivePgliteDriver(pglite),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}
