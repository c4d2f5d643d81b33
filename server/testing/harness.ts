import { randomBytes } from 'node:crypto'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import { buildServer, type Server } from '#server/app/build-server.ts'
import { fillDatabase } from '#server/app/fill-database.ts'
import type { Database } from '#server/db/database.ts'
import { hashPassword } from '#server/features/auth/passwords.ts'
import { readConfig } from '#server/platform/config.ts'
import { formatRegistrationNumber } from '#shared/features/appeals/registration-number.ts'
import type { Session } from '#shared/features/auth/session.ts'
import { type CommandDefinition, commandKey } from '#shared/kernel/command.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import type { NumberBlock } from '#shared/protocol/numbers.ts'
import type { PullAnswer } from '#shared/protocol/pull.ts'
import type { PushAnswer, WireCommand } from '#shared/protocol/push.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import { type OpenDatabase, openNamed } from './engines.ts'
import { type TinyOptions, tinyPolyclinic } from './tiny-polyclinic.ts'

export const PASSWORD = 'opora-opora'
/** The same for every test user: hashing takes 50 ms. */
const passwordHash = hashPassword(PASSWORD)
export const TODAY_MS = Date.parse('2026-11-24T09:00:00.000Z')

export interface TestServer extends Server {
  readonly database: Database
  readonly logLines: string[]
  /** Another connection to the same database, for a second API node. PostgreSQL only. */
  openAgain(name: string): Promise<Database>
  readonly keys: ServerKeys
  /** Moves the server's clock. */
  advance(ms: number): void
  now(): number
  inject(options: InjectOptions): Promise<LightMyRequestResponse>
  /** Fills another organisation in. */
  fill(options: TinyOptions): Promise<void>
  desk(login: string, installationId?: string): Promise<TestDesk>
}

export interface ServerKeys {
  readonly masterKey: Uint8Array
  readonly tokenKey: Uint8Array
}

export interface TestServerOptions {
  /** Keys of another node. */
  readonly keys?: ServerKeys
  readonly env?: Record<string, string>
  readonly fill?: TinyOptions | null
  readonly helloWithinMs?: number
  readonly pause?: (ms: number) => Promise<void>
  readonly rates?: { readonly all: number; readonly signIn: number }
}

/** The real server over a fresh database with a tiny polyclinic, without listening. */
export async function startTestServer(open: OpenDatabase, options: TestServerOptions = {}): Promise<TestServer> {
  const database = await open()
  const logLines: string[] = []
  const keys = options.keys ?? { masterKey: randomBytes(32), tokenKey: randomBytes(32) }
  let nowMs = TODAY_MS
  const server = await buildServer({
    config: readConfig({ OPORA_LOG_LEVEL: 'info', OPORA_DESK: 'no-such-folder', ...options.env }),
    database,
    ...keys,
    now: () => nowMs,
    logStream: { write: (line) => void logLines.push(line) },
    rates: options.rates ?? { all: 1_000_000, signIn: 1_000_000 },
    ...(options.pause === undefined ? {} : { pause: options.pause }),
    ...(options.helloWithinMs === undefined ? {} : { helloWithinMs: options.helloWithinMs }),
  })
  const fill = async (tiny: TinyOptions): Promise<void> => {
    const source = { batches: tinyPolyclinic(tiny), classifiers: [], scripts: [], passwordHash: await passwordHash }
    await fillDatabase(database, source, () => {})
  }
  if (options.fill !== null) await fill(options.fill ?? {})
  const test: TestServer = {
    ...server,
    database,
    logLines,
    keys,
    openAgain: openNamed,
    fill,
    advance: (ms) => {
      nowMs += ms
    },
    now: () => nowMs,
    inject: (request) => server.api.inject(request),
    desk: (login, installationId) => signInDesk(test, login, installationId),
  }
  return test
}

export function newId<Id extends string = string>(): Id {
  return newUuid(TODAY_MS, (length) => randomBytes(length))
}

