import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ensureSystemPackages, TEST_PROGRAMS } from './system-packages.ts'

/**
 * `npm test`: every check of the house in one run, the quick ones first. `npm test -- unit e2e` runs only the named stages.
 * The last line is always `N passed, N failed`; the exit code is 1 when anything failed.
 */
const ROOT = resolve(import.meta.dirname, '..')
const REPORTS = join(ROOT, 'test-results')

interface Counts {
  readonly passed: number
  readonly failed: number
  /** Of those that passed: only when run again, with OPORA_TEST_RETRIES. Each is a fault of the test or of the product to be found. */
  readonly flaky?: number
}

/** How often a browser test that failed is run again; 0 for people, 1 on the shared machines of CI. */
const RETRIES = process.env['OPORA_TEST_RETRIES'] ?? '0'

interface Stage {
  readonly name: string
  readonly what: string
  /** Runs beside the others that are marked, before the rest: each keeps one core busy and measures nothing. */
  readonly isBeside?: boolean
  run(): Promise<Counts>
}

const bin = (name: string): string =>
  join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name)

function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    })
    child.on('error', () => done(1))
    child.on('close', (code) => done(code ?? 1))
  })
}

function check(name: string, what: string, command: string, args: readonly string[]): Stage {
  return {
    name,
    what,
    isBeside: true,
    run: async () => ((await run(bin(command), args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }),
  }
}

/** A report that is missing or empty counts as a failure: a runner that dies must not look like a pass. */
function readReport(path: string, code: number, count: (report: unknown) => Counts): Counts {
  if (!existsSync(path)) return { passed: 0, failed: 1 }
  const counts = count(JSON.parse(readFileSync(path, 'utf8')))
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

function vitestStage(): Stage {
  return {
    name: 'unit',
    what: 'unit, property, server, simulation and border tests',
    run: async () => {
      const report = join(REPORTS, 'vitest.json')
      const code = await run(bin('vitest'), [
        'run',
        // Rolling restarts of a cluster take a minute of their own: `npm run soak -- --cluster`.
        '--project=unit',
        '--project=database',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ])
      return readReport(report, code, (json) => {
        const totals = json as {
          numPassedTests: number
          numFailedTests: number
          numFailedTestSuites: number
          testResults: { status: string; assertionResults: unknown[] }[]
        }
        const brokenFiles = totals.testResults.filter(
          (file) => file.status === 'failed' && file.assertionResults.length === 0,
        ).length
        return { passed: totals.numPassedTests, failed: totals.numFailedTests + brokenFiles }
      })
    },
  }
}

/** @param more arguments of each run of the runner; without, there is one */
function playwrightStage(name: string, what: string, more: readonly (readonly string[])[] = [[]]): Stage {
  return {
    name,
    what,
    run: async () => {
      let sum = { passed: 0, failed: 0, flaky: 0 }
      for (const [index, own] of more.entries()) {
        const report = join(REPORTS, `${name}-${index}.json`)
        const config = ['test', '--config', `test/${name}/playwright.config.ts`]
        const code = await run(bin('playwright'), [...config, '--reporter=list,json', `--retries=${RETRIES}`, ...own], {
          PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        })
        const counts = readReport(report, code, (json) => {
          const { stats } = json as { stats: { expected: number; unexpected: number; flaky: number } }
          return { passed: stats.expected + stats.flaky, failed: stats.unexpected, flaky: stats.flaky }
        })
        const { passed, failed, flaky = 0 } = counts
        sum = { passed: sum.passed + passed, failed: sum.failed + failed, flaky: sum.flaky + flaky }
      }
      return sum
    },
  }
}

const STAGES: readonly Stage[] = [
  check('types', 'types of all tiers', 'tsc', ['-b']),
  check('lint', 'lint and format', 'biome', ['check', '--diagnostic-level=error', '.']),
  check('build', 'build of the desk, main and preload', 'vite', ['build', '--app', '--logLevel', 'warn']),
  vitestStage(),
  playwrightStage('store', 'local store in a real browser'),
  playwrightStage('sip-lab', 'softphone against real telephone exchanges'),
  playwrightStage('electron', 'main and preload'),
  playwrightStage('e2e', 'what a person does, end to end', [['--project=desk', '--workers=2'], ['--project=calls']]),
].filter(
  (stage) =>
    !['store', 'sip-lab', 'electron', 'e2e'].includes(stage.name) ||
    existsSync(join(ROOT, 'test', stage.name, 'playwright.config.ts')),
)

async function main(): Promise<void> {
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !STAGES.some((stage) => stage.name === name))
  if (unknown.length > 0) {
    console.error(`Unknown stage: ${unknown.join(', ')}. Stages: ${STAGES.map((stage) => stage.name).join(', ')}`)
    process.exitCode = 2
    return
  }
  const packages = ensureSystemPackages(TEST_PROGRAMS, { postgres: true, lab: true, say: (line) => console.log(line) })
  if (packages.missing.length > 0)
    console.log(`Missing system packages; tests that need them will fail. Install them with:\n  ${packages.command}`)
  rmSync(REPORTS, { recursive: true, force: true })
  mkdirSync(REPORTS, { recursive: true })

  const lines: string[] = []
  let passed = 0
  let failed = 0
  async function runStage(stage: Stage): Promise<void> {
    console.log(`\n── ${stage.name}: ${stage.what}`)
    const startedAt = performance.now()
    const counts = await stage.run()
    passed += counts.passed
    failed += counts.failed
    lines.push(
      `${stage.name.padEnd(10)} ${String(counts.passed).padStart(5)} passed ${String(counts.failed).padStart(4)} failed ${String(Math.round((performance.now() - startedAt) / 1000)).padStart(5)} s${counts.flaky ? `   ${counts.flaky} of them only when run again` : ''}`,
    )
  }
  const stages = STAGES.filter((item) => wanted.length === 0 || wanted.includes(item.name))
  await Promise.all(stages.filter(({ isBeside }) => isBeside).map(runStage))
  for (const stage of stages) if (!stage.isBeside) await runStage(stage)
  console.log(`\n${lines.join('\n')}\n${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

void main()
