import { setTimeout as pause } from 'node:timers/promises'
import { hasPostgres } from '#scripts/system-packages.ts'
import type { Engine } from '#server/testing/engines.ts'
import { type ServerProcess, startServerProcess } from '#test/soak/server-process.ts'
import { LightDesk, type LightTimes } from './light-desk.ts'
import { cpuMsOf, residentMbOf } from './process-cost.ts'
import { type Benchmark, type BenchResult, median, percentile, rounded } from './result.ts'
import { growJournal, largeOrganisation, openSessions } from './server-organisation.ts'

/** Number of trained representatives in the sources is 1,850. */
const DESKS = Number(process.env['OPORA_BENCH_DESKS'] ?? 2_000)
/** Representatives of one clinic: each is poked for what the others write. */
const PER_CLINIC = 10
const EVERY_MS = 60_000
const LOAD_MS = Number(process.env['OPORA_BENCH_SECONDS'] ?? 120) * 1_000
/** Desks that connect at once. */
const CONNECT_AT_ONCE = 20
/** A desk that is never poked learns of a change after half its interval of 30 seconds on average. */
const INTERVAL_MS = 30_000

const [SMALL_JOURNAL, LARGE_JOURNAL] = [10_000, Number(process.env['OPORA_BENCH_APPEALS'] ?? 1_000_000)]
/** Commands are measured in batches, of which the middle one counts: what else the machine does falls on few of them. */
const BATCHES = 9
const BATCH_COMMANDS = 50
const MEASURED_COMMANDS = BATCHES * BATCH_COMMANDS
const GROWTH_GOAL = 1.3

const engines = (): readonly Engine[] => {
  const one = process.env['OPORA_BENCH_ENGINE'] as Engine | undefined
  if (one !== undefined) return [one]
  return hasPostgres() ? ['postgres', 'pglite'] : ['pglite']
}
/** Requests count by address; each desk has its own, as behind a proxy. */
const ENV = { OPORA_TRUST_PROXY: '127.0.0.1' }

/** Two thousand desks at work on one machine together with the server. */
export const serverLoadBenchmark: Benchmark = {
  name: 'server-load',
  run: async (say) => {
    const results: BenchResult[] = []
    for (const engine of engines()) results.push(...(await loaded(engine, say)))
    return results
  },
}

/** What a command costs while the journal grows a hundredfold. */
export const journalGrowthBenchmark: Benchmark = {
  name: 'journal-growth',
  run: async (say) => {
    const results: BenchResult[] = []
    for (const engine of engines()) results.push(...(await grown(engine, say)))
    return results
  },
}

async function loaded(engine: Engine, say: (line: string) => void): Promise<readonly BenchResult[]> {
  const server = await startServerProcess(engine, [largeOrganisation(DESKS, PER_CLINIC)], ENV)
  const times: LightTimes = { push: [], pull: [], failures: 0 }
  const desks: LightDesk[] = []
  try {
    const sessions = await withDatabase(server, engine, (db) => openSessions(db, server.tokenKey(), DESKS, PER_CLINIC))
    const idleMb = residentMbOf(server.pids().api)
    for (let at = 0; at < sessions.length; at += CONNECT_AT_ONCE) {
      const some = sessions.slice(at, at + CONNECT_AT_ONCE).map((it) => new LightDesk(server.url, it, times))
      desks.push(...some)
      await Promise.all(some.map((desk) => desk.open()))
    }
    const connectedMb = residentMbOf(server.pids().api)
    const cpuBefore = cpuOf(server)
    const begin = performance.now()
    const pushes: Promise<unknown>[] = []
    // Each desk at its own moment of every minute.
    const due = desks
      .flatMap((desk, index) => {
        const first = (index / desks.length) * EVERY_MS
        const moments: { at: number; desk: LightDesk }[] = []
        for (let at = first; at < LOAD_MS; at += EVERY_MS) moments.push({ at, desk })
        return moments
      })
      .sort((a, b) => a.at - b.at)
    for (const { at, desk } of due) {
      const wait = begin + at - performance.now()
      if (wait > 0) await pause(wait)
      pushes.push(desk.push())
    }
    await Promise.all(pushes)
    const seconds = (performance.now() - begin) / 1_000
    const cpu = cpuOf(server)
    const [api, database] = [cpu.api - cpuBefore.api, cpu.postgres - cpuBefore.postgres]
    const [p50, p95] = [percentile(times.push, 0.5), percentile(times.push, 0.95)]
    const pulled = percentile(times.pull, 0.95)
    const perDeskKb = rounded(((connectedMb - idleMb) * 1_024) / DESKS)
    say(
      `${engine}: ${times.push.length} pushes, ${times.pull.length} pulls after pokes, ${times.failures} failures in ${Math.round(seconds)} s; push p50 ${rounded(p50)}, p95 ${rounded(p95)} ms; poke to pulled p95 ${rounded(pulled)} ms; memory ${rounded(idleMb)} → ${rounded(connectedMb)} → ${rounded(residentMbOf(server.pids().api))} MB; CPU API ${rounded(api / seconds / 10)} %, PostgreSQL ${rounded(database / seconds / 10)} %`,
    )
    const how = `${DESKS} desks connected, ${PER_CLINIC} to a clinic, each an appeal a minute for ${Math.round(LOAD_MS / 1_000)} s, beside the server on one machine under other load; ${times.push.length} pushes, ${times.pull.length} pulls, ${times.failures} failures; processor: API ${rounded(api / seconds / 10)} %${engine === 'postgres' ? `, PostgreSQL ${rounded(database / seconds / 10)} %` : ''} of a core`
    return [
      {
        name: `server-push-${engine}`,
        value: rounded(p95),
        unit: 'ms',
        baseline: null,
        ratio: null,
        goal: 'p95 under 500 ms, no failure',
        met: p95 < 500 && times.failures === 0,
        how: `${how}; p50 ${rounded(p50)} ms`,
      },
      {
        name: `server-poke-${engine}`,
        value: rounded(pulled),
        unit: 'ms',
        baseline: INTERVAL_MS / 2,
        ratio: rounded(INTERVAL_MS / 2 / pulled),
        goal: 'p95 under 1 s',
        met: pulled < 1_000,
        how: 'in the same run, from the poke to the records in hand; baseline: the mean wait of a desk that asks at its interval of 30 s',
      },
      {
        name: `server-desk-memory-${engine}`,
        value: rounded(perDeskKb / 1_024),
        unit: 'MB',
        baseline: null,
        ratio: null,
        goal: 'under 0.1 MB a desk',
        met: perDeskKb < 100,
        how: `resident memory of the API, ${rounded(idleMb)} MB before and ${rounded(connectedMb)} MB with ${DESKS} desks connected, divided by them`,
      },
    ]
  } finally {
    for (const desk of desks) desk.close()
    await server.dispose()
  }
}

