import { readContents } from '#renderer/db/read-state.ts'
import { fillDatabase } from '#server/app/fill-database.ts'
import { hashPassword } from '#server/features/auth/passwords.ts'
import type { PolyclinicBatch, SyntheticUser } from '#server/synthetic/polyclinic.ts'
import type { OpenDatabase } from '#server/testing/engines.ts'
import { newId, startTestServer, type TestServer } from '#server/testing/harness.ts'
import { tinyIds, tinyPolyclinic } from '#server/testing/tiny-polyclinic.ts'
import { aCall } from '#shared/builders/a-call.ts'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { anInforming } from '#shared/builders/an-informing.ts'
import { anId } from '#shared/builders/ids.ts'
import { registerAppeal } from '#shared/features/appeals/commands.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import { recordInforming } from '#shared/features/preventive-care/commands.ts'
import { recordCall } from '#shared/features/telephony/commands.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import type { Faults } from '#test/simulation/faulty-network.ts'
import { FaultyNetwork, NO_FAULTS } from '#test/simulation/faulty-network.ts'
import { untilQuiet } from '#test/simulation/quiet.ts'
import type { RandomSource } from '#test/simulation/random-source.ts'
import { actOnce } from '#test/simulation/sim-user.ts'
import { VirtualTime } from '#test/simulation/virtual-time.ts'
import { WorldDesk } from './world-desk.ts'

const PASSWORD = 'opora-opora'
const passwordHash = hashPassword(PASSWORD)
/** A diagnosis that stands beside every person on the server: no scope contains it. */
const DIAGNOSIS = 'I25.1'

export interface WorldOrganisation {
  readonly persons: number
  /** Operators beside the six users of the tiny organisation. */
  readonly operators: number
}

export interface WorldFaults {
  /** False while nobody listens at the server's address. */
  readonly isServerThere?: () => boolean
  /** Planted defects, to show what the invariants see: headers and answers other than those of the house. */
  readonly otherHeaders?: (path: string) => Record<string, string> | null
  readonly otherAnswer?: (path: string, body: string) => string | null
}

/** Stands in every person of an organisation. */
export const canaryOfOrganisation = (n: number): string => `Канарейкин${'абвгд'[n]}`
/** Stands in calls of a user, which only that user's desks and the organisation's supervisors hold. */
const canaryOfUser = (userId: string): string => `тайна-${userId.slice(-12)}`

/** The real server with several organisations in one process, under a clock and a network of ours. */
export class World {
  readonly desks: WorldDesk[] = []
  private constructor(
    readonly server: TestServer,
    readonly time: VirtualTime,
    readonly network: FaultyNetwork,
    private readonly random: RandomSource,
  ) {}

