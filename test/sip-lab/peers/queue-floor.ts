import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Lab } from '#scripts/lab/start-lab.ts'
import { type CitizenMedia, createCitizenMedia } from '#scripts/try-out-pbx/citizen-media.ts'
import { hmacSha1Base64 } from '#scripts/try-out-pbx/credentials.ts'
import { headerOf, type SipRequest } from '#scripts/try-out-pbx/sip-message.ts'
import { WsPhone } from '#scripts/try-out-pbx/testing/ws-phone.ts'
import { buildServer, type Server } from '#server/app/build-server.ts'
import { fillDatabase } from '#server/app/fill-database.ts'
import { type Database, openPglite } from '#server/db/database.ts'
import { migrate } from '#server/db/migrate.ts'
import { readConfig } from '#server/platform/config.ts'
import { keepPresence } from '#server/sync/presences.ts'
import { tinyIds, tinyPolyclinic } from '#server/testing/tiny-polyclinic.ts'
import type { PresenceReport } from '#shared/features/supervision/presence.ts'
import { issueSipCredentials } from '#shared/features/telephony/sip-credentials.ts'
import { LAB_SECRET } from './lab-test.ts'
import { type DeskStanding, type QueueMoment, startQueueRecorder } from './queue-recorder.ts'

export const ROUTING_SECRET = 'secret-of-the-lab-exchange'
const ids = tinyIds()
/** A Tuesday at noon in Moscow, so that the queue is open whenever the test runs. */
const NOON_MS = Date.parse('2026-11-24T09:00:00Z')
/** Desks repeat themselves well within the time after which they count as away. */
const REPORT_EVERY_MS = 5_000

/** The real central API for the queue, with representatives of the first level on given extensions. */
export interface QueueApi {
  readonly url: string
  readonly database: Database
  /** Every question of the exchange with what the API knew of the desks at that moment, in order. */
  readonly moments: readonly QueueMoment[]
  now(): number
  isAlive(): boolean
  /** Tells the API the state of a desk; never in the middle of a question, so that it is known what was known. */
  tell(extension: string, report: () => PresenceReport): Promise<void>
  /** Ends it as a crash does: connections are cut, nothing is said. */
  kill(): Promise<void>
}

export async function startQueueApi(extensions: readonly string[]): Promise<QueueApi> {
  const database = await openPglite(null)
  await migrate(database)
  const source = {
    batches: tinyPolyclinic({ persons: 3 }),
    classifiers: [],
    scripts: [],
    passwordHash: 'nobody signs in',
  }
  await fillDatabase(database, source, () => {})
  await sql`update users set extension = null`.execute(database.db)
  for (const extension of extensions) {
    const id = userOf(extension)
    await sql`insert into users (id, org_id, login, name, role, extension, clinic_ids, password_hash)
      values (${id}, ${ids.org}, ${id}, ${id}, 'L1', ${extension}, '{}', '')`.execute(database.db)
    await sql`insert into staff_documents (id, org_id, user_id, kind, document_number, valid_from, entered_at)
      values (${`admission-${id}`}, ${ids.org}, ${id}, 'admission', '1', '2026-01-01', now())`.execute(database.db)
  }
  const startedAt = performance.now()
  const now = (): number => Math.round(NOON_MS + performance.now() - startedAt)
  const server: Server = await buildServer({
    config: readConfig({
      OPORA_ROUTING_SECRET: ROUTING_SECRET,
      OPORA_DESK: 'no-such-folder',
      OPORA_LOG_LEVEL: 'error',
    }),
    database,
    masterKey: randomBytes(32),
    tokenKey: randomBytes(32),
    now,
    rates: { all: 1_000_000, signIn: 1_000_000 },
  })
  let isAlive = true
  const url = await server.api.listen({ host: '127.0.0.1', port: 0 })
  const standings = new Map<string, DeskStanding>()
  const recorder = await startQueueRecorder(url, database, now, standings)
  return {
    url: `${recorder.url}/api/telephony/routing`,
    database,
    moments: recorder.moments,
    now,
    isAlive: () => isAlive,
    tell: (extension, makeReport) =>
      recorder.between(async () => {
        if (!isAlive) return
        const [report, nowMs] = [makeReport(), now()]
        const actor = { deviceId: extension as never, orgId: ids.org as never, userId: userOf(extension) as never }
        await keepPresence(database.db, actor, extension, report, nowMs, false)
        const isReady = report.calls.length === 0 && report.phone?.agent === 'ready'
        standings.set(extension, { isReady, sinceMs: nowMs - (report.phone?.forMs ?? 0) })
      }),
    async kill() {
      isAlive = false
      await recorder.close()
      server.api.server.close()
      server.api.server.closeAllConnections()
      await server.close()
    },
  }
}