/** A desk as the server meets it: numbered commands, cursors, blocks. */
export class TestDesk {
  readonly server: TestServer
  readonly session: Session
  n: number
  #block: NumberBlock | null = null
  #nextSerial = 0

  constructor(server: TestServer, session: Session) {
    this.server = server
    this.session = session
    this.n = session.expectedN
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.session.accessToken}` }
  }

  get(url: string): Promise<LightMyRequestResponse> {
    return this.server.inject({ method: 'GET', url, headers: this.headers })
  }

  post(url: string, payload: object): Promise<LightMyRequestResponse> {
    return this.server.inject({ method: 'POST', url, headers: this.headers, payload })
  }

  put(url: string, payload: object): Promise<LightMyRequestResponse> {
    return this.server.inject({ method: 'PUT', url, headers: this.headers, payload })
  }

  /** The next command of this desk; it counts `n` on. */
  command<Args>(definition: CommandDefinition<Args>, args: Args, overrides: Partial<WireCommand> = {}): WireCommand {
    const { name, version } = definition
    return {
      id: newId(),
      n: this.n++,
      name,
      version,
      occurredAt: new Date(this.server.now()).toISOString(),
      args,
      seen: {},
      ...overrides,
    }
  }

  push(commands: readonly WireCommand[], protocol = PROTOCOL_VERSION): Promise<LightMyRequestResponse> {
    return this.post('/api/sync/push', { protocol, commands })
  }

  /** Pushes and expects HTTP 200. */
  async pushed(...commands: WireCommand[]): Promise<PushAnswer> {
    const answer = await this.push(commands)
    if (answer.statusCode !== 200)
      throw new Error(`${commands.map(commandKey).join()}: ${answer.statusCode} ${answer.body}`)
    return answer.json<PushAnswer>()
  }

  /** Pulls at this moment, whatever still runs. */
  async pullNow(cursors: Record<string, string>, limit = 1_000): Promise<PullAnswer> {
    const answer = await this.post('/api/sync/pull', { protocol: PROTOCOL_VERSION, cursors, limit })
    if (answer.statusCode !== 200) throw new Error(`pull: ${answer.statusCode} ${answer.body}`)
    return answer.json<PullAnswer>()
  }

  /** Pulls once every transaction of before has ended: other tests share the PostgreSQL and hold back its horizon. */
  async pull(cursors: Record<string, string>, limit = 1_000): Promise<PullAnswer> {
    await whenHorizonPassed(this.server.database)
    return this.pullNow(cursors, limit)
  }

  /** A registration number from a leased block. */
  async takeNumber(): Promise<string> {
    if (!this.#block || this.#nextSerial > this.#block.last) {
      const answer = await this.post('/api/sync/numbers', { requestId: newId(), year: 2026 })
      const { block } = answer.json<{ block: NumberBlock }>()
      this.#block = block
      this.#nextSerial = block.first
    }
    return formatRegistrationNumber({
      journal: this.#block.journal,
      year: this.#block.year,
      serial: this.#nextSerial++,
    })
  }
}

export async function whenHorizonPassed({ db }: Database): Promise<void> {
  const { rows } = await sql<{ xid: string }>`select pg_current_xact_id()::text as xid`.execute(db)
  const isPassed = async () => {
    const found = await sql`select 1 where pg_snapshot_xmin(pg_current_snapshot()) > ${rows[0]?.xid}::xid8`.execute(db)
    return found.rows.length > 0
  }
  while (!(await isPassed())) await new Promise((resolve) => setImmediate(resolve))
}

async function signInDesk(server: TestServer, login: string, installationId: string = newId()): Promise<TestDesk> {
  const answer = await server.inject({
    method: 'POST',
    url: '/api/auth/sign-in',
    payload: { login, password: PASSWORD, installationId, host: 'browser', appVersion: '0.1.0' },
  })
  if (answer.statusCode !== 200) throw new Error(`sign-in of ${login}: ${answer.statusCode} ${answer.body}`)
  return new TestDesk(server, answer.json<Session>())
}
