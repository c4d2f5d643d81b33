import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { type LeashedProcess, startLeashed } from '#scripts/lab/leash.ts'
import { findPostgresProgram, postgresUser, type SystemUser } from '#server/db/postgres-programs.ts'

const USER = 'opora'
const DATABASE = 'opora'
const READY_WITHIN_MS = 30_000
const ASK_EVERY_MS = 100

export interface ClusterPostgres {
  readonly url: string
  readonly process: LeashedProcess
}

/**
 * Starts Debian's PostgreSQL over a folder of its own, on loopback with a password that only this folder knows; makes both when missing.
 * @param folder absolute; `data` and `password` lie in it
 * @throws Error with what PostgreSQL said
 */
export async function startClusterPostgres(folder: string, port: number, logFolder: string): Promise<ClusterPostgres> {
  const [initdb, postgres] = [findPostgresProgram('initdb'), findPostgresProgram('postgres')]
  if (initdb === undefined || postgres === undefined) throw new Error('PostgreSQL is not installed')
  const user = postgresUser()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (user) giveTo(user, folder)
  const passwordFile = join(folder, 'password')
  if (!existsSync(join(folder, 'data', 'PG_VERSION'))) makeData(initdb, folder, passwordFile, user)
  const password = readFileSync(passwordFile, 'utf8').trim()
  const args = ['-D', join(folder, 'data'), '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1']
  const logFile = join(logFolder, 'postgres.log')
  const process = startLeashed(postgres, args, logFile, { user, cwd: folder, signal: 'INT', graceSeconds: 20 })
  const address = (database: string): string => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`
  try {
    await untilAnswering(address('postgres'), process, logFile)
    await makeDatabase(address('postgres'))
  } catch (error) {
    await process.stop()
    throw error
  }
  return { url: address(DATABASE), process }
}

/**
 * As root: PostgreSQL's own user gets its folder, and may pass through the data folder above it, which nobody else may.
 * Folders further up are not ours to change.
 */
function giveTo(user: SystemUser, folder: string): void {
  chownSync(folder, user.uid, user.gid)
  for (const above of [dirname(folder), dirname(dirname(folder))]) {
    const { mode, uid } = statSync(above)
    if (uid !== 0 || (mode & 0o001) !== 0) continue
    chownSync(above, uid, user.gid)
    chmodSync(above, (mode & 0o700) | 0o010)
  }
}

function makeData(initdb: string, folder: string, passwordFile: string, user: SystemUser | null): void {
  // A data folder without a version is what an interrupted making left behind.
  rmSync(join(folder, 'data'), { recursive: true, force: true })
  writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  if (user) chownSync(passwordFile, user.uid, user.gid)
  const args = ['-D', join(folder, 'data'), '-U', USER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
  try {
    execFileSync(initdb, [...args, '-E', 'UTF8', '--locale=C.UTF-8'], { stdio: 'pipe', cwd: folder, ...user })
  } catch (error) {
    const said = String((error as { readonly stderr?: Buffer }).stderr ?? error).trim()
    throw new Error(`PostgreSQL could not make its data in ${folder} (choose another place with --data):\n${said}`)
  }
}

async function untilAnswering(url: string, process: LeashedProcess, logFile: string): Promise<void> {
  const endsAt = performance.now() + READY_WITHIN_MS
  while (!(await isAnswering(url))) {
    if (process.hasEnded || performance.now() > endsAt) {
      const said = readFileSync(logFile, 'utf8').trim().split('\n').slice(-10).join('\n')
      throw new Error(`PostgreSQL ${process.hasEnded ? 'ended at once' : 'does not answer'}. It said:\n${said}`)
    }
    await new Promise((next) => setTimeout(next, ASK_EVERY_MS))
  }
}

function isAnswering(url: string): Promise<boolean> {
  return query(url, 'select 1').then(
    () => true,
    () => false,
  )
}

async function makeDatabase(url: string): Promise<void> {
  const found = await query(url, `select 1 from pg_database where datname = '${DATABASE}'`)
  if (found === 0) await query(url, `create database ${DATABASE}`)
}

/** @returns number of rows */
async function query(url: string, statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(statement)).rowCount ?? 0
  } finally {
    await client.end()
  }
}
