import { readContents } from '#renderer/db/read-state.ts'
import { aPerson } from '#shared/builders/a-person.ts'
import { anId } from '#shared/builders/ids.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { Actor, Role } from '#shared/kernel/actor.ts'
import { refuse } from '#shared/kernel/errors.ts'
import type { ClinicId } from '#shared/kernel/ids.ts'
import { FaultyNetwork, NO_FAULTS } from './faulty-network.ts'
import { violationsOf } from './invariants.ts'
import type { ServerDefect } from './model-disk.ts'
import { MODEL_ORG } from './model-scopes.ts'
import { ModelServer, type ModelUser, ServerCrash } from './model-server.ts'
import { untilQuiet } from './quiet.ts'
import { RandomSource } from './random-source.ts'
import { SimDesk } from './sim-desk.ts'
import { actOnce } from './sim-user.ts'
import { VirtualTime } from './virtual-time.ts'

export interface SimulationOptions {
  readonly seed: number
  readonly steps: number
  readonly defect?: ServerDefect | null
}

export interface SimulationResult {
  readonly violations: readonly string[]
  readonly counts: Readonly<Record<string, number>>
}

const CLINICS = [anId<ClinicId>(0xc1), anId<ClinicId>(0xc2)] as const
const PERSONS = 24
const FAULTS = { loseRequest: 0.08, loseAnswer: 0.08, duplicate: 0.08, reorder: 0.25 }
/** Rounds after healing in which everything must come to rest. */
const HEALING_ROUNDS = 400

/**
 * Several desks with their real store and sync, a server and a bad network in one thread: one seed is one schedule. Ends with a good
 * network and checks what must then be true (`invariants.ts`).
 */
export async function simulate({ seed, steps, defect = null }: SimulationOptions): Promise<SimulationResult> {
  const random = new RandomSource(seed)
  const time = new VirtualTime()
  const users = [user(1, 'L1', [CLINICS[0]]), user(2, 'L1', [...CLINICS]), user(3, 'SV', [...CLINICS])]
  let serverCrashChance = 0
  let serverCrashes = 0
  const serverRandom = random.fork()
  const server = new ModelServer(users, {
    now: () => time.now(),
    randomBytes: (length) => serverRandom.bytes(length),
    pageRecords: 4,
    defect,
    onStep: () => {
      if (!serverRandom.chance(serverCrashChance)) return
      serverCrashes += 1
      throw new ServerCrash()
    },
    refuseFor: (command) => (command.id.endsWith('0') ? refuse('appeals.example') : null),
  })
  for (let serial = 1; serial <= PERSONS; serial += 1) putPerson(server, random, serial)
  const network = new FaultyNetwork(random.fork(), (url, init) => server.handle(url, init))
  const desks = users.map((it) => new SimDesk(it, { random: random.fork(), time, network }))
  for (const desk of desks) await desk.start()

  const act = async (desk: SimDesk): Promise<void> => {
    const running = desk.running
    if (!running) return desk.start()
    const persons = [...server.durable.records.values()].flatMap((it) =>
      it.kind === 'insuredPerson' && it.data ? [it.data as InsuredPerson] : [],
    )
    // A dying desk leaves the user's action open for ever: it is not waited for, only given time.
    void actOnce(desk, running.data, random, time.now(), persons).catch((error: unknown) => {
      if (desk.running === running) throw error
    })
  }

  /** A desk is away for longer than the log reaches back, and works on meanwhile, while people change, move and go. */
  const stayAway = async (desk: SimDesk): Promise<void> => {
    desk.isOnline = false
    for (let count = 4 + random.below(8); count > 0; count -= 1) {
      if (random.chance(0.4)) await act(desk)
      else putPerson(server, random, 1 + random.below(PERSONS + 4))
      await untilQuiet()
    }
    if (random.chance(0.5)) server.durable.log.compact()
    server.durable.log.dropUpTo(server.durable.log.head)
  }

  const deliverAndSettle = async (): Promise<boolean> => {
    const isDelivered = await network.deliverOne()
    await untilQuiet()
    return isDelivered
  }
  // Most schedules begin with desks that have loaded: otherwise nearly everything would come by pages and nothing by deltas.
  if (random.chance(0.8)) while (await deliverAndSettle());

  // A desk that loads anew is mended of everything, so that half of the schedules keep their log for ever.
  const isLogShort = random.chance(0.5)
  for (let step = 0; step < steps; step += 1) {
    network.faults = step % 60 < 40 ? FAULTS : NO_FAULTS
    serverCrashChance = 0.03
    const desk = random.pick(desks)
    const choice = random.below(isLogShort ? 106 : 104)
    desk.crashChance = 0.02
    if (choice < 25) await act(desk)
    else if (choice < 63) for (let count = random.below(6); count >= 0; count -= 1) await deliverAndSettle()
    else if (choice < 78) time.advance(random.pick([10, 500, 3_000, 31_000, 31_000]))
    else if (choice < 82) desk.isOnline = !desk.isOnline || random.chance(0.4)
    else if (choice < 85) desk.crash()
    else if (choice < 95) putPerson(server, random, 1 + random.below(PERSONS + 4))
    else if (choice < 97) void desk.running?.data.sync.tryNow().catch(() => undefined)
    else if (choice < 100) turnScope(random, users)
    else if (choice < 104) server.durable.log.compact()
    else if (choice < 105) server.durable.log.dropUpTo(server.durable.log.head - random.below(40))
    else await stayAway(desk)
    await untilQuiet()
  }

  serverCrashChance = 0
  network.faults = NO_FAULTS
  // In the other half somebody ends without a scope: what was in it must be gone.
  if (random.chance(0.5)) for (const it of users) it.scopes = allScopes(it)
  for (const desk of desks) {
    desk.crashChance = 0
    desk.isOnline = true
    if (!desk.running) await desk.start()
  }
  let round = 0
  for (; round < HEALING_ROUNDS; round += 1) {
    while (await deliverAndSettle());
    if (round > 20 && (await haveSynced(desks))) break
    time.advance(round % 4 === 0 ? 31_000 : 1_000)
    await untilQuiet()
  }
  const violations = await violationsOf(server, desks)
  if (round === HEALING_ROUNDS) violations.push('stalled: something still waits after healing')
  // What is on the disk must be what was in memory: everybody dies once more and starts without the network.
  for (const desk of desks) {
    desk.crash()
    desk.isOnline = false
    await desk.start()
  }
  await untilQuiet()
  violations.push(...(await violationsOf(server, desks)).map((violation) => `after a restart: ${violation}`))
  for (const desk of desks) desk.crash()
  return {
    violations,
    counts: {
      ...network.counts,
      serverCrashes,
      loadedAnew: server.loadedAnew,
      deskCrashes: desks.reduce((sum, desk) => sum + desk.crashes, 0),
      acknowledged: desks.reduce((sum, desk) => sum + desk.acknowledged.length, 0),
      refusals: server.durable.accepted.filter((it) => it.status === 'refused').length,
      conflicts: server.durable.accepted.filter((it) => it.code === 'record.conflict').length,
      parallelUpdates: server.durable.accepted.filter((it) => it.status === 'rebased' && it.edits.length > 0).length,
    },
  }
}

