import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { buildDesk } from './build-desk.ts'
import { fetchElectron, STAND_IN_FOLDER } from './electron.ts'
import { faultsOfArchive } from './packaging/archive-check.ts'
import { writeStandInBinary } from './packaging/stand-in-binary.ts'

/**
 * `npm run package`: an unpacked folder and the package of this system (deb on Linux, installer on Windows), and then a look at what came
 * out: contents of the archive, secrets, fuses. Without Electron's binary the same is built around the stand-in, into `dist/stand-in`:
 * that shows that configuration, contents and metadata are right, and is not for installing anywhere.
 */
const ROOT = resolve(import.meta.dirname, '..')
const say = (line: string): void => console.log(line)

/** Wanted states, by electron-builder.yml. What is not named there is left as Electron ships it. */
const FUSES: readonly (readonly [FuseV1Options, boolean])[] = [
  [FuseV1Options.RunAsNode, false],
  [FuseV1Options.EnableCookieEncryption, true],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
  [FuseV1Options.EnableNodeCliInspectArguments, false],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true],
  [FuseV1Options.OnlyLoadAppFromAsar, true],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
]

interface Plan {
  readonly output: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

async function plan(scratch: string): Promise<Plan> {
  const electron = await fetchElectron()
  if (electron.isFound && resolve(electron.folder) !== STAND_IN_FOLDER) {
    return { output: 'dist', args: [`-c.electronDist=${electron.folder}`], env: {} }
  }
  if (process.platform !== 'linux')
    throw new Error(electron.isFound ? 'the stand-in serves Linux only' : electron.reason)
  say(electron.isFound ? 'ELECTRON_OVERRIDE_DIST_PATH names the stand-in.' : `${electron.reason}.`)
  say('Building around the Chromium stand-in: for checking the package, NOT for installing.')
  writeStandInBinary(scratch)
  return {
    output: 'dist/stand-in',
    args: [`-c.electronDist=${scratch}`, '-c.directories.output=dist/stand-in'],
    env: { CUSTOM_FPM_PATH: join(STAND_IN_FOLDER, 'fpm.cjs') },
  }
}

function build({ args, env, output }: Plan): void {
  rmSync(join(ROOT, output), { recursive: true, force: true })
  const targets =
    process.platform === 'linux'
      ? ['--linux', 'dir', 'deb']
      : process.platform === 'win32'
        ? ['--win', 'dir', 'nsis']
        : ['--dir']
  const builder = join(ROOT, 'node_modules/electron-builder/cli.js')
  const { status } = spawnSync(process.execPath, [builder, ...targets, '--publish', 'never', ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  if (status !== 0) throw new Error('electron-builder failed')
}

/** The folder in which the programme lies ready to run. */
function unpackedFolder(output: string): string {
  const name = readdirSync(join(ROOT, output)).find((entry) => entry.endsWith('-unpacked'))
  if (name === undefined) throw new Error('no unpacked folder was built')
  return join(ROOT, output, name)
}

function checkArchive(unpacked: string): string[] {
  const archive = join(unpacked, 'resources/app.asar')
  if (existsSync(join(unpacked, 'resources/app'))) return ['the app lies open beside its archive']
  const paths = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/'))
  // Folders are listed too: they are what other paths begin with.
  const files = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)))
  say(`${files.length} files in app.asar`)
  return faultsOfArchive(files.map((path) => ({ path, bytes: extractFile(archive, path.slice(1)) })))
}

async function checkFuses(executable: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(executable)
  const faults = FUSES.filter(([fuse, isOn]) => wire[fuse] !== (isOn ? FuseState.ENABLE : FuseState.DISABLE)).map(
    ([fuse]) => `fuse ${FuseV1Options[fuse]} is not as wanted`,
  )
  say(`${FUSES.length - faults.length} of ${FUSES.length} fuses as wanted`)
  return faults
}

async function main(): Promise<void> {
  await buildDesk()
  const scratch = mkdtempSync(join(tmpdir(), 'opora-electron-'))
  try {
    const planned = await plan(scratch)
    build(planned)
    const unpacked = unpackedFolder(planned.output)
    const executable = join(unpacked, process.platform === 'win32' ? 'Opora.exe' : 'opora')
    const faults = [...checkArchive(unpacked), ...(await checkFuses(executable))]
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
    for (const name of readdirSync(join(ROOT, planned.output)).filter((entry) => entry.includes(version)))
      say(`${planned.output}/${name}`)
    for (const fault of faults) console.error(`Wrong: ${fault}`)
    process.exitCode = faults.length === 0 ? 0 : 1
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
