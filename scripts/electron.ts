import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')
const FETCH_LIMIT_MS = 300_000

/** Folder of the stand-in that runs the built main and preload on Chromium where Electron's binary cannot be had. */
export const STAND_IN_FOLDER = join(ROOT, 'scripts/electron-standin')

/** An executable of Electron, or the reason why there is none: one line for people. */
export type FoundElectron =
  | { readonly isFound: true; readonly folder: string; readonly executable: string }
  | { readonly isFound: false; readonly reason: string }

/** Name of the executable inside a folder of Electron's binary. */
function executableName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return platform === 'win32' ? 'electron.exe' : 'electron'
}

function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
}

/** Version of Electron the project is written for. */
export function electronVersion(): string {
  const manifest = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string }
  return manifest.version
}

/** Looks without the network: ELECTRON_OVERRIDE_DIST_PATH first, then what the package has fetched before. */
export function findElectron(environment: NodeJS.ProcessEnv = process.env): FoundElectron {
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH']
  const folder = override === undefined ? join(packageFolder(), 'dist') : resolve(override)
  const executable = join(folder, executableName(process.platform))
  if (existsSync(executable)) return { isFound: true, folder, executable }
  const reason =
    override === undefined
      ? `Electron ${electronVersion()} has not been fetched yet`
      : 'the folder in ELECTRON_OVERRIDE_DIST_PATH holds no Electron'
  return { isFound: false, reason }
}

/**
 * Finds Electron, or has its own package fetch it (about 120 MB; ELECTRON_MIRROR names another place, the checksums are those of
 * the package). Never throws and never takes longer than `limitMs`: without a network the answer is "not found" with the reason.
 */
export async function fetchElectron(limitMs = FETCH_LIMIT_MS): Promise<FoundElectron> {
  const found = findElectron()
  if (found.isFound || process.env['ELECTRON_OVERRIDE_DIST_PATH'] !== undefined) return found
  const failure = await runInstaller(limitMs)
  return failure === undefined ? findElectron() : { isFound: false, reason: failure }
}

/** As `fetchElectron`, for showing a window: where there is no screen nothing is fetched. */
export async function ensureElectron(limitMs = FETCH_LIMIT_MS): Promise<FoundElectron> {
  if (hasScreen(process.platform, process.env)) return fetchElectron(limitMs)
  return { isFound: false, reason: 'there is no screen to show a window on' }
}

/** Linux without an X or Wayland display, a server or a container, can run no window. */
export function hasScreen(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  return platform !== 'linux' || Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY'])
}

/** Chromium refuses to run as root with its sandbox: containers and try-outs as root need this, nobody else gets it. */
export function rootSwitches(): readonly string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/** What went wrong, or undefined. */
function runInstaller(limitMs: number): Promise<string | undefined> {
  return new Promise((done) => {
    const installer = spawn(process.execPath, [join(packageFolder(), 'install.js')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: limitMs,
    })
    let complaint = ''
    installer.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text
    })
    installer.on('error', (error) => done(error.message))
    installer.on('close', (code, signal) => {
      if (code === 0) done(undefined)
      else if (signal !== null) done(`Electron could not be fetched within ${Math.round(limitMs / 1000)} s`)
      else done(`Electron could not be fetched: ${complaintLine(complaint)}`)
    })
  })
}

function complaintLine(complaint: string): string {
  const lines = complaint.split('\n').map((line) => line.trim())
  return lines.find((line) => /error|failed/i.test(line)) ?? lines.find((line) => line !== '') ?? 'no reason given'
}

export interface DeskStart {
  readonly executable: string
  readonly apiUrl: string
  readonly sipUrl: string
  /** Further arguments, e.g. `--user-data-dir=…`. */
  readonly args?: readonly string[]
}

/** Opens the built desk. The caller ends it. */
export function startElectronDesk({ executable, apiUrl, sipUrl, args = [] }: DeskStart): ChildProcess {
  return spawn(executable, [...rootSwitches(), ROOT, ...args], {
    stdio: 'inherit',
    env: { ...process.env, OPORA_API_URL: apiUrl, OPORA_SIP_URL: sipUrl },
  })
}

export interface TestElectron {
  readonly isStandIn: boolean
  /** For ELECTRON_OVERRIDE_DIST_PATH, which test drivers and the `electron` package honour. */
  readonly folder: string
  /** To be printed by every runner: what the tests prove depends on it. */
  readonly banner: string
}

/** Real Electron when its binary is here already, else the stand-in. Tests do not fetch anything. */
export function electronForTests(): TestElectron {
  const found = findElectron()
  if (found.isFound && resolve(found.folder) !== STAND_IN_FOLDER) {
    return { isStandIn: false, folder: found.folder, banner: `Electron ${electronVersion()}` }
  }
  return {
    isStandIn: true,
    folder: STAND_IN_FOLDER,
    banner: `Chromium stand-in, NOT Electron ${electronVersion()}: the built main and preload run on Node and Chromium (scripts/electron-standin/README.md)`,
  }
}
