import type { DeskReads, DeskWrites } from '#renderer/sync/desk-data.ts'
import { type CallBack, isKeptBy, openCallBacks, settleCallBack } from '#shared/features/telephony/call-back.ts'
import { toInstant } from '#shared/kernel/clock.ts'

/** A promise is due to the minute: it is looked at this often. */
export const LOOK_EVERY_MS = 15_000

interface CallBackParts {
  readonly reads: Pick<DeskReads, 'records' | 'subscribe'>
  readonly writes: Pick<DeskWrites, 'dispatch'>
  readonly me: string
  /** Calls for attention to a promise whose time has come; once for each start of the desk. */
  readonly remind: (promise: CallBack) => void
  /** Nothing is due any more. */
  readonly calm: () => void
  readonly clock: { readonly now: () => number; readonly every: (ms: number, tick: () => void) => () => void }
}

/**
 * Reminds of promised calls and closes those that a talk has kept (REQUIREMENTS C7). Everything it needs is in the store of the desk, so it
 * reminds without the network, and after a restart of whatever came due meanwhile. Returns how to stop.
 */
export function followCallBacks({ reads, writes, me, remind, calm, clock }: CallBackParts): () => void {
  const reminded = new Set<string>()
  let isStopped = false
  let isLooking = false
  let isAgain = false

  async function look(): Promise<void> {
    const all = (await reads.records('callBack')).map(({ data }) => data)
    const open = openCallBacks(all, me)
    if (open.length > 0) await keepTalked(open)
    if (isStopped) return
    const due = open.filter(({ dueAt }) => dueAt <= toInstant(clock.now()))
    for (const promise of due.filter(({ id }) => !reminded.has(id))) {
      reminded.add(promise.id)
      remind(promise)
    }
    if (due.length === 0) calm()
  }

  async function keepTalked(open: readonly CallBack[]): Promise<void> {
    const calls = (await reads.records('call', (call) => call.userId === me)).map(({ data }) => data)
    for (const promise of open) {
      // Promised during a call: whatever was talked before its end was not the promised talk.
      const promisedAt = calls.find(({ id }) => id === promise.id)?.endedAt
      if (promisedAt !== undefined && calls.some((call) => isKeptBy(promise, promisedAt, call)))
        await writes.dispatch(settleCallBack, { id: promise.id, how: 'kept' })
    }
  }

  /** One look at a time: two would settle one promise twice. */
  async function again(): Promise<void> {
    isAgain = true
    if (isLooking) return
    isLooking = true
    while (isAgain && !isStopped) {
      isAgain = false
      await look().catch(() => undefined)
    }
    isLooking = false
  }

  const stops = [
    reads.subscribe(['callBack', 'call'], () => void again()),
    clock.every(LOOK_EVERY_MS, () => void again()),
  ]
  void again()
  return () => {
    isStopped = true
    for (const stop of stops) stop()
  }
}
