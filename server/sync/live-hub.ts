import { sql } from 'kysely'
import type { Database, Db, Tx } from '#server/db/database.ts'
import type { AgentOrderHeard } from '#shared/features/supervision/agent-order.ts'
import type { LiveFromServer } from '#shared/protocol/live.ts'
import type { ScopeName } from '#shared/protocol/pull.ts'
import { CHANGES_CHANNEL, logBounds } from './change-log.ts'
import { PRESENCE_CHANNEL } from './presences.ts'

/** Payload: id of a device that must ask the server now. */
const SUMMON_CHANNEL = 'opora_summon'
/** Payload: id of a user whose sessions have ended. */
const FAREWELL_CHANNEL = 'opora_farewell'
/** Payload: id of a user and, as JSON, what a supervisor has ordered. */
const ORDER_CHANNEL = 'opora_order'
/** Pokes that come this close together travel as one. */
const GATHER_MS = 15
/** A floor that changes all the time is told no more often: supervisors ask for the whole of it, and half a second is soon enough. */
const FLOOR_EVERY_MS = 400
const FIRST_RECHECK_MS = 10
const LAST_RECHECK_MS = 500

export interface LiveDesk {
  readonly deviceId: string
  readonly userId: string
  readonly scopes: ReadonlySet<string>
  /** Organisation whose floor this desk watches; null for those without the right. */
  readonly floorOf: string | null
  send(message: LiveFromServer): void
  /** Closes the connection unless its session is still open. */
  recheck(): void
}

/** Makes a desk ask the server at once, whichever node it is connected to: there it is told that its device was revoked (rule WIPE1). */
export async function summonDevice(db: Db | Tx, deviceId: string): Promise<void> {
  await sql`select pg_notify(${SUMMON_CHANNEL}, ${deviceId}::text)`.execute(db)
}

/**
 * Makes every node ask anew whether the live connections of a user may stay; sent by the database when the transaction that ended the
 * sessions commits.
 */
export async function recheckUser(db: Db | Tx, userId: string): Promise<void> {
  await sql`select pg_notify(${FAREWELL_CHANNEL}, ${userId}::text)`.execute(db)
}

/** Tells the desks of a user, on whichever nodes they are, that a supervisor changes the state; when the transaction commits. */
export async function orderAgent(db: Db | Tx, userId: string, order: AgentOrderHeard): Promise<void> {
  await sql`select pg_notify(${ORDER_CHANNEL}, ${JSON.stringify({ userId, order })}::text)`.execute(db)
}

/**
 * Tells connected desks that something is new in their scopes (rule LIVE1). It hears the database's notices, so it does not matter
 * which API node made the change.
 *
 * Invariant: a poke is sent only when a pull can already see the change. While an older transaction runs, the horizon hides what
 * committed after it; a desk poked then would pull nothing and not be poked again.
 */
export class LiveHub {
  readonly #database: Database
  readonly #onFailure: (error: unknown) => void
  readonly #desks = new Set<LiveDesk>()
  readonly #gathered = new Set<string>()
  /** When each floor was last told, or will be. */
  readonly #floors = new Map<string, number>()
  readonly #work = new Set<Promise<void>>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #sending: NodeJS.Timeout | null = null
  #unlisten: readonly (() => Promise<void>)[] = []

  constructor(database: Database, onFailure: (error: unknown) => void) {
    this.#database = database
    this.#onFailure = onFailure
  }

  get connected(): number {
    return this.#desks.size
  }

  async start(): Promise<void> {
    this.#unlisten = [
      await this.#database.listen(
        CHANGES_CHANNEL,
        (payload) => this.#hear(payload),
        () => this.#pokeAll(),
      ),
      await this.#database.listen(
        PRESENCE_CHANNEL,
        (orgId) => this.#floorChanged(orgId),
        () => {
          for (const { floorOf } of this.#desks) if (floorOf !== null) this.#floorChanged(floorOf)
        },
      ),
      await this.#database.listen(
        SUMMON_CHANNEL,
        (deviceId) => this.#summon(deviceId),
        () => {},
      ),
      await this.#database.listen(
        FAREWELL_CHANNEL,
        (userId) => this.#recheck((desk) => desk.userId === userId),
        () => this.#recheck(() => true),
      ),
      await this.#database.listen(
        ORDER_CHANNEL,
        (payload) => this.#order(JSON.parse(payload)),
        () => {},
      ),
    ]
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    if (this.#sending) clearTimeout(this.#sending)
    await Promise.all(this.#work)
    await Promise.all(this.#unlisten.map((unlisten) => unlisten()))
  }

  /** Lets `stop` wait for writes of connections that end with the server. */
  await(work: Promise<void>): void {
    this.#work.add(work)
    void work.finally(() => this.#work.delete(work))
  }

  #summon(deviceId: string): void {
    for (const desk of this.#desks)
      if (desk.deviceId === deviceId) desk.send({ t: 'poke', scopes: [...desk.scopes] as ScopeName[] })
  }

  #order({ userId, order }: { readonly userId: string; readonly order: AgentOrderHeard }): void {
    for (const desk of this.#desks) if (desk.userId === userId) desk.send({ t: 'order', order })
  }

  #recheck(isMeant: (desk: LiveDesk) => boolean): void {
    for (const desk of this.#desks) if (isMeant(desk)) desk.recheck()
  }

  join(desk: LiveDesk): () => void {
    this.#desks.add(desk)
    return () => this.#desks.delete(desk)
  }

  #hear(payload: string): void {
    const [xid = '0', ...scopes] = payload.split(' ')
    this.#pokeWhenVisible(BigInt(xid), scopes, FIRST_RECHECK_MS)
  }

  #pokeWhenVisible(xid: bigint, scopes: readonly string[], recheckMs: number): void {
    logBounds(this.#database.db).then((bounds) => {
      if (bounds.horizon.xid - bounds.offset > xid) return this.#gather(scopes)
      const timer = setTimeout(() => {
        this.#timers.delete(timer)
        this.#pokeWhenVisible(xid, scopes, Math.min(recheckMs * 2, LAST_RECHECK_MS))
      }, recheckMs)
      this.#timers.add(timer)
    }, this.#onFailure)
  }

  #floorChanged(orgId: string): void {
    const now = performance.now()
    const last = this.#floors.get(orgId) ?? Number.NEGATIVE_INFINITY
    if (last > now) return
    const at = Math.max(now + GATHER_MS, last + FLOOR_EVERY_MS)
    this.#floors.set(orgId, at)
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      for (const desk of this.#desks) if (desk.floorOf === orgId) desk.send({ t: 'floor' })
    }, at - now)
    this.#timers.add(timer)
  }

  #gather(scopes: readonly string[]): void {
    for (const scope of scopes) this.#gathered.add(scope)
    this.#sending ??= setTimeout(() => {
      this.#sending = null
      const news = new Set(this.#gathered)
      this.#gathered.clear()
      this.#poke((scope) => news.has(scope))
    }, GATHER_MS)
  }

  #pokeAll(): void {
    this.#poke(() => true)
  }

  #poke(isNew: (scope: string) => boolean): void {
    for (const desk of this.#desks) {
      const scopes = [...desk.scopes].filter(isNew) as ScopeName[]
      if (scopes.length > 0) desk.send({ t: 'poke', scopes })
    }
  }
}
