import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { apiArguments } from '#scripts/build-desk.ts'
import { type ClusterPostgres, startClusterPostgres } from '#scripts/cluster/cluster-postgres.ts'
import { freePort } from '#scripts/free-port.ts'
import { type LeashedProcess, startLeashed } from '#scripts/lab/leash.ts'
import { fillDatabase } from '#server/app/fill-database.ts'
import { type Database, openPglite, openPostgres } from '#server/db/database.ts'
import { migrate } from '#server/db/migrate.ts'
import { hashPassword } from '#server/features/auth/passwords.ts'
import { loadOrMakeKey } from '#server/platform/keys.ts'
import type { PolyclinicBatch } from '#server/synthetic/polyclinic.ts'
import type { Engine } from '#server/testing/engines.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const READY_WITHIN_MS = 60_000
const ASK_EVERY_MS = 25
/** PostgreSQL whose parent was killed refuses to start while a child still holds its memory. */
const POSTGRES_TRIES = 40

export const SOAK_PASSWORD = 'opora-opora'

/** The whole central API as a process of its own over a database of its own, both of which can be killed and started again. */
export interface ServerProcess {
  readonly url: string
  /** Process ids of the API and, where there is one, of PostgreSQL with its children, for their memory and processor time. */
  readonly pids: () => { readonly api: number; readonly postgres: readonly number[] }
  /** Key with which the API signs access tokens. */
  readonly tokenKey: () => Uint8Array
  /** Ends the API without a word and waits until it is gone. */
  kill(): Promise<void>
  /** The same for PostgreSQL, all of it. @throws Error for the embedded database, which dies with the API */
  killPostgres(): Promise<void>
  /** Starts what is dead and resolves when it is ready. */
  start(): Promise<void>
  /** Looks into the database. The embedded one belongs to one process: the API must have ended. */
  look<T>(work: (database: Database) => Promise<T>): Promise<T>
  /** Ends everything and removes its data. */
  dispose(): Promise<void>
}

/**
 * Makes a database with the given organisations and starts the API over it.
 * @param env settings of the API over those of here
 */
export async function startServerProcess(
  engine: Engine,
  organisations: readonly Iterable<PolyclinicBatch>[],
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'opora-soak-'))
  const [data, logs] = [join(folder, 'data'), join(folder, 'logs')]
  for (const each of [data, logs]) mkdirSync(each)
  const [port, postgresPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  let api: LeashedProcess | null = null
  let postgres: ClusterPostgres | null = null

  const startPostgres = async (): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        postgres = await startClusterPostgres(join(folder, 'postgres'), postgresPort, logs)
        return
      } catch (error) {
        if (tries === POSTGRES_TRIES) throw error
        await pause(ASK_EVERY_MS * 4)
      }
    }
  }
  const look = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
    const database = postgres ? openPostgres(postgres.url) : await openPglite(data)
    try {
      return await work(database)
    } finally {
      await database.close()
    }
  }
  const start = async (): Promise<void> => {
    if (engine === 'postgres' && (postgres === null || postgres.process.hasEnded)) await startPostgres()
    if (api !== null && !api.hasEnded) return untilReady(url, api, logs)
    api = startLeashed(process.execPath, apiArguments(), join(logs, 'api.log'), {
      cwd: ROOT,
      env: {
        OPORA_LOG_LEVEL: 'warn',
        OPORA_TRY_OUT: 'off',
        OPORA_DESK: 'no-such-folder',
        ...env,
        OPORA_DATA: data,
        OPORA_HOST: '127.0.0.1',
        OPORA_PORT: String(port),
        DATABASE_URL: postgres?.url ?? '',
      },
    })
    await untilReady(url, api, logs)
  }
  const dispose = async (): Promise<void> => {
    await api?.stop()
    await postgres?.process.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    if (engine === 'postgres') await startPostgres()
    const passwordHash = await hashPassword(SOAK_PASSWORD)
    await look(async (database) => {
      await migrate(database)
      for (const batches of organisations)
        await fillDatabase(database, { batches, classifiers: [], scripts: [], passwordHash }, () => {})
    })
    await start()
  } catch (error) {
    await dispose()
    throw error
  }
  return {
    url,
    pids: () => ({ api: childOf(api), postgres: descendantsOf(postgres?.process.pid) }),
    tokenKey: () => loadOrMakeKey(join(data, 'keys', 'token.key')),
    look,
    start,
    dispose,
    async kill() {
      const pid = childOf(api)
      await api?.kill()
      // The shell is gone; its child was killed with it, but may still hold its port and its folder.
      while (isThere(pid)) await pause(5)
    },
    async killPostgres() {
      if (postgres === null) throw new Error('The embedded database dies with the API')
      await postgres.process.kill()
    },
  }

  /** The leash is a shell; the API is its child. */
  function childOf(leashed: LeashedProcess | null): number {
    if (leashed?.pid === undefined) throw new Error('The API does not run')
    const children = readFileSync(`/proc/${leashed.pid}/task/${leashed.pid}/children`, 'utf8').trim().split(' ')
    return Number(children[0])
  }
}

/** All processes below one, by the parent that `/proc` names. */
function descendantsOf(root: number | undefined): number[] {
  if (root === undefined) return []
  const parents = readdirSync('/proc').flatMap((name): [number, number][] => {
    try {
      // The name of a program may hold spaces and brackets: what follows its end counts.
      const stat = /^\d+$/.test(name) ? readFileSync(`/proc/${name}/stat`, 'utf8') : ''
      return stat === '' ? [] : [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]]
    } catch {
      return []
    }
  })
  const found = new Set([root])
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid)
  }
  return [...found]
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function untilReady(url: string, api: LeashedProcess, logs: string): Promise<void> {
  const endsAt = performance.now() + READY_WITHIN_MS
  for (;;) {
    const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
    if (answer?.ok) return
    if (api.hasEnded || performance.now() > endsAt) {
      const said = readFileSync(join(logs, 'api.log'), 'utf8').trim().split('\n').slice(-15).join('\n')
      throw new Error(`The API ${api.hasEnded ? 'ended' : 'is not ready'}. It said:\n${said}`)
    }
    await pause(ASK_EVERY_MS)
  }
}
