import { spawn } from 'node:child_process'
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
})
