import type { OpenDatabase } from '#server/testing/engines.ts'
import { must } from '#shared/kernel/result.ts'
import { untilQuiet } from '#test/simulation/quiet.ts'
import { RandomSource } from '#test/simulation/random-source.ts'
import { World, type WorldFaults } from './world.ts'
import { worldViolations } from './world-invariants.ts'

const FAULTS = { loseRequest: 0.06, loseAnswer: 0.06, duplicate: 0.08, reorder: 0.2 }
const DAY_MS = 86_400_000
const HEALING_ROUNDS = 200
const PERSONS = 12
const LOGINS = ['operator', 'post', 'supervisor', 'operator-1', 'supervisor-1'] as const

export interface ScheduleResult {
  readonly violations: readonly string[]
  readonly counts: Readonly<Record<string, number>>
}

/** One schedule of real desks of two organisations against the real server over a real database, from a seed (ELECTRON-HOST §7.4, L1). */
export async function runServerSchedule(
  open: OpenDatabase,
  seed: number,
  steps: number,
  defect: (world: () => World) => WorldFaults = () => ({}),
): Promise<ScheduleResult> {
  const random = new RandomSource(seed)
  let opened: World | null = null
  const faults = defect(() => must(opened, 'world'))
  const world = await World.open(
    open,
    [
      { persons: PERSONS, operators: 0 },
      { persons: PERSONS, operators: 0 },
    ],
    random,
    faults,
  )
  opened = world
  try {
    for (const login of LOGINS) await world.addDesk(login)
    world.plantCanaries(2)
    for (const desk of world.desks) await desk.start()
    if (random.chance(0.8)) while (await world.deliverAndSettle());
    let jumps = 0
    for (let step = 0; step < steps; step += 1) {
      world.faults = FAULTS
      const desk = random.pick(world.desks)
      desk.crashChance = 0.02
      const choice = random.below(100)
      if (choice < 30) {
        if (desk.running) world.act(desk, random)
        else await desk.start()
      } else if (choice < 72) for (let count = random.below(4); count >= 0; count -= 1) await world.deliverAndSettle()
      else if (choice < 86) world.advance(random.pick([10, 500, 3_000, 31_000]))
      else if (choice < 91) desk.isOnline = !desk.isOnline || random.chance(0.4)
      else if (choice < 95) desk.crash()
      else if (choice < 98) void desk.running?.data.sync.tryNow().catch(() => undefined)
      else {
        jumps += 1
        desk.clockOffsetMs = random.pick([-DAY_MS, 0, DAY_MS])
      }
      await untilQuiet()
    }
    const violations: string[] = []
    const rounds = await world.heal(HEALING_ROUNDS)
    if (rounds === null) violations.push(`something still waits after ${HEALING_ROUNDS} rounds of a good network`)
    violations.push(...(await worldViolations(world.server.database.db, world.desks)))
    // What is on the disks must be what was in memory: everybody dies once more and starts without the network.
    for (const desk of world.desks) {
      desk.crash()
      desk.isOnline = false
      await desk.start()
    }
    await untilQuiet()
    for (const what of await worldViolations(world.server.database.db, world.desks))
      violations.push(`after a restart: ${what}`)
    const sum = (of: (desk: World['desks'][number]) => number): number =>
      world.desks.reduce((total, desk) => total + of(desk), 0)
    const refused = await world.server.database.db
      .selectFrom('commands')
      .where('status', '=', 'refused')
      .select((part) => part.fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow()
    return {
      violations,
      counts: {
        ...world.network.counts,
        acknowledged: sum(({ acknowledged }) => acknowledged.length),
        crashes: sum(({ crashes }) => crashes),
        refusals: Number(refused.count),
        clockJumps: jumps,
      },
    }
  } finally {
    await world.close()
  }
}