export function userOf(extension: string): string {
  return `user-${extension}`
}

/** Makes a number that of a person of a priority group. */
export async function makePriority(api: QueueApi, number: string): Promise<void> {
  const person = { marks: ['priorityRight'], phones: [{ number, kind: 'mobile', valid: true }] }
  await sql`update insured_persons set data = data || ${JSON.stringify(person)}::jsonb where id = ${ids.person(0x10_0001)}`.execute(
    api.database.db,
  )
}

/** A desk that rings. */
export interface Ring {
  readonly callId: string
  readonly extension: string
  readonly from: string
}

/** A representative without a browser: answers what rings, talks, hangs up, is ready again, and tells the API her state as a desk does. */
export class SimulatedAgent {
  readonly extension: string
  readonly #phone: WsPhone
  readonly #api: QueueApi
  readonly #talkMs: number
  readonly #onRing: (ring: Ring) => void
  #readySinceMs = 0
  #report: () => PresenceReport = () => this.#ready()
  #timer: NodeJS.Timeout
  #isGone = false

  private constructor(phone: WsPhone, api: QueueApi, extension: string, talkMs: number, onRing: (ring: Ring) => void) {
    this.extension = extension
    this.#phone = phone
    this.#api = api
    this.#talkMs = talkMs
    this.#onRing = onRing
    this.#timer = setInterval(() => void this.#tell(), REPORT_EVERY_MS)
  }

  static async arrive(lab: Lab, api: QueueApi, extension: string, talkMs: number, onRing: (ring: Ring) => void) {
    const issued = issueSipCredentials({
      extension,
      secret: LAB_SECRET,
      nowMs: Date.now(),
      ttlSeconds: 600,
      hmacSha1Base64,
    })
    const phone = await WsPhone.connect({ server: lab.sipServer, domain: lab.domain, ...issued })
    if ((await phone.register()) !== 200) throw new Error(`${extension} was not registered`)
    const agent = new SimulatedAgent(phone, api, extension, talkMs, onRing)
    await agent.#becomeReady()
    void agent.#work()
    return agent
  }

  leave(): void {
    this.#isGone = true
    clearInterval(this.#timer)
    this.#phone.cut()
  }

  async #work(): Promise<void> {
    while (!this.#isGone) await this.#take(await this.#phone.takeRequest('INVITE'))
  }

  async #take(invite: SipRequest): Promise<void> {
    const callId = headerOf(invite, 'call-id') ?? ''
    const from = /sip:([^@>;]+)/.exec(headerOf(invite, 'from') ?? '')?.[1] ?? ''
    this.#onRing({ callId, extension: this.extension, from })
    await this.#is('ringing')
    this.#phone.reply(invite, 180, 'Ringing')
    const media = silent(invite.body)
    const answered = this.#phone.reply(invite, 200, 'OK', await media.answerOffer(invite.body))
    await this.#is('talking')
    await pause(this.#talkMs)
    const bye = this.#phone.within(invite, answered, 'BYE')
    this.#phone.write(bye)
    await this.#phone.takeResponse(bye)
    media.close()
    await this.#becomeReady()
  }

  async #becomeReady(): Promise<void> {
    this.#readySinceMs = this.#api.now()
    this.#report = () => this.#ready()
    await this.#tell()
  }

  async #is(phase: 'ringing' | 'talking'): Promise<void> {
    this.#report = () => ({ ...this.#ready(), calls: [{ direction: 'in', source: 'direct', phase, forMs: 0 }] })
    await this.#tell()
  }

  #ready(): PresenceReport {
    const forMs = this.#api.now() - this.#readySinceMs
    return { phone: { isRegistered: true, agent: 'ready', reason: null, forMs }, calls: [], unsent: 0 }
  }

  /** While the API is away a desk's word is lost, as in life. */
  #tell(): Promise<void> {
    return this.#api.tell(this.extension, () => this.#report())
  }
}

function silent(offer: string): CitizenMedia {
  const ignore = (): undefined => undefined
  return createCitizenMedia({ onConnected: ignore, onFailed: ignore, onSaid: ignore, onKey: ignore }, offer)
}
