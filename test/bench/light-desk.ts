import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import WebSocket from 'ws'
import { anAppeal } from '#shared/builders/an-appeal.ts'
import { registerAppeal } from '#shared/features/appeals/commands.ts'
import { formatRegistrationNumber } from '#shared/features/appeals/registration-number.ts'
import { newUuid } from '#shared/kernel/ids.ts'
import type { LiveFromServer } from '#shared/protocol/live.ts'
import type { NumberBlock } from '#shared/protocol/numbers.ts'
import type { PullAnswer } from '#shared/protocol/pull.ts'
import type { PushAnswer } from '#shared/protocol/push.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'

const ANONYMOUS = { personId: null, contactId: null, anonymous: true, name: '', phone: null } as const
/** Of all desks of this process: a browser keeps a connection for each. */
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })

export interface LightSession {
  readonly token: string
  readonly clinicId: string
  /** Its own address, as a proxy would tell: the limit of requests counts by address. */
  readonly address: string
}

/** What all desks together have waited, in milliseconds. */
export interface LightTimes {
  readonly push: number[]
  /** From the poke to the records in hand. */
  readonly pull: number[]
  failures: number
}

/**
 * What a desk does on the wire and nothing else, so that two thousand of them fit beside the server: a live connection, a pull for each
 * poke as the desk does it (one at a time, one more when poked meanwhile), appeals pushed with numbers of its own.
 */
export class LightDesk {
  #n: number
  #cursors: Record<string, string> = {}
  #block: NumberBlock | null = null
  #next = 0
  #isPulling = false
  #pokedAt: number | null = null
  #socket: WebSocket | null = null

  constructor(
    private readonly url: string,
    private readonly session: LightSession,
    private readonly times: LightTimes,
    /** Number of its next command: what an earlier desk of the device used is gone. */
    firstN = 1,
  ) {
    this.#n = firstN
  }

  /** Learns its scopes, reads where their pages stand, and connects. */
  async open(): Promise<void> {
    const { scopes } = await this.#ask<PullAnswer>('POST', '/api/sync/pull', this.#pullBody())
    // Pages are not what is measured here: from the place of the first manifest on, every scope comes by deltas.
    const [first] = scopes
    if (!first) throw new Error('The desk has no scope')
    const { cursor } = await this.#ask<{ cursor: string }>('GET', `/api/sync/manifest?scope=${first.name}`, null)
    for (const { name } of scopes) this.#cursors[name] = cursor
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}/api/live`, {
      headers: { 'x-forwarded-for': this.session.address },
    })
    this.#socket = socket
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.once('open', () =>
        socket.send(JSON.stringify({ t: 'hello', protocol: PROTOCOL_VERSION, accessToken: this.session.token })),
      )
      socket.on('message', (data) => {
        const message = JSON.parse(data.toString()) as LiveFromServer
        if (message.t === 'welcome') resolve()
        if (message.t === 'poke') this.#poked()
      })
    })
    socket.on('error', () => {
      this.times.failures += 1
    })
  }

  #poked(): void {
    this.#pokedAt ??= performance.now()
    if (!this.#isPulling) void this.#pull()
  }

  async #pull(): Promise<void> {
    this.#isPulling = true
    while (this.#pokedAt !== null) {
      const pokedAt = this.#pokedAt
      this.#pokedAt = null
      try {
        const { changes } = await this.#ask<PullAnswer>('POST', '/api/sync/pull', this.#pullBody())
        for (const [scope, { cursor }] of Object.entries(changes)) this.#cursors[scope] = cursor
        this.times.pull.push(performance.now() - pokedAt)
      } catch {
        this.times.failures += 1
      }
    }
    this.#isPulling = false
  }

  #pullBody(): object {
    return { protocol: PROTOCOL_VERSION, cursors: this.#cursors, limit: 1_000 }
  }

  /** Leases numbers before the next push, as a desk does when they run low. */
  async lease(): Promise<void> {
    const { block } = await this.#ask<{ block: NumberBlock }>('POST', '/api/sync/numbers', {
      requestId: randomUUID(),
      year: 2026,
    })
    this.#block = block
    this.#next = block.first
  }

  /** Registers an appeal about its clinic. @returns milliseconds until the answer; failures are counted and give null */
  async push(): Promise<number | null> {
    if (this.#block === null || this.#next > this.#block.last)
      await this.lease().catch(() => {
        this.times.failures += 1
      })
    if (this.#block === null) return null
    const { journal, year } = this.#block
    const number = formatRegistrationNumber({ journal, year, serial: this.#next++ })
    const now = Date.now()
    const appeal = anAppeal({
      id: newUuid(now, (length) => crypto.getRandomValues(new Uint8Array(length))) as never,
      concernsId: null,
      applicant: ANONYMOUS,
      clinicId: this.session.clinicId as never,
    })
    const command = {
      id: randomUUID(),
      n: this.#n++,
      name: registerAppeal.name,
      version: registerAppeal.version,
      occurredAt: new Date(now).toISOString(),
      args: { ...appeal, number },
      seen: {},
    }
    const begin = performance.now()
    try {
      const body = { protocol: PROTOCOL_VERSION, commands: [command] }
      const { answers } = await this.#ask<PushAnswer>('POST', '/api/sync/push', body)
      if (answers[0]?.status !== 'applied') throw new Error(JSON.stringify(answers[0]))
      const took = performance.now() - begin
      this.times.push.push(took)
      return took
    } catch {
      this.times.failures += 1
      return null
    }
  }

  close(): void {
    this.#socket?.terminate()
  }

  #ask<T>(method: 'GET' | 'POST', path: string, body: object | null): Promise<T> {
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.url}${path}`,
        {
          method,
          agent,
          headers: {
            authorization: `Bearer ${this.session.token}`,
            'x-opora-protocol': String(PROTOCOL_VERSION),
            'x-forwarded-for': this.session.address,
            ...(body === null ? {} : { 'content-type': 'application/json' }),
          },
        },
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('error', reject)
          answer.on('end', () => {
            const text = Buffer.concat(parts).toString()
            if (answer.statusCode !== 200) reject(new Error(`${path}: ${answer.statusCode} ${text}`))
            else resolve(JSON.parse(text) as T)
          })
        },
      )
      sent.on('error', reject)
      sent.end(body === null ? undefined : JSON.stringify(body))
    })
  }
}
