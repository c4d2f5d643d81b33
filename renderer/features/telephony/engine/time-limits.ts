import { timeLimitMs } from './call-machine.ts'
import type { Call } from './call-state.ts'
import type { Scheduler } from './scheduler.ts'

/** Leads calls out of states in which they may not stay. [TEL2] */
export class TimeLimits {
  private readonly scheduler: Scheduler
  private readonly onDue: (callId: string) => void
  private readonly timers = new Map<string, () => void>()

  constructor(scheduler: Scheduler, onDue: (callId: string) => void) {
    this.scheduler = scheduler
    this.onDue = onDue
  }

  /** To be told whenever a call has entered a state. */
  watch(call: Call): void {
    this.timers.get(call.id)?.()
    this.timers.delete(call.id)
    const limit = timeLimitMs(call)
    if (limit === undefined) return
    const left = Math.max(0, call.since + limit - this.scheduler.now())
    this.timers.set(
      call.id,
      this.scheduler.after(left, () => this.onDue(call.id)),
    )
  }
}
