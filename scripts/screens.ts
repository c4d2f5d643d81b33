import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * `npm run screens [-- NAME…]`: pictures of every screen, light and dark, into `docs/screens`, from the tests that show them over the
 * built desk; with names only from the spec files of these names. A test that fails leaves its pictures as they were and hinders no other.
 */
const ROOT = resolve(import.meta.dirname, '..')
const TESTS = join(ROOT, 'test/e2e')
const FOLDER = join(ROOT, 'docs/screens')
const ENDING = '.spec.ts'

const names = readdirSync(TESTS)
  .filter((file) => file.endsWith(ENDING) && /isAccessible\(|pictured\(/.test(readFileSync(join(TESTS, file), 'utf8')))
  .map((file) => file.slice(0, -ENDING.length))
const asked = process.argv.slice(2)
const unknown = asked.find((name) => !names.includes(name))
if (unknown !== undefined) {
  console.error(`No test of this name shows a screen: ${unknown}. There are: ${names.join(', ')}`)
  process.exit(2)
}
const startedAt = Date.now()
const files = (asked.length === 0 ? names : asked).map((name) => `/${name}${ENDING}`)
const cli = join(ROOT, 'node_modules/@playwright/test/cli.js')

spawn(process.execPath, [cli, 'test', '--config', 'test/e2e/playwright.config.ts', ...files], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, OPORA_SCREENS: '1' },
}).on('exit', (code) => {
  process.exitCode = code ?? 1
  makeSmall()
})

/** Pictures of a flat interface lose nothing with a palette and become a third; without pngquant they stay as they are. */
function makeSmall(): void {
  const pictures = readdirSync(FOLDER).filter(
    (name) => name.endsWith('.png') && statSync(join(FOLDER, name)).mtimeMs >= startedAt,
  )
  if (pictures.length === 0) return
  spawnSync('pngquant', ['--force', '--skip-if-larger', '--strip', '--ext', '.png', '--', ...pictures], { cwd: FOLDER })
}
