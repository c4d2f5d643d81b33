import { gunzipSync } from 'node:zlib'
import { IDBFactory } from 'fake-indexeddb'
import type { Fetch } from '#renderer/sync/ports.ts'
import type { TestServer } from '#server/testing/harness.ts'
import type { Session } from '#shared/features/auth/session.ts'
import { decodeIndexShard } from '#shared/features/insured-persons/search/index-shard.ts'
import { foldLetters } from '#shared/features/insured-persons/search/name-words.ts'
import type { Actor } from '#shared/kernel/actor.ts'
import { SHARDED_PAGE_HEADER_BYTES } from '#shared/protocol/pages.ts'
import { type NodeDesk, openNodeDesk } from '#test/fakes/node-desk.ts'
import type { FaultyNetwork } from '#test/simulation/faulty-network.ts'
import { plainCipher } from '#test/simulation/plain-cipher.ts'
import type { RandomSource } from '#test/simulation/random-source.ts'
import { type Acknowledged, DeskCrash } from '#test/simulation/sim-desk.ts'
import type { WorkingDesk } from '#test/simulation/sim-user.ts'
import type { VirtualTime } from '#test/simulation/virtual-time.ts'

/** The access token is renewed this long before its end. */
const RENEW_BEFORE_MS = 60_000

/** A desk of the real server with its disk and its own clock; its process can die and be started again. */
export class WorldDesk implements WorkingDesk {
  readonly user: { readonly actor: Actor }
  readonly acknowledged: Acknowledged[] = []
  readonly settledByUser = new Set<string>()
  readonly looked = new Map<string, Readonly<Record<string, unknown>>>()
  readonly disk = new IDBFactory()
  /** Words of others that must never come here, and those that came. */
  forbidden: readonly string[] = []
  readonly leaked = new Set<string>()
  isOnline = true
  crashChance = 0
  crashes = 0
  /** Milliseconds by which this computer's clock is wrong. */
  clockOffsetMs = 0
  #session: Session
  #run: { isAlive: boolean; desk: NodeDesk | null } = { isAlive: false, desk: null }

  constructor(
    readonly login: string,
    session: Session,
    private readonly world: {
      readonly server: TestServer
      readonly random: RandomSource
      readonly time: VirtualTime
      readonly network: FaultyNetwork
    },
  ) {
    const { user, deviceId } = session
    this.#session = session
    this.user = {
      actor: { userId: user.id, orgId: user.orgId, role: user.role, clinicIds: user.clinicIds, deviceId },
    }
  }

  get accessToken(): string {
    return this.#session.accessToken
  }

  get running(): NodeDesk | null {
    return this.#run.isAlive ? this.#run.desk : null
  }

  async start(): Promise<void> {
    const { random, time, network } = this.world
    const run: { isAlive: boolean; desk: NodeDesk | null } = { isAlive: true, desk: null }
    this.#run = run
    const forEver = new Promise<never>(() => {})
    const fetch = network.connect(run, () => run.isAlive && this.isOnline)
    try {
      run.desk = await openNodeDesk({
        actor: this.user.actor,
        disk: this.disk,
        cipher: plainCipher,
        expectedN: this.#session.expectedN,
        tokens: { current: (refused) => this.#token(refused), isSignedOut: () => false },
        randomBytes: (length) => random.bytes(length),
        fetch: (url, init) => (run.isAlive ? this.#watched(fetch, url, init) : forEver),
        timers: {
          now: () => time.now() + this.clockOffsetMs,
          sleep: (ms, signal) =>
            run.isAlive ? time.sleep(ms, signal).then(() => (run.isAlive ? undefined : forEver)) : forEver,
        },
        watch: () => {
          if (!run.isAlive) throw new DeskCrash()
          if (!random.chance(this.crashChance)) return
          this.crash()
          throw new DeskCrash()
        },
      })
    } catch (error) {
      if (!(error instanceof DeskCrash)) throw error
    }
  }

  /** Nothing of this process runs on; what its transactions have completed is on the disk. */
  crash(): void {
    this.crashes += 1
    this.#run.isAlive = false
  }

  /** Signing in is not what is simulated: the token is renewed past the bad network. */
  async #token(refused?: string): Promise<string | null> {
    const { server, time } = this.world
    if (!this.isOnline) return this.#session.accessToken
    const endsAt = Date.parse(this.#session.accessExpiresAt)
    if (refused !== this.#session.accessToken && endsAt - time.now() > RENEW_BEFORE_MS) return this.#session.accessToken
    const answer = await server.inject({
      method: 'POST',
      url: '/api/auth/refresh',
      payload: { refreshToken: this.#session.refreshToken },
    })
    if (answer.statusCode !== 200) throw new Error(`No new token: ${answer.statusCode} ${answer.body}`)
    this.#session = answer.json<Session>()
    return this.#session.accessToken
  }

  /** Looks through everything that arrives for words that must not. */
  async #watched(fetch: Fetch, url: string, init: RequestInit): Promise<Response> {
    const answer = await fetch(url, init)
    const bytes = Buffer.from(await answer.arrayBuffer())
    if (url.includes('/api/sync/pages') && answer.ok) this.#searchPages(bytes)
    else this.search(bytes.toString())
    return new Response(new Uint8Array(bytes), { status: answer.status, headers: answer.headers })
  }

  /** Pages with the shards of the search index, in which words stand folded. */
  #searchPages(bytes: Buffer): void {
    for (let at = 0; at + SHARDED_PAGE_HEADER_BYTES <= bytes.length; ) {
      const page = at + SHARDED_PAGE_HEADER_BYTES
      const shard = page + bytes.readUInt32BE(at + 8)
      at = shard + bytes.readUInt32BE(at + 12)
      this.search(gunzipSync(bytes.subarray(page, shard)).toString())
      const words = decodeIndexShard(new Uint8Array(bytes.subarray(shard, at)))?.words ?? []
      for (const word of this.forbidden) if (words.includes(foldLetters(word))) this.leaked.add(word)
    }
  }

  /** Looks for words that must not be here. */
  search(text: string): void {
    for (const word of this.forbidden) if (text.includes(word)) this.leaked.add(word)
  }
}
