import { spawn, spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** `npm run screens`: pictures of every screen, light and dark, into `docs/screens`, from the walk of the accessibility test. */
const ROOT = resolve(import.meta.dirname, '..')
const cli = join(ROOT, 'node_modules/@playwright/test/cli.js')

spawn(process.execPath, [cli, 'test', '--config', 'test/e2e/playwright.config.ts', 'accessibility.spec.ts'], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, OPORA_SCREENS: '1' },
}).on('exit', (code) => {
  process.exitCode = code ?? 1
  makeSmall()
})

/** Pictures of a flat interface lose nothing with a palette and become a third; without pngquant they stay as they are. */
function makeSmall(): void {
  const folder = join(ROOT, 'docs/screens')
  const pictures = readdirSync(folder).filter((name) => name.endsWith('.png'))
  spawnSync('pngquant', ['--force', '--skip-if-larger', '--strip', '--ext', '.png', '--', ...pictures], { cwd: folder })
}
