import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { electronVersion, STAND_IN_FOLDER } from '../electron.ts'

/** Marks the fuses inside Electron's binary (package @electron/fuses): version, length, one character for each fuse. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const FUSE_COUNT = 9

/**
 * Writes a folder which looks to electron-builder as Electron's binary: an executable that carries fuses, licences, languages. It
 * starts the stand-in of this repository, so a package made of it runs on this computer only and is never for installing.
 */
export function writeStandInBinary(folder: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true })
  mkdirSync(join(folder, 'resources'), { recursive: true })
  const script = [
    '#!/bin/sh',
    '# Chromium stand-in, not Electron: see scripts/electron-standin/README.md. For checking packages on this computer only.',
    `OPORA_STANDIN_EXE="$(readlink -f "$0")" exec "\${npm_node_execpath:-node}" '${join(STAND_IN_FOLDER, 'boot.cjs')}' "$@"`,
    '',
  ].join('\n')
  const fuses = Buffer.concat([
    Buffer.from(FUSE_SENTINEL),
    Buffer.from([1, FUSE_COUNT]),
    Buffer.from('1'.repeat(FUSE_COUNT)),
  ])
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(script), fuses, Buffer.from('\n')]))
  for (const helper of ['chrome-sandbox', 'chrome_crashpad_handler'])
    writeFileSync(join(folder, helper), '#!/bin/sh\nexit 1\n')
  for (const program of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler'])
    chmodSync(join(folder, program), 0o755)
  writeFileSync(join(folder, 'version'), electronVersion())
  writeFileSync(join(folder, 'LICENSE'), 'Chromium stand-in, not Electron.\n')
  for (const language of ['ru', 'en-US', 'de']) writeFileSync(join(folder, `locales/${language}.pak`), '')
}
