import type { AddressInfo } from 'node:net'
import { type RawData, WebSocket, WebSocketServer } from 'ws'
import { RandomSource } from '#test/simulation/random-source.ts'

export type Direction = 'toExchange' | 'toDesk'

export interface Disorder {
  /** The same seed draws the same delays; what runs between is the machine's. */
  readonly seed: number
  /** Each message is held back for up to so long, in milliseconds. */
  readonly delayMs: number
  /** Whether a message may overtake another one; without, they only come in bursts. */
  readonly reorders: boolean
}

export interface SipRelay {
  /** `ws://…`, for the telephone. */
  readonly url: string
  /** How many messages have overtaken an earlier one of the same direction. */
  readonly overtaken: number
  /** Loses each message for which it holds, from now on; undefined: none. */
  lose(isLost: ((message: string, direction: Direction) => boolean) | undefined): void
  close(): Promise<void>
}

/** A wire between telephone and exchange that delays, reorders or loses whole SIP messages. TCP itself never does so; proxies and other transports on the way do. */
export async function startSipRelay(exchangeUrl: string, disorder: Disorder): Promise<SipRelay> {
  const random = new RandomSource(disorder.seed)
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'sip' })
  const timers = new Set<NodeJS.Timeout>()
  let isLost: ((message: string, direction: Direction) => boolean) | undefined
  let overtaken = 0

  function pipe(from: WebSocket, to: WebSocket, direction: Direction, isOpen: Promise<unknown>): void {
    let newestSent = -1
    let count = 0
    let last = isOpen
    from.on('message', (data: RawData) => {
      const text = data.toString()
      if (isLost?.(text, direction)) return
      const number = count++
      const delayed = pauseFor(random.next() * disorder.delayMs)
      const due = disorder.reorders ? Promise.all([isOpen, delayed]) : Promise.all([last, delayed])
      last = due.then(() => {
        if (number < newestSent) overtaken += 1
        newestSent = Math.max(newestSent, number)
        if (to.readyState === WebSocket.OPEN) to.send(text)
      })
    })
    from.on('close', () => to.close())
    from.on('error', () => to.terminate())
  }

  function pauseFor(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        resolve()
      }, ms)
      timers.add(timer)
    })
  }

  server.on('connection', (near) => {
    const far = new WebSocket(exchangeUrl, 'sip')
    const isOpen = new Promise((resolve) => far.once('open', resolve).once('error', resolve))
    pipe(near, far, 'toExchange', isOpen)
    pipe(far, near, 'toDesk', Promise.resolve())
  })
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get overtaken() {
      return overtaken
    },
    lose: (given) => {
      isLost = given
    },
    async close() {
      for (const timer of timers) clearTimeout(timer)
      for (const client of server.clients) client.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
