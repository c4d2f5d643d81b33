import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '#scripts/find-program.ts'

/** What the lab needs and the Debian 12 package it comes from. `module` is a Kamailio module, `program` an executable. */
const NEEDED = [
  { program: 'kamailio', package: 'kamailio' },
  { program: 'rtpengine', package: 'rtpengine-daemon' },
  { program: 'sipp', package: 'sip-tester' },
  { module: 'websocket.so', package: 'kamailio-websocket-modules' },
  { module: 'auth_ephemeral.so', package: 'kamailio-autheph-modules' },
  { module: 'http_client.so', package: 'kamailio-utils-modules' },
  { module: 'tls.so', package: 'kamailio-tls-modules' },
] as const

/** Debian packages that the lab needs and that are not installed here. */
export function missingPackages(): string[] {
  const folders = moduleFolders()
  return NEEDED.filter((need) =>
    'program' in need
      ? findProgram(need.program) === undefined
      : !folders.some((folder) => existsSync(join(folder, need.module))),
  ).map((need) => need.package)
}

/** The command that installs them. */
export function installCommand(packages: readonly string[]): string {
  return `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`
}

function moduleFolders(): string[] {
  const libraries = ['/usr/lib', '/usr/lib64', '/usr/local/lib64', '/usr/local/lib']
  const nested = existsSync('/usr/lib')
    ? readdirSync('/usr/lib')
        .filter((name) => name.includes('-linux-'))
        .map((name) => join('/usr/lib', name))
    : []
  return [...libraries, ...nested]
    .map((folder) => join(folder, 'kamailio', 'modules'))
    .filter((folder) => existsSync(folder))
}
