import { createStore, type StoreApi } from 'zustand/vanilla'
import type { OpenWorkplace, SessionStore } from '#renderer/features/auth/session-store.ts'
import type { SoftphoneState } from '#renderer/features/telephony/softphone-store.ts'
import type { AppInfo, HostBridge } from '#shared/ipc/contract.ts'
import { followRecordings } from './call/recordings-session.ts'
import { openDeskData } from './desk-data/open-desk-data.ts'
import { assembleDesk, type DeskParts } from './desk-parts.ts'
import { followAttention, openPhone } from './phone-session.ts'
import { followPresence } from './presence.ts'
import { followQueueBar } from './queue-bar.ts'

export type DeskSessionState =
  | { readonly phase: 'closed' }
  | { readonly phase: 'opening' }
  | { readonly phase: 'open'; readonly desk: DeskParts }
  /** The store on this computer could not be opened: another version, a damaged disk, another window that holds it. */
  | { readonly phase: 'failed'; readonly retry: () => void }

function everyTick(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms)
  return () => clearInterval(timer)
}

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

/**
 * Opens and closes the store and the telephone as people sign in and out, apart from what is drawn: a component that is mounted
 * twice must not open a database twice.
 */
export function followSession(session: SessionStore, info: AppInfo, host: HostBridge): StoreApi<DeskSessionState> {
  const state = createStore<DeskSessionState>(() => ({ phase: 'closed' }))
  let wanted: OpenWorkplace | null = null
  let phone: StoreApi<SoftphoneState> | null = null
  let close = async (): Promise<void> => {}
  let chain = Promise.resolve()

  async function open(workplace: OpenWorkplace): Promise<void> {
    if (wanted !== workplace) return
    state.setState({ phase: 'opening' }, true)
    try {
      const { apiUrl, user, deviceId, dataKey, expectedN } = workplace
      const opened = await openDeskData({
        apiUrl,
        user,
        deviceId,
        dataKey,
        expectedN,
        tokens: session.tokens,
        survivesRestartOffline: info.secretStore === 'os',
      })
      const { storeLoss } = opened.status.getState()
      if (storeLoss !== null) void host.log.write({ level: 'error', code: 'desk.storeLost', fields: { ...storeLoss } })
      const recordings = followRecordings({ ...opened, apiUrl, deviceId, tokens: session.tokens })
      const soft = openPhone(workplace, session.tokens, host, opened.data.drafts, recordings)
      const stopAttention = soft === null ? () => {} : followAttention(soft, host)
      const { data, status: syncStatus } = opened
      const desk = assembleDesk({ workplace, session, host, info, data, syncStatus, soft })
      phone = soft?.phone.store ?? null
      const stopBar =
        soft === null ? () => {} : followQueueBar(data.reads, workplace.user.id, session.state, soft.phone, everyTick)
      soft?.start()
      const stopPresence = followPresence(data.live, soft?.phone.store ?? null, syncStatus, {
        now: () => Date.now(),
        every: everyTick,
      })
      close = async () => {
        desk.stop()
        stopBar()
        stopPresence()
        stopAttention()
        await soft?.stop()
        recordings.stop()
        await opened.close()
      }
      state.setState({ phase: 'open', desk }, true)
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown'
      void host.log.write({ level: 'error', code: 'desk.storeFailed', fields: { name } })
      state.setState({ phase: 'failed', retry: () => queue(() => open(workplace)) }, true)
    }
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
      if (isSameDesk) await noCallLeft(phone, session.state, () => wanted === workplace)
      const closing = close
      close = async () => {}
      // A desk whose telephone and store are being closed is not to be worked at.
      state.setState({ phase: workplace === null ? 'closed' : 'opening' }, true)
      await closing()
      if (workplace !== null) await open(workplace)
    })
  }
  session.state.subscribe(follow)
  follow()
  return state
}
