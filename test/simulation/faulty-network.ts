import type { Fetch } from '#renderer/sync/ports.ts'
import type { RandomSource } from './random-source.ts'

export interface Faults {
  readonly loseRequest: number
  readonly loseAnswer: number
  readonly duplicate: number
  /** Anything but the oldest message is delivered next. */
  readonly reorder: number
}

export const NO_FAULTS: Faults = { loseRequest: 0, loseAnswer: 0, duplicate: 0, reorder: 0 }

interface Message {
  readonly from: object
  deliver(): Promise<void>
}

/** Messages between desks and server, delivered one by one as the schedule says: late, twice, out of order, or never. */
export class FaultyNetwork {
  #messages: Message[] = []
  faults: Faults = NO_FAULTS
  readonly counts = { lostRequests: 0, lostAnswers: 0, duplicates: 0, reordered: 0, refused: 0 }

  constructor(
    private readonly random: RandomSource,
    private readonly handle: (url: string, init: RequestInit) => Promise<Response>,
  ) {}

  get waiting(): number {
    return this.#messages.length
  }

  /** The network of one run of one desk. `isConnected` is asked when something is sent and again when something arrives. */
  connect(desk: object, isConnected: () => boolean): Fetch {
    return (url, init) =>
      new Promise((resolve, reject) => {
        init.signal?.addEventListener('abort', () => reject(new DOMException('timeout', 'AbortError')))
        if (!isConnected()) {
          this.counts.refused += 1
          reject(new TypeError('network down'))
          return
        }
        const request: Message = {
          from: desk,
          deliver: async () => {
            let answer: Response
            try {
              answer = await this.handle(url, init)
            } catch {
              // The server died over it: the connection breaks.
              reject(new TypeError('connection reset'))
              return
            }
            if (this.random.chance(this.faults.loseAnswer)) {
              this.counts.lostAnswers += 1
              return
            }
            this.#messages.push({
              from: desk,
              deliver: async () => (isConnected() ? resolve(answer) : reject(new TypeError('network down'))),
            })
          },
        }
        if (this.random.chance(this.faults.loseRequest)) this.counts.lostRequests += 1
        else this.#messages.push(request)
        if (this.random.chance(this.faults.duplicate)) {
          this.counts.duplicates += 1
          this.#messages.push(request)
        }
      })
  }

  /** Delivers one message, if there is one. */
  async deliverOne(): Promise<boolean> {
    const isOutOfOrder = this.#messages.length > 1 && this.random.chance(this.faults.reorder)
    if (isOutOfOrder) this.counts.reordered += 1
    const [message] = this.#messages.splice(isOutOfOrder ? this.random.below(this.#messages.length) : 0, 1)
    await message?.deliver()
    return message !== undefined
  }

  /** Answers to a desk that has died reach nobody; its requests may still arrive. */
  get size(): number {
    return this.#messages.length
  }
}
