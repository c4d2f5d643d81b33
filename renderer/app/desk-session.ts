import { createStore, type StoreApi } from 'zustand/vanilla'
import type { OpenWorkplace, SessionStore } from '#renderer/features/auth/session-state.ts'
import type { BrowserSoftphone } from '#renderer/features/telephony/browser-softphone.ts'
import type { SoftphoneState } from '#renderer/features/telephony/softphone-store.ts'
import type { AppInfo, HostBridge } from '#shared/ipc/contract.ts'
import { followOrders } from './agent-orders.ts'
import { endedCallsIn } from './call/ended-calls.ts'
import { followRecordings } from './call/recordings-session.ts'
import { openDeskData } from './desk-data/open-desk-data.ts'
import { assembleDesk, type DeskParts, everyTick } from './desk-parts.ts'
import { followAttention, followSleep, openPhone } from './phone-session.ts'
import { type PhoneShelf, phoneShelf } from './phone-shelf.ts'
import { followPresence } from './presence.ts'
import { followQueueBar } from './queue-bar.ts'

export type DeskSessionState =
  | { readonly phase: 'closed' }
  | { readonly phase: 'opening' }
  | { readonly phase: 'open'; readonly desk: DeskParts }
  /** What was typed is being written before the key goes. */
  | { readonly phase: 'locking' }
  /** Store and key are gone; a call rings or goes on, and the page is emptied when it has ended (rule LOCK4). */
  | { readonly phase: 'lockedOnCall'; readonly soft: BrowserSoftphone }
  /** The store on this computer could not be opened: another version, a damaged disk, another window that holds it. */
  | { readonly phase: 'failed'; readonly retry: () => void }

/** Resolves when the telephone has no call, or when what would follow is wanted no more. */
export function noCallLeft(
  phone: Pick<StoreApi<Pick<SoftphoneState, 'calls'>>, 'getState' | 'subscribe'> | null,
  session: Pick<SessionStore['state'], 'subscribe'>,
  isWanted: () => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const stops: (() => void)[] = []
    const look = (): void => {
      if (phone !== null && phone.getState().calls.length > 0 && isWanted()) return
      for (const stop of stops) stop()
      resolve()
    }
    if (phone !== null) stops.push(phone.subscribe(look), session.subscribe(look))
    look()
  })
}

/** The telephone of one device. It outlives the desk while a call goes on over a lock. */
interface Phone {
  readonly deviceId: string
  readonly soft: BrowserSoftphone
  readonly shelf: PhoneShelf
  stop(): Promise<void>
}

/** What an opened desk has to have closed, apart from its telephone. */
interface Opened {
  readonly parts: DeskParts
  /** Nothing of the desk listens any more. */
  still(): void
  close(): Promise<void>
}

/**
 * Opens and closes the store and the telephone as people sign in and out and as desks are locked, apart from what is drawn: a component
 * that is mounted twice must not open a database twice.
 * @param reload empties the memory of the page (rule LOCK2)
 */