async function grown(engine: Engine, say: (line: string) => void): Promise<readonly BenchResult[]> {
  const clinics = 100
  const server = await startServerProcess(engine, [largeOrganisation(clinics, 1)], ENV)
  try {
    const costs: { readonly ms: number; readonly cpuMs: number }[] = []
    let from = 0
    for (const size of [SMALL_JOURNAL, LARGE_JOURNAL]) {
      const [start, until] = [from, size]
      await withDatabase(server, engine, (db) => growJournal(db, start, until, clinics))
      from = size
      const [session] = await withDatabase(server, engine, (db) => openSessions(db, server.tokenKey(), 1, 1))
      if (!session) throw new Error('No session')
      costs.push(await costOfCommand(server, session, costs.length))
      say(`${engine}: ${size} appeals: ${JSON.stringify(costs.at(-1))}`)
    }
    const [small, large] = costs
    if (!small || !large) throw new Error('Nothing was measured')
    const ratio = rounded(large.cpuMs / small.cpuMs)
    return [
      {
        name: `journal-growth-${engine}`,
        value: ratio,
        unit: 'times',
        baseline: null,
        ratio: null,
        goal: `at most ${GROWTH_GOAL}`,
        met: ratio <= GROWTH_GOAL,
        how: `processor time of API and database for a registration with ${LARGE_JOURNAL} appeals (${rounded(large.cpuMs)} ms) against ${SMALL_JOURNAL} (${rounded(small.cpuMs)} ms), middle one of ${BATCHES} batches of ${BATCH_COMMANDS} each; by the clock p50 ${rounded(large.ms)} against ${rounded(small.ms)} ms`,
      },
    ]
  } finally {
    await server.dispose()
  }
}

/** A command at a time from one desk, after a few that warm up. */
async function costOfCommand(
  server: ServerProcess,
  session: Parameters<typeof openDesk>[1],
  round: number,
): Promise<{ readonly ms: number; readonly cpuMs: number }> {
  const times: LightTimes = { push: [], pull: [], failures: 0 }
  const desk = await openDesk(server, session, times, round * (MEASURED_COMMANDS + WARM_UP) + 1)
  try {
    for (let index = 0; index < WARM_UP; index += 1) await desk.push()
    times.push.length = 0
    const costs: number[] = []
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const before = cpuOf(server)
      for (let index = 0; index < BATCH_COMMANDS; index += 1) await desk.push()
      const after = cpuOf(server)
      costs.push((after.api + after.postgres - before.api - before.postgres) / BATCH_COMMANDS)
    }
    if (times.failures > 0) throw new Error(`${times.failures} commands failed`)
    return { ms: median(times.push), cpuMs: median(costs) }
  } finally {
    desk.close()
  }
}

const WARM_UP = 60

async function openDesk(
  server: ServerProcess,
  session: ConstructorParameters<typeof LightDesk>[1],
  times: LightTimes,
  firstN: number,
): Promise<LightDesk> {
  const desk = new LightDesk(server.url, session, times, firstN)
  await desk.open()
  return desk
}

function cpuOf(server: ServerProcess): { readonly api: number; readonly postgres: number } {
  const { api, postgres } = server.pids()
  return { api: cpuMsOf([api]), postgres: cpuMsOf(postgres) }
}

/** The embedded database belongs to one process: the API gives way meanwhile. */
async function withDatabase<T>(
  server: ServerProcess,
  engine: Engine,
  work: (db: Parameters<typeof growJournal>[0]) => Promise<T>,
): Promise<T> {
  if (engine === 'pglite') await server.kill()
  const result = await server.look(({ db }) => work(db))
  if (engine === 'pglite') await server.start()
  return result
}
