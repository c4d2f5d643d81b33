import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { answerBenchmark } from './answer-bench.ts'
import { deskBenchmarks } from './desk-bench.ts'
import { dialBenchmarks } from './dial-bench.ts'
import { floorBenchmark } from './floor-bench.ts'
import { importBenchmark } from './import-bench.ts'
import { largeRegistryBenchmark } from './large-registry-bench.ts'
import { pageKeepingBenchmark } from './page-keeping-bench.ts'
import { popBenchmark } from './pop-bench.ts'
import { registrationBenchmark } from './registration-bench.ts'
import type { Benchmark, BenchResult } from './result.ts'
import { scriptEditorBenchmark } from './script-editor-bench.ts'
import { journalGrowthBenchmark, serverLoadBenchmark } from './server-bench.ts'

/**
 * `npm run bench`: measures, prints ratios and renews the table of docs/performance.md. `--only NAME` runs one benchmark and renews its
 * rows, with `--part PART` only some of them; `--json FILE` writes the results.
 */
const BENCHMARKS: readonly Benchmark[] = [
  ...deskBenchmarks,
  largeRegistryBenchmark,
  popBenchmark,
  ...dialBenchmarks,
  answerBenchmark,
  registrationBenchmark,
  floorBenchmark,
  importBenchmark,
  pageKeepingBenchmark,
  scriptEditorBenchmark,
  serverLoadBenchmark,
  journalGrowthBenchmark,
]
const TABLE = join(resolve(import.meta.dirname, '../..'), 'docs/performance.md')

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    part: { type: 'string', multiple: true },
    json: { type: 'string' },
  },
})
const wanted = BENCHMARKS.filter(({ name }) => !values.only || values.only.includes(name))
if (wanted.length === 0) {
  console.error(`No such benchmark. There are: ${BENCHMARKS.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
const parts = wanted.flatMap((benchmark) => benchmark.parts ?? [])
const unknownPart = values.part?.find((part) => !parts.includes(part))
if (unknownPart !== undefined) {
  console.error(`No such part: ${unknownPart}. There are: ${parts.join(', ') || 'none'}`)
  process.exit(2)
}
const results: BenchResult[] = []
for (const benchmark of wanted) {
  console.log(`── ${benchmark.name}`)
  results.push(
    ...(await benchmark.run(
      (line) => console.log(`   ${line}`),
      (part) => values.part?.includes(part) ?? true,
    )),
  )
}
for (const { name, value, unit, ratio, goal, met } of results)
  console.log(
    `${met ? 'met ' : 'MISS'} ${name}: ${value} ${unit}${ratio === null ? '' : `, ${ratio} × the baseline`} (goal: ${goal})`,
  )
if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
writeFileSync(TABLE, table(results))
process.exit(results.every((result) => result.met) ? 0 : 1)

/** Rows of benchmarks that did not run stay as they were. */
function table(fresh: readonly BenchResult[]): string {
  const before = existsSync(TABLE) ? readFileSync(TABLE, 'utf8').split('\n') : []
  const rows = new Map(
    before.flatMap((line) =>
      /^\| (?!what )([a-z][a-z-]*) \|/.test(line) ? [[line.split(' ')[1] as string, line]] : [],
    ),
  )
  for (const { name, value, unit, baseline, ratio, goal, met, how } of fresh)
    rows.set(
      name,
      `| ${name} | ${value} ${unit} | ${baseline === null ? '–' : `${baseline} ${unit}`} | ${ratio ?? '–'} | ${goal} | ${met ? 'yes' : 'no'} | ${how} |`,
    )
  return [
    '# Performance',
    '',
    'Made by `npm run bench`. Read ratios, not milliseconds: baseline and value are measured in the same run on the same machine',
    `(last: ${cpus().length} cores, Node ${process.versions.node}). What the figures mean and how they were reached: [local-store.md](local-store.md).`,
    '',
    '| what | value | baseline | times better | goal | met | how |',
    '|---|---|---|---|---|---|---|',
    ...[...rows.values()].sort(),
    '',
  ].join('\n')
}