export function followSession(
  session: SessionStore,
  info: AppInfo,
  host: HostBridge,
  reload: () => void,
): StoreApi<DeskSessionState> {
  const state = createStore<DeskSessionState>(() => ({ phase: 'closed' }))
  let wanted: OpenWorkplace | null = null
  let phone: Phone | null = null
  let opened: Opened | null = null
  let chain = Promise.resolve()

  function phoneOf(workplace: OpenWorkplace): Phone | null {
    const shelf = phoneShelf()
    const soft = openPhone(workplace, session.tokens, host, shelf.drafts, shelf.recordings)
    if (soft === null) return null
    const stopAttention = followAttention(soft, host)
    const stopSleep = followSleep(soft, host)
    soft.start()
    return {
      deviceId: workplace.deviceId,
      soft,
      shelf,
      async stop() {
        stopAttention()
        stopSleep()
        await soft.stop()
        shelf.take()
      },
    }
  }

  async function open(workplace: OpenWorkplace): Promise<void> {
    if (wanted !== workplace) return
    state.setState({ phase: 'opening' }, true)
    try {
      if (phone !== null && phone.deviceId !== workplace.deviceId) await stopPhone()
      const { apiUrl, user, deviceId, dataKey, expectedN } = workplace
      const store = await openDeskData({
        apiUrl,
        user,
        deviceId,
        dataKey,
        expectedN,
        tokens: session.tokens,
        survivesRestartOffline: info.secretStore === 'os',
      })
      const { storeLoss } = store.status.getState()
      if (storeLoss !== null) void host.log.write({ level: 'error', code: 'desk.storeLost', fields: { ...storeLoss } })
      const recordings = followRecordings({ ...store, apiUrl, deviceId, tokens: session.tokens })
      phone ??= phoneOf(workplace)
      phone?.shelf.put({ drafts: store.data.drafts, recordings })
      const soft = phone?.soft ?? null
      const { data, status: syncStatus } = store
      const parts = assembleDesk({ workplace, session, host, info, data, syncStatus, soft })
      const stopBar =
        soft === null ? () => {} : followQueueBar(data.reads, user.id, session.state, soft.phone, everyTick)
      const stopPresence = followPresence(data.live, soft?.phone.store ?? null, syncStatus, {
        now: () => Date.now(),
        every: everyTick,
      })
      const stopOrders = soft === null ? () => {} : followOrders(data.live, soft.phone)
      opened = {
        parts,
        still() {
          parts.stop()
          stopBar()
          stopPresence()
          stopOrders()
        },
        async close() {
          recordings.stop()
          phone?.shelf.take()
          await store.close()
        },
      }
      state.setState({ phase: 'open', desk: parts }, true)
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown'
      void host.log.write({ level: 'error', code: 'desk.storeFailed', fields: { name } })
      state.setState({ phase: 'failed', retry: () => queue(() => open(workplace)) }, true)
    }
  }

  async function stopPhone(): Promise<void> {
    const stopping = phone
    phone = null
    await stopping?.stop()
  }

  async function closeStore(): Promise<void> {
    const closing = opened
    opened = null
    await closing?.close()
  }

  async function close(): Promise<void> {
    opened?.still()
    // Before the store: what the telephone still records is kept there.
    await stopPhone()
    await closeStore()
  }

  /** Rules LOCK2 and LOCK4: what was typed is on the disk, then the key goes, then the memory of the page. */
  async function lock(): Promise<void> {
    state.setState({ phase: 'locking' }, true)
    const held = phone?.soft
    // Nobody is there to answer: the queue is to ring elsewhere.
    if (held?.phone.state.agent.state.kind !== 'notReady') held?.phone.notReady('break')
    await opened?.parts.data.drafts.settled()
    if (held !== undefined && held.phone.state.calls.length > 0) {
      const ended = opened === null ? null : endedCallsIn(sessionStorage, opened.parts.workplace.user.id)
      await held.endRecordings()
      const stopNoting = held.phone.onEnded((facts) =>
        ended?.note(facts, held.phone.state.lastEnded?.remote.isInternal === true),
      )
      opened?.still()
      await closeStore()
      state.setState({ phase: 'lockedOnCall', soft: held }, true)
      await noCallLeft(held.phone.store, session.state, () => wanted === null)
      stopNoting()
    }
    if (wanted !== null) return
    await close()
    reload()
  }

  /** One after another: a quick sign-out and sign-in must not open a store that is being closed. */
  function queue(work: () => Promise<void>): void {
    chain = chain.then(work)
  }

  function follow(): void {
    const now = session.state.getState()
    const workplace = now.phase === 'open' ? now.workplace : null
    if (workplace === wanted) return
    // The same desk with another level: who is on the line hears nothing of it, it opens anew after the call.
    const isSameDesk = workplace !== null && wanted?.deviceId === workplace.deviceId
    wanted = workplace
    queue(async () => {
      if (now.phase === 'locked') return lock()
      if (isSameDesk) await noCallLeft(phone?.soft.phone.store ?? null, session.state, () => wanted === workplace)
      // A desk whose telephone and store are being closed is not to be worked at.
      state.setState({ phase: workplace === null ? 'closed' : 'opening' }, true)
      // Opened over a lock: the call that goes on is hers, and so is the telephone.
      const isHers = workplace !== null && opened === null && phone?.deviceId === workplace.deviceId
      if (!isHers) await close()
      if (workplace !== null) await open(workplace)
    })
  }
  session.state.subscribe(follow)
  follow()
  return state
}
