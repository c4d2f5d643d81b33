import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { electronForTests } from '#scripts/electron.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SOURCES = ['electron', 'shared', 'renderer', 'assets', 'vite.config.ts', 'package.json']

function newest(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return 0
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** Says what the tests run on, points test drivers at it, and builds the desk when a source is newer than the build. */
// biome-ignore lint/style/noDefaultExport: Playwright calls the default export
export default function globalSetup(): void {
  const electron = electronForTests()
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = electron.folder
  console.log(`\nHost under test: ${electron.banner}\n`)
  const built = Math.min(
    ...['main/main.js', 'preload/preload.cjs', 'renderer/index.html'].map((name) => newest(join(ROOT, 'out', name))),
  )
  if (built > Math.max(...SOURCES.map((name) => newest(join(ROOT, name))))) return
  const build = spawnSync('npx', ['vite', 'build', '--app', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (build.status !== 0) throw new Error('the desk could not be built')
}
