import type { SessionStore } from '#renderer/features/auth/session-state.ts'
import type { Softphone } from '#renderer/features/telephony/softphone.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { DeskReads } from '#renderer/sync/desk-data.ts'
import { queueBarOn } from '#shared/features/staff/admission.ts'

/** An admission ends at midnight with nothing being sent: the day is looked at this often. */
const LOOK_EVERY_MS = 60_000

/**
 * Keeps the telephone off the queue while its user may take no calls of it (REQUIREMENTS S9): by the colleague's record, which every desk
 * holds also without the network, and by the server's word that the account was switched off. Returns how to stop.
 */
export function followQueueBar(
  reads: Pick<DeskReads, 'record' | 'subscribe'>,
  userId: string,
  session: Pick<SessionStore['state'], 'getState' | 'subscribe'>,
  phone: Pick<Softphone, 'barQueue'>,
  every: (ms: number, tick: () => void) => () => void,
  now: () => number = Date.now,
): () => void {
  let isStopped = false
  async function look(): Promise<void> {
    const own = (await reads.record('representative', userId))?.data
    if (isStopped) return
    const state = session.getState()
    const isSwitchedOff = state.phase === 'open' && state.endedBy === 'auth.notActive'
    phone.barQueue(isSwitchedOff ? 'notActive' : own === undefined ? null : queueBarOn(own, todayHere(now())))
  }
  const again = (): void => void look()
  const stops = [reads.subscribe(['representative'], again), session.subscribe(again), every(LOOK_EVERY_MS, again)]
  again()
  return () => {
    isStopped = true
    for (const stop of stops) stop()
  }
}
