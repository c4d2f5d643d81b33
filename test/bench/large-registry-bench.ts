import { readdirSync, readFileSync } from 'node:fs'
import { fullName, type InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { type Bench, baselineLoads, firstLoadResult, firstLoads, keystrokes, withDesk } from './desk-bench.ts'
import { BENCH_SCOPE } from './registry-server.ts'
import { type Benchmark, type BenchResult, median, percentile, rounded } from './result.ts'

/** Two clinics of the size of the sources. */
const PERSONS = 141_000
const REOPENINGS = 5
const REOPENED_MS = 300
const REOPENED_TIMES = 2
const EXACT_MS = 1
const TYPO_MS = 3
const CHANGED = 1_000
const SEARCHES = 600
const SLOWER_AT_MOST = 2
const MEMORY_MB = 400
const HITS = 10
/** How long a desk is left alone after opening before it is asked. */
const REST_MS = 3_000
/** Database of the baseline. */
const DEXIE = 'baseline-kept'

const BLOCKED_MS = 50

/** The same store with a registry as large as a desk ever holds. */
export const largeRegistryBenchmark: Benchmark = {
  name: 'large-registry',
  parts: ['load', 'reopen', 'search', 'delta'],
  run: (say, isWanted) => withDesk((bench) => measure(bench, say, isWanted), PERSONS),
}

/** Longest times that the main thread was away, in milliseconds, by what was done meanwhile. */
type Blocks = Map<'load' | 'opening' | 'search' | 'sync', number>

function note(blocks: Blocks, during: Parameters<Blocks['set']>[0], ms: number): void {
  blocks.set(during, Math.max(ms, blocks.get(during) ?? 0))
}

async function measure(
  bench: Bench,
  say: (line: string) => void,
  isWanted: (part: string) => boolean,
): Promise<readonly BenchResult[]> {
  const blocks: Blocks = new Map()
  const results: BenchResult[] = []
  const ours = isWanted('load') ? await firstLoads(bench, say) : null
  if (ours) note(blocks, 'load', ours.longestBlockMs)
  const last = fullName(bench.server.persons.at(-1) as InsuredPerson)
  const { longestBlockMs } = await bench.page.evaluate((name) => window.benchPage.firstLoad(name), last)
  note(blocks, 'load', longestBlockMs)
  const [device, rest] = [await bench.page.evaluate(() => window.benchPage.device()), REST_MS]
  // The screen is idle for a while after the first load: hits are then read from memory.
  await bench.page.waitForTimeout(rest)
  const started = await openAgain(bench, device, false, blocks, say)
  const { again, times } = isWanted('reopen') ? await openAgain(started.again, device, true, blocks, say) : started
  await again.page.waitForTimeout(rest)
  if (isWanted('search')) results.push(...(await searching(again, say)))
  if (isWanted('delta')) {
    results.push(...(await deltaWhileSearching(again, blocks, say)), memory(again, say), blocksResult(blocks, say))
  }
  if (!isWanted('load') && !isWanted('reopen')) return results
  // Last, in browsers of its own: what is cleared away of it would slow down everything else.
  const apart = await again.reopened()
  const baselines = await baselineLoads(apart, say, DEXIE, ours ? undefined : 1)
  if (ours) results.push(firstLoadResult('large-first-load', bench, ours, baselines))
  if (isWanted('reopen')) results.push(...(await reopenResults(apart, started.times, times, say)))
  return results
}

function blocksResult(blocks: Blocks, say: (line: string) => void): BenchResult {
  const each = [...blocks].map(([during, ms]) => `${during} ${Math.round(ms)} ms`).join(', ')
  const value = Math.max(...blocks.values())
  say(`main thread away for at most: ${each}`)
  return {
    name: 'large-blocked',
    value: rounded(value),
    unit: 'ms',
    baseline: null,
    ratio: null,
    goal: `never longer than ${BLOCKED_MS} ms`,
    met: value <= BLOCKED_MS,
    how: `longest time that the main thread answered no message, with ${PERSONS} persons: ${each}`,
  }
}

/** A browser is started on the same profile for each opening: within one that ran on, everything would still be at hand. */
async function openAgain(
  first: Bench,
  device: string,
  wasLocked: boolean,
  blocks: Blocks,
  say: (line: string) => void,
): Promise<{ again: Bench; times: number[] }> {
  const { surname } = first.server.persons[7] as InsuredPerson
  const times: number[] = []
  let again = first
  for (let round = 0; round < REOPENINGS; round += 1) {
    again = await again.reopened()
    const { ms, longestBlockMs } = await again.page.evaluate(
      ([id, typed, locked]) => window.benchPage.openAgain(id, typed, locked),
      [device, surname, wasLocked] as const,
    )
    times.push(ms)
    note(blocks, 'opening', longestBlockMs)
  }
  say(`${wasLocked ? 'unlocked' : 'opened again'} in ${times.map(Math.round).join(', ')} ms`)
  return { again, times }
}

async function reopenResults(
  filled: Bench,
  started: readonly number[],
  unlocked: readonly number[],
  say: (line: string) => void,
): Promise<readonly BenchResult[]> {
  const { surname } = filled.server.persons[7] as InsuredPerson
  const theirs: number[] = []
  let again = filled
  for (let round = 0; round < REOPENINGS; round += 1) {
    again = await again.reopened()
    theirs.push(
      await again.page.evaluate(([name, typed]) => window.benchPage.openDexieAgain(name, typed), [
        DEXIE,
        surname,
      ] as const),
    )
  }
  say(`Dexie opened again in ${theirs.map(Math.round).join(', ')} ms`)
  const baseline = median(theirs)
  const until = `with ${PERSONS} persons to the first hits, p50 of ${REOPENINGS}; baseline: Dexie with 5 plain indexes in a browser started anew, opened and asked`
  return [
    ['large-reopen', started, `a browser started anew, from opening the store ${until}`],
    ['large-unlock', unlocked, `a browser started anew that has waited for a PIN, from unlocking the store ${until}`],
  ].map(([name, times, how]) => {
    const value = median(times as readonly number[])
    return {
      name: name as string,
      value: rounded(value),
      unit: 'ms',
      baseline: rounded(baseline),
      ratio: rounded(baseline / value),
      goal: `under ${REOPENED_MS} ms and at most half of the baseline`,
      met: value < REOPENED_MS && baseline / value >= REOPENED_TIMES,
      how: how as string,
    }
  })
}

async function searching({ server, page }: Bench, say: (line: string) => void): Promise<readonly BenchResult[]> {
  const people = Array.from({ length: 60 }, (_, at) => server.persons[Math.floor((at * PERSONS) / 60)] as InsuredPerson)
  const misspelt = people.flatMap(({ surname }) => [
    surname.slice(0, 3) + surname.slice(4),
    surname.slice(0, 2) + surname[3] + surname[2] + surname.slice(4),
  ])
  const measureIn = (typed: readonly string[]) =>
    page.evaluate(([texts, limit, scope]) => window.benchPage.searchInWorker(texts, limit, scope), [
      [...typed],
      HITS,
      BENCH_SCOPE,
    ] as const as unknown as [string[], number, string])
  const exact = keystrokes(server.persons).filter((text) => !misspelt.includes(text))
  const results: BenchResult[] = []
  for (const [name, typed, most, what] of [
    ['large-search', exact, EXACT_MS, 'beginnings and whole names, numbers, dates'],
    ['large-search-typo', misspelt, TYPO_MS, 'surnames with a letter left out or two exchanged'],
  ] as const) {
    const { times } = await measureIn(typed)
    const value = percentile(times, 0.95)
    say(`${name}: p95 ${rounded(value)} ms over ${times.length}`)
    results.push({
      name,
      value: rounded(value),
      unit: 'ms',
      baseline: null,
      ratio: null,
      goal: `p95 under ${most} ms`,
      met: value < most,
      how: `one keystroke in the worker among ${PERSONS} persons, with the ${HITS} records read: ${what}; p50 ${rounded(median(times))} ms over ${times.length}`,
    })
  }
  return results
}

async function deltaWhileSearching(
  { server, page }: Bench,
  blocks: Blocks,
  say: (line: string) => void,
): Promise<readonly BenchResult[]> {
  const typed = keystrokes(server.persons).filter((_, index) => index % 3 === 0)
  const search = async (until: 'now' | 'delta') => {
    const { times, longestBlockMs } = await page.evaluate(
      ([texts, atLeast, end]) => window.benchPage.searchUntil(texts, atLeast, end),
      [typed, SEARCHES, until] as const as unknown as [string[], number, 'now' | 'delta'],
    )
    note(blocks, until === 'now' ? 'search' : 'sync', longestBlockMs)
    return times
  }
  await search('now')
  const quiet = percentile(await search('now'), 0.95)
  server.change(CHANGED)
  const times = await search('delta')
  const slowest = Math.max(...times)
  say(
    `quiet p95 ${rounded(quiet)} ms; while ${CHANGED} persons change: p95 ${rounded(percentile(times, 0.95))}, slowest ${rounded(slowest)} ms`,
  )
  return [
    {
      name: 'large-delta-search',
      value: rounded(slowest),
      unit: 'ms',
      baseline: rounded(quiet),
      ratio: rounded(quiet / slowest),
      goal: `slowest at most ${SLOWER_AT_MOST} times the quiet p95`,
      met: slowest <= SLOWER_AT_MOST * quiet,
      how: `slowest of ${times.length} searches from the page while ${CHANGED} changed persons of ${PERSONS} are taken; baseline: p95 of as many without`,
    },
  ]
}

function memory({ profile }: Bench, say: (line: string) => void): BenchResult {
  const megabytes = renderersOf(profile).map((pid) => proportionalBytes(pid) / 1e6)
  const value = Math.max(...megabytes)
  say(`renderers: ${megabytes.map(Math.round).join(', ')} MB`)
  return {
    name: 'large-memory',
    value: rounded(value),
    unit: 'MB',
    baseline: null,
    ratio: null,
    goal: `under ${MEMORY_MB} MB`,
    met: value < MEMORY_MB,
    how: `the whole renderer process (proportional set size) with ${PERSONS} persons, after loading, searching and changes`,
  }
}

/** Processes that draw pages for this profile, as Linux lists them. */
function renderersOf(profile: string): number[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return []
    try {
      const line = readFileSync(`/proc/${entry}/cmdline`, 'utf8')
      return line.includes('--type=renderer') && line.includes(profile) ? [Number(entry)] : []
    } catch {
      return []
    }
  })
}

function proportionalBytes(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
  if (kilobytes === undefined) throw new Error(`No memory figures for process ${pid}`)
  return Number(kilobytes) * 1024
}
