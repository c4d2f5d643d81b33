import type { AgentOrderHeard } from '#shared/features/supervision/agent-order.ts'
import type { LiveFromDesk } from '#shared/protocol/live.ts'

/**
 * What a desk says on its live connection besides asking for news, and what it hears there (rule LIVE1). Nothing that must not be lost goes this
 * way: without a connection nothing is said, and the last thing is said again when there is one.
 */
export interface LiveTalk {
  /** Says now, if there is a connection, and after each greeting. `make` is asked each time, so that spans of time are true. */
  say(make: () => LiveFromDesk): void
  /** Calls back when somebody's presence has changed. */
  onFloor(listener: () => void): () => void
  /** Calls back when a supervisor changes the state of this desk's user. */
  onOrder(listener: (order: AgentOrderHeard) => void): () => void
}

/** The end of the talk that the connection holds. */
export interface LiveTalkLine {
  greeted(send: (message: LiveFromDesk) => void): void
  lost(): void
  floorChanged(): void
  ordered(order: AgentOrderHeard): void
}

export function createLiveTalk(): { readonly talk: LiveTalk; readonly line: LiveTalkLine } {
  const listeners = new Set<() => void>()
  const obedient = new Set<(order: AgentOrderHeard) => void>()
  let send: ((message: LiveFromDesk) => void) | null = null
  let last: (() => LiveFromDesk) | null = null
  const tell = (): void => {
    for (const listener of [...listeners]) listener()
  }
  return {
    talk: {
      say(make) {
        last = make
        send?.(make())
      },
      onFloor(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      onOrder(listener) {
        obedient.add(listener)
        return () => obedient.delete(listener)
      },
    },
    line: {
      greeted(by) {
        send = by
        if (last !== null) by(last())
        // What changed while there was no connection is asked for once.
        tell()
      },
      lost() {
        send = null
      },
      floorChanged: tell,
      ordered(order) {
        for (const listener of [...obedient]) listener(order)
      },
    },
  }
}
