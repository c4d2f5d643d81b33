import { spawn } from 'node:child_process'
import { findPostgresProgram, type PostgresProgram } from '#server/db/postgres-programs.ts'
import { BackupError } from './backup-error.ts'

/** Longest text of a failed program that is shown. */
const SAID_MAX = 2_000

/**
 * Runs a program of PostgreSQL against a database. The address goes through the environment, for arguments are seen by every user of the computer.
 * @throws BackupError `backup.toolMissing`, `backup.toolFailed` with what it said
 */
export async function runPostgresTool(
  program: PostgresProgram,
  args: readonly string[],
  databaseUrl: string,
): Promise<void> {
  const path = findPostgresProgram(program)
  if (path === undefined) throw new BackupError('backup.toolMissing', program)
  const child = spawn(path, ['--no-password', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', ...environmentOf(databaseUrl) },
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    said = (said + part).slice(-SAID_MAX)
  })
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('close', resolve)
  })
  if (code !== 0) throw new BackupError('backup.toolFailed', `${program}: ${said.trim() || `exit code ${code}`}`)
}

/** The variables of libpq that stand for a `postgres://` address. */
export function environmentOf(databaseUrl: string): Record<string, string> {
  const url = new URL(databaseUrl)
  const of = (name: string): string | null => url.searchParams.get(name)
  const variables = {
    PGHOST: of('host') ?? decodeURIComponent(url.hostname).replace(/^\[|\]$/g, ''),
    PGPORT: of('port') ?? url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    PGSSLMODE: of('sslmode') ?? '',
    PGSSLROOTCERT: of('sslrootcert') ?? '',
    PGSSLCERT: of('sslcert') ?? '',
    PGSSLKEY: of('sslkey') ?? '',
  }
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
}
