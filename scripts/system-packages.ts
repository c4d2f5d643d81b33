import { execFileSync, spawnSync } from 'node:child_process'
import { findPostgresProgram } from '#server/db/postgres-programs.ts'
import { findProgram } from './find-program.ts'
import { missingPackages as missingLabPackages } from './lab/debian-packages.ts'

/** A program the tests need and the Debian package that brings it. */
export interface SystemProgram {
  readonly program: string
  readonly debianPackage: string
}

export const TEST_PROGRAMS: readonly SystemProgram[] = [
  { program: 'chromium', debianPackage: 'chromium' },
  { program: 'sox', debianPackage: 'sox' },
  { program: 'espeak-ng', debianPackage: 'espeak-ng' },
  { program: 'dpkg-deb', debianPackage: 'dpkg' },
]

/** What a cluster of API nodes needs besides PostgreSQL. */
export const CLUSTER_PROGRAMS: readonly SystemProgram[] = [{ program: 'haproxy', debianPackage: 'haproxy' }]

export function hasPostgres(): boolean {
  return findPostgresProgram('postgres') !== undefined
}

export interface SystemPackages {
  /** Debian packages that are still missing, ready for one command line; empty when all is there. */
  readonly missing: readonly string[]
  readonly command: string
}

/**
 * Sees that the programs are there. As root on Debian it installs what is missing; otherwise it answers what is missing and the
 * exact command that installs it. Nothing is started: services that packages bring along are not wanted by the tests.
 */
export function ensureSystemPackages(
  programs: readonly SystemProgram[],
  options: { readonly postgres: boolean; readonly lab: boolean; readonly say: (line: string) => void },
): SystemPackages {
  const find = (): string[] => [
    ...programs
      .filter((item) => findProgram(item.program) === undefined)
      .flatMap((item) => item.debianPackage.split(' ')),
    ...(options.postgres && !hasPostgres() ? ['postgresql'] : []),
    ...(options.lab ? missingLabPackages() : []),
  ]
  let missing = find()
  if (missing.length > 0 && canInstall()) {
    options.say(`Installing system packages: ${missing.join(' ')}`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env })
    // RUNLEVEL=1 keeps invoke-rc.d from starting the services.
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...env, RUNLEVEL: '1' },
    })
    missing = find()
  }
  return { missing, command: `sudo apt-get install --no-install-recommends ${missing.join(' ')}` }
}

function canInstall(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  try {
    execFileSync('apt-get', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