/** Nothing waits to be sent, and no scope waits for its pages. */
async function haveSynced(desks: readonly SimDesk[]): Promise<boolean> {
  for (const { running } of desks) {
    if (!running || running.status.getState().waiting > 0) return false
    const { scopes } = await readContents(running.store)
    if (scopes.some(({ cursor }) => cursor === null)) return false
  }
  return true
}

function user(n: number, role: Role, clinicIds: Actor['clinicIds']): ModelUser {
  const it: ModelUser = {
    token: `token ${n}`,
    actor: { userId: anId(0xa0 + n), orgId: MODEL_ORG as never, role, clinicIds, deviceId: anId(0xd0 + n) },
    scopes: [],
  }
  it.scopes = allScopes(it)
  return it
}

function allScopes({ actor }: ModelUser): { name: string; title: string }[] {
  const names = [`reference:${MODEL_ORG}`, `own:${actor.userId}`]
  for (const clinic of actor.clinicIds) names.push(`registry:${clinic}`, `journal:${clinic}`)
  if (actor.role === 'SV') names.push(`team:${MODEL_ORG}`)
  return names.map((name) => ({ name, title: name }))
}

/** Somebody loses or regains a clinic. */
function turnScope(random: RandomSource, users: readonly ModelUser[]): void {
  const it = random.pick(users)
  const all = allScopes(it)
  const gone = random.pick(all.filter(({ name }) => /^(registry|journal|team)/.test(name)))
  const isThere = it.scopes.some(({ name }) => name === gone.name)
  it.scopes = all.filter(({ name }) => (name === gone.name ? !isThere : it.scopes.some((scope) => scope.name === name)))
}

/** The fund's import: a person changes, moves to the other clinic, goes or comes back. */
function putPerson(server: ModelServer, random: RandomSource, serial: number): void {
  const id = anId<InsuredPerson['id']>(0x1000 + serial)
  if (random.chance(0.1)) {
    server.put('insuredPerson', id, null)
    return
  }
  const surname = random.pick(['Смирнова', 'Королёв', 'Римская-Корсакова', 'Ан'])
  const phone = `+7000${String(random.below(10_000_000)).padStart(7, '0')}`
  server.put(
    'insuredPerson',
    id,
    aPerson({
      id,
      surname,
      clinicId: random.pick(CLINICS),
      phones: [{ number: phone, kind: 'mobile', valid: true }],
    }),
  )
}
