import { Inviter, type Session, SessionState, type Web } from 'sip.js'
import { glareDelayMs } from './reconnect-delay.ts'
import type { Scheduler } from './scheduler.ts'
import type { SessionDescription } from './sip-session-description.ts'

export interface Reinvite {
  readonly isHeld: boolean
  readonly needsIceRestart: boolean
}

type Outcome = 'accepted' | 'glare' | 'refused'

const MAX_TRIES = 3

/** Re-INVITEs of one call, one after another: the library refuses a second one while the first is in flight. [TEL32] */
export class ReinviteQueue {
  private readonly scheduler: Scheduler
  private readonly session: () => Session
  private last: Promise<unknown> = Promise.resolve()

  constructor(scheduler: Scheduler, session: () => Session) {
    this.scheduler = scheduler
    this.session = session
  }

  /** Resolves true when the far side accepted it and the call still stands. Never rejects. */
  send(reinvite: Reinvite): Promise<boolean> {
    const mine = this.last.then(() => this.run(reinvite))
    this.last = mine
    return mine
  }

  /** How the far side's next re-INVITE is answered; the library keeps the options of our last one for that. */
  answerHeld(isHeld: boolean): void {
    keepHold(this.session(), isHeld)
  }

  private async run(reinvite: Reinvite): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      const session = this.session()
      if (session.state !== SessionState.Established) return false
      const outcome = await this.once(session, reinvite)
      if (outcome === 'accepted') return session.state === SessionState.Established
      if (outcome === 'refused' || attempt === MAX_TRIES) return false
      const delay = glareDelayMs(session instanceof Inviter, this.scheduler.random())
      await new Promise<void>((resolve) => this.scheduler.after(delay, resolve))
    }
  }

  private async once(session: Session, reinvite: Reinvite): Promise<Outcome> {
    const outcome = await new Promise<Outcome>((resolve) => {
      session
        .invite({
          sessionDescriptionHandlerOptions: {
            hold: reinvite.isHeld,
            ...(reinvite.needsIceRestart ? { offerOptions: { iceRestart: true } } : {}),
          } as Web.SessionDescriptionHandlerOptions,
          requestDelegate: {
            onAccept: () => resolve('accepted'),
            // with Retry-After a 500 says that our second INVITE came before the first was finished (RFC 3261 §14.2)
            onReject: ({ message }) =>
              resolve(
                message.statusCode === 491 || (message.statusCode === 500 && message.hasHeader('retry-after'))
                  ? 'glare'
                  : 'refused',
              ),
          },
        })
        // An offer that met the far side's one in the browser ("state other than stable") is glare as well.
        .catch(() => resolve('glare'))
    })
    if (outcome === 'glare')
      await (session.sessionDescriptionHandler as SessionDescription | undefined)?.rollbackDescription().catch(ignore)
    // Else the ICE restart of this one would be repeated by every answer to the far side.
    keepHold(session, reinvite.isHeld)
    return outcome
  }
}

function keepHold(session: Session, hold: boolean): void {
  const options: Web.SessionDescriptionHandlerOptions = { hold }
  session.sessionDescriptionHandlerOptionsReInvite = options
}

function ignore(): void {}
