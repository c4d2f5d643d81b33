import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SoftphoneState } from '#renderer/features/telephony/softphone-store.ts'
import { todayHere } from '#renderer/i18n/today.ts'
import type { DeskDrafts, DeskWrites, SyncStatus } from '#renderer/sync/desk-data.ts'
import { type KeptSpan, recordSpans, SPANS_MAX } from '#shared/features/telephony/agent-commands.ts'
import { type AgentActivity, SPAN_SECONDS_MAX } from '#shared/features/telephony/agent-span.ts'
import { toInstant } from '#shared/kernel/clock.ts'
import type { NotReadyReason } from '#shared/kernel/not-ready-reason.ts'

type PhoneView = Pick<SoftphoneState, 'calls' | 'agent'>

/** The stretch that goes on. */
export interface OpenStretch {
  readonly activity: AgentActivity
  readonly reason: NotReadyReason | null
  /** Milliseconds of this computer's clock. */
  readonly sinceMs: number
}

export interface ShiftState {
  /** Stretches that are over and wait for the server to be there. */
  readonly closed: readonly KeptSpan[]
  readonly open: OpenStretch
}

/** As kept in the encrypted store, so that a desk that dies loses seconds of its shift and not the shift. */
interface ShiftDraft extends ShiftState {
  readonly heardAtMs: number
}

export interface ShiftJournal {
  readonly state: StoreApi<ShiftState>
  stop(): void
}

interface ShiftParts {
  readonly phone: Pick<StoreApi<PhoneView>, 'getState' | 'subscribe'>
  readonly drafts: Pick<DeskDrafts, 'load' | 'save'>
  readonly writes: Pick<DeskWrites, 'dispatch'>
  readonly sync: Pick<StoreApi<Pick<SyncStatus, 'api'>>, 'getState' | 'subscribe'>
  readonly newId: () => string
  readonly clock: { readonly now: () => number; readonly every: (ms: number, tick: () => void) => () => void }
}

const DRAFT = 'telephony.shift'
/** So much of a shift is lost at most when a desk dies. */
const HEARD_EVERY_MS = 15_000

/** What the representative's time goes to at this moment: a call counts whatever the state behind it. */
export function activityOf({ calls, agent }: PhoneView): Pick<OpenStretch, 'activity' | 'reason'> {
  if (calls.some(({ answeredAt, state }) => answeredAt !== undefined && state !== 'ended'))
    return { activity: 'talking', reason: null }
  const { state } = agent
  return state.kind === 'notReady'
    ? { activity: 'notReady', reason: state.reason }
    : { activity: state.kind, reason: null }
}

/**
 * Keeps the shift as stretches of time (REQUIREMENTS C9). Over without the server they wait in the encrypted store of the desk and go out as
 * commands when it is there, so that the count of what waits to be sent stays the representative's own work.
 */
export function followShift({ phone, drafts, writes, sync, newId, clock }: ShiftParts): ShiftJournal {
  const state = createStore<ShiftState>(() => ({
    closed: [],
    open: { ...activityOf(phone.getState()), sinceMs: clock.now() },
  }))
  let isLoaded = false
  let isSending = false
  let isStopped = false

  const keep = (): void => {
    if (isLoaded) void drafts.save(DRAFT, { ...state.getState(), heardAtMs: clock.now() } satisfies ShiftDraft)
  }
  const spanOf = (open: OpenStretch, toMs: number, isCutShort: boolean): readonly KeptSpan[] => {
    const seconds = Math.round((toMs - open.sinceMs) / 1000)
    if (seconds < 1) return []
    return [
      {
        id: newId() as KeptSpan['id'],
        activity: open.activity,
        reason: open.reason,
        from: toInstant(open.sinceMs),
        to: toInstant(toMs),
        seconds: Math.min(SPAN_SECONDS_MAX, seconds),
        isCutShort,
      },
    ]
  }
  function turn(): void {
    const nowMs = clock.now()
    const { open, closed } = state.getState()
    state.setState({
      closed: [...closed, ...spanOf(open, nowMs, false)],
      open: { ...activityOf(phone.getState()), sinceMs: nowMs },
    })
    keep()
    void send()
  }
  function follow(): void {
    const { open } = state.getState()
    const now = activityOf(phone.getState())
    if (now.activity !== open.activity || now.reason !== open.reason) turn()
  }
  async function send(): Promise<void> {
    if (isSending || !isLoaded || isStopped || sync.getState().api !== 'reachable') return
    const spans = state.getState().closed.slice(0, SPANS_MAX)
    if (spans.length === 0) return
    isSending = true
    // A repetition after a crash in between is passed by: stretches that are there are not recorded again.
    const done = await writes.dispatch(recordSpans, { spans: [...spans] }).catch(() => null)
    isSending = false
    if (done?.ok !== true) return
    const sent = new Set(spans.map(({ id }) => id))
    state.setState({ closed: state.getState().closed.filter(({ id }) => !sent.has(id)) })
    keep()
  }
  async function begin(): Promise<void> {
    const before = await drafts.load<ShiftDraft>(DRAFT).catch(() => null)
    if (isStopped) return
    isLoaded = true
    if (before !== null) {
      const { closed } = state.getState()
      state.setState({ closed: [...before.closed, ...spanOf(before.open, before.heardAtMs, true), ...closed] })
    }
    keep()
    void send()
  }
  function tick(): void {
    const { open } = state.getState()
    // Figures are those of a day: a stretch over midnight is two.
    if (todayHere(open.sinceMs) === todayHere(clock.now())) keep()
    else turn()
    void send()
  }
  const stops = [phone.subscribe(follow), sync.subscribe(() => void send()), clock.every(HEARD_EVERY_MS, tick)]
  void begin()
  return {
    state,
    stop: () => {
      for (const stop of stops) stop()
      keep()
      isStopped = true
    },
  }
}
