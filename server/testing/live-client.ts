import WebSocket from 'ws'
import type { LiveFromServer } from '#shared/protocol/live.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts'
import type { TestDesk } from './harness.ts'

/** The desk's end of a live connection; `next` waits for a message, `closed` for the end. */
export class LiveClient {
  readonly #socket: WebSocket
  readonly #messages: LiveFromServer[] = []
  readonly #waiting: ((message: LiveFromServer) => void)[] = []
  readonly closed: Promise<number>

  constructor(url: string) {
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`)
    this.closed = new Promise((resolve) => this.#socket.once('close', resolve))
    this.#socket.on('message', (data) => {
      const message = JSON.parse(data.toString()) as LiveFromServer
      const waiter = this.#waiting.shift()
      if (waiter) waiter(message)
      else this.#messages.push(message)
    })
  }

  async opened(): Promise<this> {
    await new Promise((resolve, reject) => this.#socket.once('open', resolve).once('error', reject))
    return this
  }

  send(message: object | string): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  next(): Promise<LiveFromServer> {
    const message = this.#messages.shift()
    return message ? Promise.resolve(message) : new Promise((resolve) => this.#waiting.push(resolve))
  }

  close(): void {
    this.#socket.terminate()
  }
}

/** A live connection of a desk, greeted. @throws Error when the server does not greet */
export async function joinLive(url: string, desk: TestDesk): Promise<LiveClient> {
  const client = await new LiveClient(url).opened()
  client.send({ t: 'hello', protocol: PROTOCOL_VERSION, accessToken: desk.session.accessToken })
  const greeting = await client.next()
  if (greeting.t !== 'welcome') throw new Error(`no welcome but ${greeting.t}`)
  return client
}
