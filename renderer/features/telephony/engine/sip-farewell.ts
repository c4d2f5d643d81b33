import type { Core, Session, UserAgent } from 'sip.js'
import type { Scheduler } from './scheduler.ts'

/** After this the exchange has ended the call by its own timers. */
const KEEP_MS = 300_000

interface Farewell {
  readonly at: number
  readonly say: () => void
}

/**
 * BYEs that must not be lost. The library resolves `bye()` while the socket is down and never tells the other side. [TEL23]
 * A BYE is kept until somebody answers it and said again after each reconnection.
 */
export class Farewells {
  private readonly scheduler: Scheduler
  private readonly owed = new Set<Farewell>()

  constructor(scheduler: Scheduler) {
    this.scheduler = scheduler
  }

  get count(): number {
    return this.owed.size
  }

  /** Ends an established session, now or after the next reconnection. */
  say(session: Session, agent: UserAgent, isLinkUp: boolean): void {
    let request: Core.OutgoingRequest | undefined
    const delegate = {
      onAccept: () => this.owed.delete(farewell),
      onReject: (response: { message: { hasHeader(name: string): boolean } }) => {
        // An answer of the exchange (481 too) ends the matter; one the library made up does not.
        if (response.message.hasHeader('via')) this.owed.delete(farewell)
      },
    }
    const farewell: Farewell = {
      at: this.scheduler.now(),
      say: () => {
        if (request) agent.userAgentCore.request(request.message, delegate)
        else
          session
            .bye({ requestDelegate: delegate })
            .then((sent) => {
              request = sent
            })
            .catch(() => this.owed.delete(farewell))
      },
    }
    this.owed.add(farewell)
    if (isLinkUp) farewell.say()
  }

  /** To be called when the link is up again. */
  repeat(): void {
    for (const farewell of this.owed) {
      if (this.scheduler.now() - farewell.at > KEEP_MS) this.owed.delete(farewell)
      else farewell.say()
    }
  }
}
