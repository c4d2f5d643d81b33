import { type ApiClient, type ApiFailure, createApiClient } from './api-client.ts'
import type { DeskSync, SyncStatus } from './desk-data.ts'
import type { DeskState } from './desk-state.ts'
import { runLiveSocket } from './live-socket.ts'
import { createLiveTalk, type LiveTalk } from './live-talk.ts'
import { journalYear, numbersLeft } from './numbers.ts'
import { ParallelUpdates } from './parallel-updates.ts'
import type { SyncPorts } from './ports.ts'
import { pullRound } from './pull-loop.ts'
import { type PushTold, pushRound } from './push-loop.ts'
import { type Repeated, repeatRounds } from './repeat.ts'
import type { SyncStatusStore } from './sync-status-store.ts'

/** A desk that gets no pokes still learns everything within this time (rule LIVE1). */
export const PULL_INTERVAL_MS = 30_000
/** Nothing waits for this long normally: a dispatch wakes the push. It finds work left by another tab. */
const PUSH_INTERVAL_MS = 60_000

export interface SyncEngine extends DeskSync {
  /** Something was dispatched. */
  wakePush(): void
  /** A page on disk was damaged: its scope is checked against the server's pages. */
  reload(scopes: readonly string[]): void
  readonly live: LiveTalk
}

/** Runs push, pull and the live connection while this tab leads, and keeps the status. */
export function startSync(options: {
  readonly baseUrl: string
  readonly state: DeskState
  readonly status: SyncStatusStore
  readonly ports: SyncPorts
}): SyncEngine {
  const { state, status, ports } = options
  const stopping = new AbortController()
  const reload = new Set<string>()
  const api: ApiClient = createApiClient({
    baseUrl: options.baseUrl,
    fetch: ports.fetch,
    tokens: ports.tokens,
    timers: ports.timers,
    onOutcome: (failure) => showOutcome(status, failure),
  })
  const onServerTime = (serverTime: string): void => {
    const clockOffsetMs = ports.timers.now() - Date.parse(serverTime)
    status.setState({ clockOffsetMs, lastSuccessAt: new Date(ports.timers.now()).toISOString() })
  }
  const onNumberTaken = (): void => {
    if (status.getState().storeLoss === null) status.setState({ storeLoss: { kind: 'older', takenBack: 0 } })
  }
  const updates = new ParallelUpdates()
  const told: PushTold = {
    serverTime: onServerTime,
    numberTaken: onNumberTaken,
    answered(commands, answers) {
      const joined = updates.take(commands, answers)
      if (joined.length > 0)
        status.setState(({ parallelUpdates }) => ({ parallelUpdates: [...parallelUpdates, ...joined] }))
    },
  }
  showState(state, status, ports)
  const unsubscribe = state.onChange(() => showState(state, status, ports))
  const live = createLiveTalk()
  let push: Repeated | null = null
  let pull: Repeated | null = null

  const led = ports.leadership.lead(async () => {
    let isTidy = false
    const common = { ports, signal: stopping.signal }
    const pushing = repeatRounds({
      ...common,
      intervalMs: PUSH_INTERVAL_MS,
      round: () => pushRound(state, api, ports, told),
    })
    const pulling = repeatRounds({
      ...common,
      intervalMs: PULL_INTERVAL_MS,
      round: async () => {
        if (!isTidy) await state.pages.tidy([...state.view.scopes.keys()])
        isTidy = true
        return pullRound({
          state,
          api,
          tokens: ports.tokens,
          ...(ports.sliceRecords === undefined ? {} : { sliceRecords: ports.sliceRecords }),
          onServerTime,
          onLoading: (loading) => status.setState({ loading }),
          reload,
        })
      },
    })
    push = pushing
    pull = pulling
    const listening = runLiveSocket(
      liveUrl(options.baseUrl),
      ports,
      () => {
        pulling.wake()
        // The server is there again: what waits need not sit out the pause.
        if (status.getState().api === 'unreachable') void pushing.now()
      },
      live.line,
      stopping.signal,
    )
    await Promise.all([pushing.ended, pulling.ended, listening])
  }, stopping.signal)

  return {
    live: live.talk,
    wakePush: () => push?.wake(),
    reload(scopes) {
      for (const scope of scopes) reload.add(scope)
      if (scopes.length > 0) pull?.wake()
    },
    async tryNow() {
      await Promise.all([push?.now(), pull?.now()])
    },
    async stop() {
      stopping.abort()
      unsubscribe()
      await led
    },
  }
}

function showOutcome(status: SyncStatusStore, failure: ApiFailure | null): void {
  const api: SyncStatus['api'] = failure === null || failure.kind === 'refused' ? 'reachable' : failure.kind
  if (status.getState().api !== api) status.setState({ api })
}

function showState(state: DeskState, status: SyncStatusStore, ports: Pick<SyncPorts, 'timers'>): void {
  const { outbox, refused, blocks } = state.view
  status.setState({
    waiting: outbox.length,
    oldestWaitingAt: outbox[0]?.command.occurredAt ?? null,
    needsYou: refused.size,
    numbersLeft: numbersLeft(blocks, journalYear(ports.timers.now())),
  })
}

/** The live address that belongs to an API address: `http` becomes `ws`. */
export function liveUrl(baseUrl: string): string {
  return `${baseUrl.replace(/^http/, 'ws')}/api/live`
}
