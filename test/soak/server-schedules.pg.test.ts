import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { describeOnEngines, describeOnPostgres } from '#server/testing/engines.ts'
import { countAsynchrony } from '#test/simulation/quiet.ts'
import { DeskCrash } from '#test/simulation/sim-desk.ts'
import { runServerSchedule } from './server-schedules.ts'

/**
 * ELECTRON-HOST §7.4, L1. `npm run soak -- --server-schedules N [--steps N]` runs more, half on each engine; one is run again with
 * `OPORA_SERVER_SEED=<seed> npx vitest run test/soak/server-schedules`.
 */
/** In `npm test` there is time for the schedules alone. */
const IS_SOAK = process.env['OPORA_SERVER_SCHEDULES'] !== undefined
const SCHEDULES = Number(process.env['OPORA_SERVER_SCHEDULES'] ?? 2)
const STEPS = Number(process.env['OPORA_SERVER_STEPS'] ?? 60)
const ONE_SEED = process.env['OPORA_SERVER_SEED']
const FIRST_SEED = Number(process.env['OPORA_SERVER_FIRST'] ?? 1)

describeOnEngines('real desks against the real server', (open, engine) => {
  let restore = (): void => {}
  beforeAll(() => {
    restore = countAsynchrony()
  })
  afterAll(() => restore())
  // A dying desk leaves rounds of sync behind that say so; anything else is told.
  beforeEach(() => {
    const tell = console.error
    vi.spyOn(console, 'error').mockImplementation((...what) => {
      if (!what.some((it) => it instanceof DeskCrash)) tell(...what)
    })
  })

  it(
    '[OUT1] [OUT2] [PUSH1] [PUSH4] [PULL1] [PULL2] [NUM1] [TIME1] lose, double and leak nothing, and end like the server',
    async () => {
      const seeds = ONE_SEED
        ? [Number(ONE_SEED)]
        : Array.from({ length: Math.max(1, Math.floor(SCHEDULES / 2)) }, (_, index) => FIRST_SEED + index)
      const sums: Record<string, number> = {}
      for (const seed of seeds) {
        const { violations, counts } = await runServerSchedule(open, seed, STEPS)
        const replay = `OPORA_SERVER_SEED=${seed} OPORA_SERVER_STEPS=${STEPS} npx vitest run test/soak/server-schedules`
        expect(violations, replay).toEqual([])
        for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count
      }
      console.log(`${engine}: ${seeds.length} schedules of ${STEPS} steps without violation`, sums)
    },
    120_000 + SCHEDULES * 60_000,
  )
})

/** The harness is worth what it catches. Defects of single rules are planted in `test/simulation`; these are of the ways in and out of the server. */
describeOnPostgres('a planted defect of the real server is found', (open) => {
  let restore = (): void => {}
  beforeAll(() => {
    restore = countAsynchrony()
    vi.spyOn(console, 'error').mockImplementation(() => {})
  })
  afterAll(() => restore())

  it.runIf(IS_SOAK).each<[string, RegExp, Parameters<typeof runServerSchedule>[3]]>([
    [
      'a desk is answered with the token of somebody of another organisation',
      /PULL2/,
      (world) => ({
        otherHeaders: (path) => {
          const other = world().desks.find(({ login }) => login === 'supervisor-1')
          return path !== '/api/sync/push' && other ? { authorization: `Bearer ${other.accessToken}` } : null
        },
      }),
    ],
    [
      'an answer to a pull moves the cursor and brings nothing',
      /PULL1/,
      () => ({
        otherAnswer: (path, body) =>
          path === '/api/sync/pull' ? body.replace(/"records":\[\{.*?\}\](?=\})/g, '"records":[]') : null,
      }),
    ],
    [
      'every push is refused like that of a stranger',
      /OUT2/,
      () => ({
        otherHeaders: (path) => (path === '/api/sync/push' ? { authorization: 'Bearer nobody' } : null),
      }),
    ],
  ])('%s', async (_what, rule, defect) => {
    const found: string[] = []
    for (let seed = 1; seed <= 3 && found.length === 0; seed += 1)
      found.push(...(await runServerSchedule(open, seed, 60, defect)).violations)
    expect(found.join('\n')).toMatch(rule)
  })
})
