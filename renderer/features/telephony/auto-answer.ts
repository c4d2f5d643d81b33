import type { Call } from './engine/call-state.ts'
import { isDirect } from './engine/lines.ts'
import type { Scheduler } from './engine/scheduler.ts'
import type { Softphone } from './softphone.ts'

/** It rings for so long first: the representative sees who calls and can say no. */
export const RINGS_MS = 2_500
/** The tone in the headset, this long before the caller hears her. */
const TONE_MS = 600

export interface AutoAnswerOptions {
  readonly phone: Pick<Softphone, 'store' | 'onIncoming' | 'answer'>
  readonly scheduler: Scheduler
  /** Service numbers whose queue wants it, by the central API. */
  readonly numbers: () => readonly string[]
  /** In the headset. */
  readonly playTone: () => void
}

/**
 * Answers calls of queues that are set so, after ringing and a tone, with a warning on the screen. Never beside another call, and never at a desk that is
 * not ready: a locked one is not. [TEL113]
 */
export class AutoAnswer {
  private readonly options: AutoAnswerOptions
  private stopTimer: () => void = () => undefined

  constructor(options: AutoAnswerOptions) {
    this.options = options
    options.phone.onIncoming((call) => this.begin(call))
    options.phone.store.subscribe(({ autoAnswer }, before) => {
      if (autoAnswer === undefined) {
        // Also put away from outside: the representative keeps the call for herself.
        if (before.autoAnswer !== undefined) this.stopTimer()
      } else if (!this.isStillRight(autoAnswer.callId)) this.cancel()
    })
  }

  private cancel(): void {
    this.stopTimer()
    this.options.phone.store.setState({ autoAnswer: undefined })
  }

  private begin({ id, remote }: Call): void {
    const { phone, scheduler, numbers } = this.options
    if (isDirect(remote) || remote.called === undefined || !numbers().includes(remote.called)) return
    if (!this.isStillRight(id)) return
    phone.store.setState({ autoAnswer: { callId: id, at: scheduler.now() + RINGS_MS } })
    this.stopTimer = scheduler.after(RINGS_MS - TONE_MS, () => {
      this.options.playTone()
      this.stopTimer = scheduler.after(TONE_MS, () => {
        const isRight = this.isStillRight(id)
        this.cancel()
        if (isRight) phone.answer(id)
      })
    })
  }

  private isStillRight(callId: string): boolean {
    const { calls, agent } = this.options.phone.store.getState()
    return (
      calls.length === 1 && calls[0]?.id === callId && calls[0].state === 'ringingIn' && agent.state.kind === 'ready'
    )
  }
}
