import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { RECORD_KINDS } from '#server/app/record-kinds.ts'
import { openPglite } from '#server/db/database.ts'
import { COMPACT_AFTER_MS, keepChangeLog } from '#server/sync/log-keeping.ts'
import { buildPages } from '#server/sync/page-builder.ts'
import { PageStore } from '#server/sync/page-store.ts'
import type { ScopeName } from '#shared/protocol/pull.ts'
import { polyclinicTemplate, prepareTemplate } from '#test/e2e/harness/api-process.ts'
import { ClinicDay, DAY_WRITES } from './clinic-day.ts'
import { type Benchmark, type BenchResult, percentile, rounded } from './result.ts'

/** A desk loads its scopes every quarter of an hour: new browsers, desks that were away for long, desks that fold their rows. */
const READS = 36
/** The log is kept once an hour of a nine-hour day. */
const KEEPINGS = 9
/** Making every page again takes seconds: so many reads tell its mean. */
const BASELINE_READS = 6
const TEN_TIMES = 10
const KEEP_DAYS = 35

/** What it costs to keep the pages of a clinic ready under the writes of a day. */
export const pageKeepingBenchmark: Benchmark = { name: 'page-keeping', run: keepPages }

interface Day {
  /** Milliseconds of every read until the manifest was there. */
  readonly reads: readonly number[]
  /** Milliseconds of all work on pages and log, also of what nobody waited for. */
  readonly keepingMs: number
  readonly writingMs: number
  readonly persons: number
}

async function keepPages(say: (line: string) => void): Promise<readonly BenchResult[]> {
  await prepareTemplate('full')
  const ours = await playDay('kept', READS)
  const naive = await playDay('allAtEachRead', BASELINE_READS)
  const [value, baseline] = [rounded(ours.keepingMs / READS), rounded(naive.keepingMs / BASELINE_READS)]
  const ratio = rounded(baseline / value)
  const share = Math.round((ours.keepingMs / ours.writingMs) * 100)
  say(`kept: ${value} ms a read, all pages made at each read: ${baseline} ms`)
  say(`${DAY_WRITES} writes: ${rounded(ours.writingMs / 1000)} s; keeping: ${rounded(ours.keepingMs / 1000)} s`)
  const p95 = (day: Day): number => rounded(percentile(day.reads, 0.95))
  return [
    {
      name: 'page-keeping',
      value,
      unit: 'ms',
      baseline,
      ratio,
      goal: `at least ${TEN_TIMES} times cheaper`,
      met: ratio >= TEN_TIMES,
      how: `all work on pages and change log in a day of ${DAY_WRITES} writes and ${ours.persons} persons, embedded database, for each of ${READS} reads of three scopes (${share} % of the time of the writes); a read waits p95 ${p95(ours)} ms for its manifest; baseline: rebuild of all pages at each read, mean of ${BASELINE_READS}, p95 ${p95(naive)} ms`,
    },
  ]
}

/** The same writes and reads on a fresh copy of the polyclinic. */
async function playDay(way: 'kept' | 'allAtEachRead', readCount: number): Promise<Day> {
  const folder = mkdtempSync(join(tmpdir(), 'opora-pages-'))
  cpSync(polyclinicTemplate('full'), folder, { recursive: true })
  const database = await openPglite(folder)
  try {
    const { db } = database
    let failure: unknown = null
    const pages = new PageStore(db, RECORD_KINDS, (error) => {
      failure = error
    })
    const day = await ClinicDay.begin(db, 1, Date.now())
    const reads: number[] = []
    let [keepingMs, writingMs] = [0, 0]
    for (let write = 1; write <= DAY_WRITES; write += 1) {
      writingMs += await timed(() => day.next())
      if (isNth(write, KEEPINGS) && way === 'kept')
        keepingMs += await timed(() =>
          keepChangeLog(
            { db, keepDays: KEEP_DAYS, renewPages: (floor) => pages.renew(floor) },
            Date.now() + COMPACT_AFTER_MS,
            'now',
          ),
        )
      if (!isNth(write, readCount)) continue
      reads.push(
        await timed(async () => {
          for (const scope of day.scopes) {
            if (way === 'allAtEachRead') {
              await sql`delete from page_sets where scope = ${scope}`.execute(db)
              await buildPages(db, RECORD_KINDS, scope)
            }
            await pages.manifest(scope as ScopeName)
          }
        }),
      )
      // What is made in the background is work too, though nobody waits for it.
      keepingMs += (reads.at(-1) ?? 0) + (await timed(() => pages.settle()))
    }
    if (failure !== null) throw failure
    return { reads, keepingMs, writingMs, persons: day.persons }
  } finally {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Whether this write is one of `count` moments spread evenly over the day. */
function isNth(write: number, count: number): boolean {
  return Math.floor((write * count) / DAY_WRITES) > Math.floor(((write - 1) * count) / DAY_WRITES)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}
