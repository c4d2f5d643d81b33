import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Debian keeps the programs of each major version in a folder of its own, outside PATH. */
const DEBIAN_ROOT = '/usr/lib/postgresql'

export type PostgresProgram = 'initdb' | 'postgres' | 'pg_dump' | 'pg_restore' | 'psql'

/** Full path of a program of PostgreSQL, of the newest version installed; undefined when there is none. */
export function findPostgresProgram(program: PostgresProgram): string | undefined {
  return [...debianFolders(), ...(process.env['PATH'] ?? '').split(delimiter)]
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, process.platform === 'win32' ? `${program}.exe` : program))
    .find((path) => existsSync(path))
}

function debianFolders(): string[] {
  if (!existsSync(DEBIAN_ROOT)) return []
  return readdirSync(DEBIAN_ROOT)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_ROOT, version, 'bin'))
}

export interface SystemUser {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root; as root it runs as the user of its package. Null when this process is not root. */
export function postgresUser(): SystemUser | null {
  if (process.getuid?.() !== 0) return null
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres']).toString().trim())
  return { uid: id('-u'), gid: id('-g') }
}
