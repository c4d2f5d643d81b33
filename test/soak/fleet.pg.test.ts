import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { describeOnPostgres } from '#server/testing/engines.ts'
import { countAsynchrony, untilQuiet } from '#test/simulation/quiet.ts'
import { RandomSource } from '#test/simulation/random-source.ts'
import { DeskCrash } from '#test/simulation/sim-desk.ts'
import { operatorLogin, World } from './world.ts'
import { worldViolations } from './world-invariants.ts'

/**
 * ELECTRON-HOST §7.4, L4: a fleet of real desks of three organisations against the real server through a simulated shift.
 * `npm run soak -- --fleet [--desks 200] [--hours 8] [--seed N]`; not in `npm test`, which has the schedules of `server-schedules`.
 */
const IS_WANTED = process.env['OPORA_FLEET_DESKS'] !== undefined
const DESKS = Number(process.env['OPORA_FLEET_DESKS'] ?? 200)
const HOURS = Number(process.env['OPORA_FLEET_HOURS'] ?? 8)
const SEED = Number(process.env['OPORA_FLEET_SEED'] ?? 1)
const ORGANISATIONS = 3
const PERSONS = 40
const TICK_MS = 10_000
const DAY_MS = 86_400_000
/** 5 % of all messages are lost, on the way there or back. */
const FAULTS = { loseRequest: 0.025, loseAnswer: 0.025, duplicate: 0.02, reorder: 0.1 }
/** One action of a desk each three minutes. */
const ACT_CHANCE = TICK_MS / 180_000
/** Ten minutes without the network, twenty-three with it: 30 % of the time. */
const OFFLINE_SHARE = 0.3
const GO_CHANCE = TICK_MS / 1_400_000
const COME_CHANCE = TICK_MS / 600_000
const CRASH_CHANCE = TICK_MS / 7_200_000
const CLOCK_CHANCE = TICK_MS / 14_400_000
/** The server is away for this share of the shift, in its middle; then all desks come at once. */
const OUTAGE_SHARE = 0.08
const HEALING_ROUNDS = 200
/** Requests that the server works on at once. */
const AT_ONCE = 16

describeOnPostgres('a fleet', (open) => {
  let restore = (): void => {}
  beforeAll(() => {
    restore = countAsynchrony()
  })
  afterAll(() => restore())
  beforeEach(() => {
    const tell = console.error
    vi.spyOn(console, 'error').mockImplementation((...what) => {
      if (!what.some((it) => it instanceof DeskCrash)) tell(...what)
    })
  })

  it.runIf(IS_WANTED)(
    `[OUT1] [OUT2] [PUSH1] [PUSH4] [PULL1] [PULL2] [NUM1] [TIME1] [LIVE1] ${DESKS} desks of ${ORGANISATIONS} organisations, a shift of ${HOURS} h`,
    async () => {
      const startedAt = performance.now()
      const random = new RandomSource(SEED)
      let isServerThere = true
      const operators = Math.ceil(DESKS / ORGANISATIONS)
      const world = await World.open(
        open,
        Array.from({ length: ORGANISATIONS }, () => ({ persons: PERSONS, operators })),
        random,
        { isServerThere: () => isServerThere },
      )
      try {
        for (let index = 0; index < DESKS; index += 1) {
          const n = index % ORGANISATIONS
          const place = Math.floor(index / ORGANISATIONS)
          // Every tenth desk is a supervisor's, every tenth one at a clinic's post.
          const role = place % 10 === 1 ? 'supervisor' : place % 10 === 2 ? 'post' : null
          const login = role === null ? operatorLogin(n, place) : n === 0 ? role : `${role}-${n}`
          await world.addDesk(login)
        }
        world.plantCanaries(ORGANISATIONS)
        await Promise.all(world.desks.map((desk) => desk.start()))
        while (await world.deliverAndSettle(AT_ONCE));
        for (const desk of world.desks) desk.isOnline = !random.chance(OFFLINE_SHARE)

        const ticks = Math.round((HOURS * 3_600_000) / TICK_MS)
        const [outageFrom, outageTo] = [Math.round(ticks * 0.5), Math.round(ticks * (0.5 + OUTAGE_SHARE))]
        let [offlineTicks, mostWaiting, herd] = [0, 0, 0]
        for (let tick = 0; tick < ticks; tick += 1) {
          world.faults = FAULTS
          isServerThere = tick < outageFrom || tick >= outageTo
          for (const desk of world.desks) {
            if (desk.running === null) await desk.start()
            if (random.chance(desk.isOnline ? GO_CHANCE : COME_CHANCE)) desk.isOnline = !desk.isOnline
            if (!desk.isOnline) offlineTicks += 1
            if (random.chance(CRASH_CHANCE)) desk.crash()
            if (random.chance(CLOCK_CHANCE)) desk.clockOffsetMs = random.pick([-DAY_MS, 0, DAY_MS])
            if (random.chance(ACT_CHANCE)) world.act(desk, random)
          }
          if (tick === outageTo) herd = world.desks.filter(({ isOnline }) => isOnline).length
          await untilQuiet()
          while (await world.deliverAndSettle(AT_ONCE));
          world.advance(TICK_MS)
          await untilQuiet()
          const waiting = world.desks.reduce((sum, { running }) => sum + (running?.status.getState().waiting ?? 0), 0)
          mostWaiting = Math.max(mostWaiting, waiting)
        }
        const rounds = await world.heal(HEALING_ROUNDS, AT_ONCE)
        expect(rounds, `something still waits after ${HEALING_ROUNDS} rounds of a good network`).not.toBeNull()
        const { db } = world.server.database
        expect(await worldViolations(db, world.desks), `npm run soak -- --fleet --seed ${SEED}`).toEqual([])
        const commands = await db
          .selectFrom('commands')
          .select(['status', (part) => part.fn.countAll<string>().as('count')])
          .groupBy('status')
          .execute()
        console.log('The fleet came home without violation', {
          desks: DESKS,
          organisations: ORGANISATIONS,
          hours: HOURS,
          commands: Object.fromEntries(commands.map(({ status, count }) => [status, Number(count)])),
          acknowledged: world.desks.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0),
          messages: world.network.counts,
          offline: `${Math.round((offlineTicks / (ticks * DESKS)) * 100)} %`,
          crashes: world.desks.reduce((sum, { crashes }) => sum + crashes, 0),
          mostWaiting,
          herd,
          roundsToRest: rounds,
          seconds: Math.round((performance.now() - startedAt) / 1000),
        })
      } finally {
        await world.close()
      }
    },
    300_000 + HOURS * DESKS * 60_000,
  )
})
