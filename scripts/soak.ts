import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { CLUSTER_PROGRAMS, ensureSystemPackages, hasPostgres } from './system-packages.ts'

/**
 * What is too long for `npm test` (docs/reliability.md). The same seed is the same run, as far as clocks and processes allow.
 *
 * - `npm run soak [-- --rounds 50]`: kill rounds of the built desk.
 * - `-- --cluster [--rounds 20]`: rolling restarts of API nodes under desks at work.
 * - `-- --model 100000 [--seed 1]`: schedules of the protocol model.
 * - `-- --simulation 600`: seconds of schedules of the real desk against a model server.
 * - `-- --server-schedules 2000 [--steps 200]`: schedules of real desks against the real server, half on each engine, and planted defects.
 * - `-- --server-kills 200 [--seed 7]`: the server and its database killed in commits.
 * - `-- --faults`: what breaks in the middle of a call, with a minute without network and a sleeping computer; writes the table of docs/reliability.md.
 * - `-- --disorder 20 [--seed 1]`: so many orders in which messages between telephone and exchange come late or overtake one another.
 * - `-- --calls 500`: telephone calls in a row in one desk.
 * - `-- --fleet [--desks 200] [--hours 8] [--seed 1]`: a shift of many desks of three organisations.
 */
const ROOT = resolve(import.meta.dirname, '..')

interface Soak {
  /** Arguments of vitest after `run`; null for the browser's runner. */
  readonly vitest: readonly string[] | null
  /** Configuration and name for the browser's runner. */
  readonly browser?: readonly [config: string, name: string]
  readonly env: Readonly<Record<string, string>>
  /** Options that repeat it. */
  readonly again: string
  readonly needs: 'nothing' | 'postgres' | 'cluster'
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string' },
    cluster: { type: 'boolean', default: false },
    model: { type: 'string' },
    simulation: { type: 'string' },
    'server-schedules': { type: 'string' },
    steps: { type: 'string', default: '200' },
    'server-kills': { type: 'string' },
    calls: { type: 'string' },
    faults: { type: 'boolean', default: false },
    disorder: { type: 'string' },
    fleet: { type: 'boolean', default: false },
    desks: { type: 'string', default: '200' },
    hours: { type: 'string', default: '8' },
  },
})

function count(name: string, text: string | undefined, isWhole = true): string {
  const value = Number(text)
  if (value > 0 && (!isWhole || Number.isSafeInteger(value))) return String(value)
  console.error(
    `--${name} must be a number above 0, is: ${text}. See the beginning of scripts/soak.ts for what there is.`,
  )
  process.exit(2)
}

function wanted(): Soak {
  const seed = values.seed === undefined ? String(1 + (Date.now() % 999_999)) : count('seed', values.seed)
  const { model, simulation } = values
  if (values.cluster) {
    const rounds = count('rounds', values.rounds)
    return {
      vitest: ['--project', 'cluster'],
      env: { OPORA_CLUSTER_ROUNDS: rounds },
      again: `--cluster --rounds ${rounds}`,
      needs: 'cluster',
    }
  }
  if (model !== undefined)
    return {
      vitest: ['--project', 'unit', 'test/simulation/protocol-model', '-t', 'the protocol model'],
      env: { OPORA_MODEL_SCHEDULES: count('model', model), OPORA_MODEL_FIRST: seed },
      again: `--model ${model} --seed ${seed}`,
      needs: 'nothing',
    }
  if (simulation !== undefined)
    return {
      vitest: ['--project', 'unit', 'test/simulation/simulation.test.ts'],
      env: { OPORA_SIM_SECONDS: count('simulation', simulation) },
      again: `--simulation ${simulation}`,
      needs: 'nothing',
    }
  if (values['server-schedules'] !== undefined) {
    const [schedules, steps] = [count('server-schedules', values['server-schedules']), count('steps', values.steps)]
    return {
      vitest: ['--project', 'database', 'test/soak/server-schedules'],
      env: { OPORA_SERVER_SCHEDULES: schedules, OPORA_SERVER_STEPS: steps, OPORA_SERVER_FIRST: seed },
      again: `--server-schedules ${schedules} --steps ${steps} --seed ${seed}`,
      needs: 'postgres',
    }
  }
  if (values['server-kills'] !== undefined) {
    const kills = count('server-kills', values['server-kills'])
    return {
      vitest: ['--project', 'unit', 'test/soak/server-kills'],
      env: { OPORA_SERVER_KILLS: kills, OPORA_SERVER_KILLS_SEED: seed },
      again: `--server-kills ${kills} --seed ${seed}`,
      needs: 'postgres',
    }
  }
  if (values.fleet) {
    const [desks, hours] = [count('desks', values.desks), count('hours', values.hours, false)]
    return {
      vitest: ['--project', 'database', 'test/soak/fleet'],
      env: { OPORA_FLEET_DESKS: desks, OPORA_FLEET_HOURS: hours, OPORA_FLEET_SEED: seed },
      again: `--fleet --desks ${desks} --hours ${hours} --seed ${seed}`,
      needs: 'postgres',
    }
  }
  if (values.calls !== undefined) {
    const calls = count('calls', values.calls)
    return {
      vitest: null,
      browser: ['test/sip-lab/playwright.config.ts', 'softphone-soak'],
      env: { OPORA_SOAK_CALLS: calls },
      again: `--calls ${calls}`,
      needs: 'nothing',
    }
  }
  if (values.faults)
    return {
      vitest: null,
      browser: ['test/sip-lab/playwright.config.ts', 'faults'],
      env: { OPORA_FAULT_TABLE: join(ROOT, 'docs/reliability.md') },
      again: '--faults',
      needs: 'nothing',
    }
  if (values.disorder !== undefined) {
    const [seeds, first] = [Number(count('disorder', values.disorder)), Number(seed)]
    return {
      vitest: null,
      browser: ['test/sip-lab/playwright.config.ts', 'disorder'],
      env: { OPORA_DISORDER_SEEDS: Array.from({ length: seeds }, (_, index) => first + index).join(',') },
      again: `--disorder ${seeds} --seed ${first}`,
      needs: 'nothing',
    }
  }
  const rounds = count('rounds', values.rounds)
  return {
    vitest: null,
    browser: ['test/e2e/playwright.config.ts', 'kill'],
    env: { OPORA_KILL_ROUNDS: rounds, OPORA_KILL_SEED: seed },
    again: `--seed ${seed} --rounds ${rounds}`,
    needs: 'nothing',
  }
}

const soak = wanted()
if (soak.needs === 'cluster') {
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
if (soak.needs === 'postgres' && !hasPostgres()) {
  console.error(
    'PostgreSQL is not installed: without it half of this soak would be skipped. On Debian: apt-get install postgresql',
  )
  process.exit(2)
}
const program = soak.vitest
  ? [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...soak.vitest]
  : [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test', '--config', ...(soak.browser ?? [])]
const child = spawn(process.execPath, program, {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, ...soak.env },
})
child.on('close', (code) => {
  if (code !== 0) console.error(`Failed. The same again: npm run soak -- ${soak.again}`)
  process.exitCode = code ?? 1
})