  static async open(
    open: OpenDatabase,
    organisations: readonly WorldOrganisation[],
    random: RandomSource,
    faults: WorldFaults = {},
  ): Promise<World> {
    const server = await startTestServer(open, { fill: null, env: { OPORA_LOG_LEVEL: 'error' } })
    for (const [n, options] of organisations.entries()) {
      const source = {
        batches: organisation(n, options),
        classifiers: [],
        scripts: [],
        passwordHash: await passwordHash,
      }
      await fillDatabase(server.database, source, () => {})
    }
    const network = new FaultyNetwork(random.fork(), async (url, init) => {
      if (faults.isServerThere?.() === false) throw new TypeError('connection refused')
      const { pathname, search } = new URL(url)
      const answer = await server.inject({
        method: (init.method ?? 'GET') as 'GET',
        url: pathname + search,
        headers: { ...(init.headers as Record<string, string>), ...faults.otherHeaders?.(pathname) },
        ...(init.body ? { payload: String(init.body) } : {}),
      })
      const body = faults.otherAnswer?.(pathname, answer.body) ?? answer.rawPayload
      return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
        status: answer.statusCode,
        headers: answer.headers as Record<string, string>,
      })
    })
    return new World(server, new VirtualTime(server.now()), network, random)
  }

  /** Signs a desk in; it does not run yet. */
  async addDesk(login: string): Promise<WorldDesk> {
    const { session } = await this.server.desk(login, newId())
    const { server, time, network } = this
    const desk = new WorldDesk(login, session, { server, random: this.random.fork(), time, network })
    this.desks.push(desk)
    return desk
  }

  /** Says which words may come to which desk; call when all desks are there. */
  plantCanaries(organisations: number): void {
    const users = new Set(this.desks.map(({ user }) => user.actor.userId))
    for (const desk of this.desks) {
      const { orgId, userId, role } = desk.user.actor
      const foreign = Array.from({ length: organisations }, (_, n) => n).filter((n) => tinyIds(n).org !== orgId)
      const seesTeam = role === 'SV'
      desk.forbidden = [
        DIAGNOSIS,
        ...foreign.map(canaryOfOrganisation),
        ...[...users]
          .filter((id) => {
            if (id === userId) return false
            const isColleague = this.desks.some(({ user }) => user.actor.userId === id && user.actor.orgId === orgId)
            return !(isColleague && seesTeam)
          })
          .map(canaryOfUser),
      ]
    }
  }

  /** Time passes on the server and on every desk. */
  advance(ms: number): void {
    this.server.advance(ms)
    this.time.advance(ms)
  }

  async deliverAndSettle(atOnce = 1): Promise<boolean> {
    const delivered = await Promise.all(Array.from({ length: atOnce }, () => this.network.deliverOne()))
    await untilQuiet()
    return delivered.includes(true)
  }

  /** Somebody does something at a desk: usual work, a call with a secret, or what nobody may. */
  act(desk: WorldDesk, random: RandomSource): void {
    const { running } = desk
    if (!running) return
    const now = this.time.now()
    const id = (): never => newUuid(now, (length) => random.bytes(length)) as never
    const work = async (): Promise<void> => {
      const { writes, reads } = running.data
      const { userId, orgId } = desk.user.actor
      const choice = random.next()
      if (choice < 0.2) {
        const call = aCall({ id: id(), personId: null, contactId: null, note: '', remoteName: canaryOfUser(userId) })
        // A desk that was tampered with names somebody else as the author.
        const author = random.chance(0.2) ? random.pick(this.desks).user.actor.userId : userId
        const forged = { ...call, userId: author }
        const done = await writes.dispatch(recordCall, forged)
        if (done.ok) desk.acknowledged.push(done.value)
      } else if (choice < 0.25) {
        const n = tinyIds(0).org === orgId ? 1 : 0
        const personId = tinyIds(n).person(1 + random.below(9) + 0x10_0000) as never
        const done = await writes.dispatch(recordInforming, anInforming({ id: id(), personId }))
        if (done.ok) desk.acknowledged.push(done.value)
      } else if (choice < 0.35) {
        // Written appeals have a legal term.
        const done = await writes.dispatchNumbered(registerAppeal, (number) => ({
          ...anAppeal({ id: id(), applicant: ANONYMOUS, concernsId: null, clinicId: null, ...WRITTEN }),
          number,
        }))
        if (done.ok) desk.acknowledged.push(done.value)
      } else {
        const persons = (await reads.searchPersons('Канарейкин', 20)).map((hit) => hit.person as InsuredPerson)
        await actOnce(desk, running.data, random, now, persons)
      }
    }
    // A dying desk leaves the user's action open for ever.
    void work().catch((error: unknown) => {
      if (desk.running === running) throw error
    })
  }

  set faults(faults: Faults) {
    this.network.faults = faults
  }

  /**
   * A good network until nothing waits and every scope is whole.
   * @returns rounds that it took, or null when something still waits after `most`
   */
  async heal(most: number, atOnce = 1): Promise<number | null> {
    this.network.faults = NO_FAULTS
    for (const desk of this.desks) {
      desk.crashChance = 0
      desk.isOnline = true
      if (!desk.running) await desk.start()
    }
    for (let round = 0; round < most; round += 1) {
      while (await this.deliverAndSettle(atOnce));
      if (round > 8 && (await this.#isQuiet())) return round
      this.advance(round % 4 === 0 ? 31_000 : 1_000)
      await untilQuiet()
    }
    return null
  }

  async #isQuiet(): Promise<boolean> {
    for (const { running } of this.desks) {
      if (!running || running.status.getState().waiting > 0) return false
      const { scopes } = await readContents(running.store)
      if (scopes.length === 0 || scopes.some(({ cursor }) => cursor === null)) return false
    }
    return true
  }

  async close(): Promise<void> {
    for (const desk of this.desks) desk.crash()
    await this.server.close()
  }
}

const ANONYMOUS = { personId: null, contactId: null, anonymous: true, name: '', phone: null } as const
const WRITTEN = { form: 'written', kind: 'complaint', result: 'takenIntoWork', resultText: '' } as const

function* organisation(n: number, { persons, operators }: WorldOrganisation): Generator<PolyclinicBatch> {
  for (const batch of tinyPolyclinic({ n, persons, canary: canaryOfOrganisation(n) })) {
    if (batch.kind !== 'users') {
      yield batch
      continue
    }
    const [operator] = batch.rows
    const more = Array.from({ length: operators }, (_, index): SyntheticUser => {
      if (!operator) throw new Error('The organisation has no operator')
      return {
        ...operator,
        id: anId(n * 0x1000_0000 + 0xf000 + index),
        login: operatorLogin(n, index),
        name: `${canaryOfOrganisation(n)} ${index}`,
        extension: String(2_000 + index),
      }
    })
    yield { ...batch, rows: [...batch.rows, ...more] }
  }
}

export const operatorLogin = (n: number, index: number): string => `operator-${n}-${index}`
