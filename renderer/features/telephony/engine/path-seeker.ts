import type { Scheduler } from './scheduler.ts'

/** How long a media path may be interrupted before a new one is sought; the browser itself gives a path up only after half a minute. */
const INTERRUPTED_MS = 3_000

/** An interruption that lasts, though the exchange can be reached, is mended by a restart of ICE, and again until it is. [TEL23] */
export class PathSeeker {
  private readonly scheduler: Scheduler
  private readonly isInterrupted: () => boolean
  private readonly restart: () => Promise<void>
  private cancel = (): void => {}

  constructor(scheduler: Scheduler, isInterrupted: () => boolean, restart: () => Promise<void>) {
    this.scheduler = scheduler
    this.isInterrupted = isInterrupted
    this.restart = restart
  }

  /** Looks again after a while, and seeks if it is still interrupted then. */
  seekIfStill(): void {
    this.cancel()
    this.cancel = this.scheduler.after(INTERRUPTED_MS, async () => {
      if (!this.isInterrupted()) return
      await this.restart()
      this.seekIfStill()
    })
  }
}
