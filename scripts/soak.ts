import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { CLUSTER_PROGRAMS, ensureSystemPackages } from './system-packages.ts'

/**
 * `npm run soak -- --rounds 50 --seed 7`: the kill rounds of the end-to-end tests, as many as wanted. The same seed is the same rounds.
 * `npm run soak -- --cluster --rounds 20`: rolling restarts of API nodes under desks at work instead.
 */
const ROOT = resolve(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    cluster: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const seed = Number(values.seed)
if (!Number.isSafeInteger(rounds) || rounds < 1 || !Number.isSafeInteger(seed)) {
  console.error('Usage: npm run soak -- [--rounds N] [--seed N] | --cluster [--rounds N]')
  process.exit(2)
}
if (values.cluster) {
  // Without them the rounds would be skipped, and nothing would look like a pass.
  const packages = ensureSystemPackages(CLUSTER_PROGRAMS, {
    postgres: true,
    lab: false,
    say: (line) => console.log(line),
  })
  if (packages.missing.length > 0) {
    console.error(`Missing system packages. Install them with:\n  ${packages.command}`)
    process.exit(2)
  }
}
const program = values.cluster
  ? [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'cluster']
  : [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test', '--config', 'test/e2e/playwright.config.ts', 'kill']
const child = spawn(process.execPath, program, {
  cwd: ROOT,
  stdio: 'inherit',
  env: {
    ...process.env,
    OPORA_KILL_ROUNDS: String(rounds),
    OPORA_KILL_SEED: String(seed),
    OPORA_CLUSTER_ROUNDS: String(rounds),
  },
})
const again = values.cluster ? `--cluster --rounds ${rounds}` : `--seed ${seed} --rounds ${rounds}`
child.on('close', (code) => {
  if (code !== 0) console.error(`Failed. The same rounds again: npm run soak -- ${again}`)
  process.exitCode = code ?? 1
})
