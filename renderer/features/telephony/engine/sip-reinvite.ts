import { Inviter, type Session, SessionState, type Web } from 'sip.js'
import { glareDelayMs } from './reconnect-delay.ts'
import type { Scheduler } from './scheduler.ts'
import type { SessionDescription } from './sip-session-description.ts'

export interface Reinvite {
  readonly isHeld: boolean
  readonly needsIceRestart: boolean
}

type Outcome = 'accepted' | 'glare' | 'refused' | 'gone'

/** Answers after which there is no dialogue any more, or nobody at its other end (RFC 3261 §12.2.1.2). */
const NO_SUCH_CALL = 481
const NO_ANSWER = 408
/** One may be an exchange that has just come back and is not yet found. */
const UNANSWERED_MAX = 2

const MAX_TRIES = 3
/** An ACK that was lost comes again with our repeated 200; longer than this nobody who pressed Hold is kept waiting. */
const ACK_WITHIN_MS = 4_000

/** Re-INVITEs of one call, one after another: the library refuses a second one while the first is in flight. [TEL32] */
export class ReinviteQueue {
  private readonly scheduler: Scheduler
  private readonly session: () => Session
  private last: Promise<unknown> = Promise.resolve()
  private isAckOwed = false
  private tellAcknowledged = (): void => {}

  private unanswered = 0
  private readonly onGone: () => void

  /** @param onGone the far side does not know this call any more, or does not answer in it again and again */
  constructor(scheduler: Scheduler, session: () => Session, onGone: () => void) {
    this.scheduler = scheduler
    this.session = session
    this.onGone = onGone
  }

  /** Resolves true when the far side accepted it and the call still stands. Never rejects. */
  send(reinvite: Reinvite): Promise<boolean> {
    const mine = this.last.then(() => this.run(reinvite))
    this.last = mine
    return mine
  }

  /**
   * We have accepted an INVITE of the far side: no re-INVITE of ours may leave before its ACK is here (RFC 3261 §14.1). One that overtakes our 200
   * makes a strict far side give the call up. [TEL32]
   */
  accepted(): void {
    this.isAckOwed = true
  }

  acknowledged(): void {
    this.isAckOwed = false
    this.tellAcknowledged()
  }

  /** How the far side's next re-INVITE is answered; the library keeps the options of our last one for that. */
  answerHeld(isHeld: boolean): void {
    keepHold(this.session(), isHeld)
  }

  private async run(reinvite: Reinvite): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      await this.untilAcknowledged()
      const session = this.session()
      if (session.state !== SessionState.Established) return false
      const outcome = await this.once(session, reinvite)
      if (outcome === 'accepted') return session.state === SessionState.Established
      if (outcome === 'gone') this.onGone()
      if (outcome === 'refused' || outcome === 'gone' || attempt === MAX_TRIES) return false
      const delay = glareDelayMs(session instanceof Inviter, this.scheduler.random())
      await new Promise<void>((resolve) => this.scheduler.after(delay, resolve))
    }
  }

  private async untilAcknowledged(): Promise<void> {
    if (!this.isAckOwed) return
    await new Promise<void>((resolve) => {
      const cancel = this.scheduler.after(ACK_WITHIN_MS, () => this.acknowledged())
      this.tellAcknowledged = () => {
        cancel()
        resolve()
      }
    })
  }

  private outcomeOf(status: number, message: { hasHeader(name: string): boolean }): Outcome {
    // what the library makes up itself, having no connection, has no Via and says nothing about the far side
    const isHeard = message.hasHeader('via')
    this.unanswered = status === NO_ANSWER && isHeard ? this.unanswered + 1 : 0
    if ((status === NO_SUCH_CALL && isHeard) || this.unanswered >= UNANSWERED_MAX) return 'gone'
    // with Retry-After a 500 says that our second INVITE came before the first was finished (RFC 3261 §14.2)
    return status === 491 || (status === 500 && message.hasHeader('retry-after')) ? 'glare' : 'refused'
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
            onAccept: () => {
              this.unanswered = 0
              resolve('accepted')
            },
            onReject: ({ message }) => resolve(this.outcomeOf(message.statusCode ?? 500, message)),
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
