import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** `npm run soak -- --rounds 50 --seed 7`: the kill rounds of the end-to-end tests, as many as wanted. The same seed is the same rounds. */
const ROOT = resolve(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const rounds = Number(values.rounds)
const seed = Number(values.seed)
if (!Number.isSafeInteger(rounds) || rounds < 1 || !Number.isSafeInteger(seed)) {
  console.error('Usage: npm run soak -- [--rounds N] [--seed N]')
  process.exit(2)
}
const playwright = join(ROOT, 'node_modules/@playwright/test/cli.js')
const child = spawn(process.execPath, [playwright, 'test', '--config', 'test/e2e/playwright.config.ts', 'kill'], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, OPORA_KILL_ROUNDS: String(rounds), OPORA_KILL_SEED: String(seed) },
})
child.on('close', (code) => {
  if (code !== 0) console.error(`Failed. The same rounds again: npm run soak -- --seed ${seed} --rounds ${rounds}`)
  process.exitCode = code ?? 1
})
