import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')
/** What the built desk is made of; a change in any makes it stale. */
const SOURCES = ['renderer', 'shared', 'electron', 'server', 'assets', 'vite.config.ts', 'package-lock.json']
/** The built central API, and what it is built from. */
const BUILT_API = join(ROOT, 'out/server/main.js')
const API_SOURCES = ['shared', 'server', 'vite.config.ts', 'package-lock.json']
const OUTPUTS = ['out/renderer/index.html', 'out/main/main.js', 'out/preload/preload.cjs', 'out/server/main.js']

/** When the newest file at or under a path was changed, milliseconds since the epoch. */
export function newestChange(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestChange(join(path, name))), stat.mtimeMs)
}

/** True when the desk was never built or a source is newer than the oldest output. */
export function isDeskStale(): boolean {
  const outputs = OUTPUTS.map((path) => join(ROOT, path))
  if (!outputs.every((path) => existsSync(path))) return true
  const built = Math.min(...outputs.map((path) => statSync(path).mtimeMs))
  return SOURCES.some((source) => newestChange(join(ROOT, source)) > built)
}

/**
 * What Node has to be started with for the central API: the build, which is up three times sooner, or the sources where they are newer.
 */
export function apiArguments(): readonly string[] {
  const source = join(ROOT, 'server/app/main.ts')
  const isFresh =
    existsSync(BUILT_API) && API_SOURCES.every((path) => newestChange(join(ROOT, path)) <= statSync(BUILT_API).mtimeMs)
  return isFresh ? ['--enable-source-maps', BUILT_API] : ['--import', 'tsx', source]
}

/** Builds desk, main, preload and central API. @throws Error with the builder's words when it fails */
export async function buildDesk(): Promise<void> {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const child = spawn(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (words += text))
  const code = await new Promise<number | null>((done, failed) => child.on('error', failed).on('close', done))
  if (code !== 0) throw new Error(words.trim())
}
