import type { StoreApi } from 'zustand/vanilla'
import type { SoftphoneState } from '#renderer/features/telephony/softphone-store.ts'
import type { SyncStatus } from '#renderer/sync/desk-data.ts'
import type { LiveTalk } from '#renderer/sync/live-talk.ts'
import {
  type CallPhase,
  PRESENCE_EVERY_MS,
  type PresenceReport,
  presenceShape,
} from '#shared/features/supervision/presence.ts'
import type { CallId } from '#shared/kernel/ids.ts'

type PhoneView = Pick<SoftphoneState, 'link' | 'calls' | 'agent'>
type PhoneCall = PhoneView['calls'][number]

const SPAN_MAX_MS = 7 * 24 * 3_600_000
const CALLS_MAX = 4

/** What this desk says of itself on the floor (REQUIREMENTS S1): states and spans, never with whom somebody talks. */
export function presenceOf(phone: PhoneView | null, unsent: number, nowMs: number): PresenceReport {
  const span = (since: number): number => Math.min(SPAN_MAX_MS, Math.max(0, Math.round(nowMs - since)))
  if (phone === null) return { phone: null, calls: [], unsent }
  const { state } = phone.agent
  return {
    phone: {
      isRegistered: phone.link.state === 'registered',
      agent: state.kind,
      reason: state.kind === 'notReady' ? state.reason : null,
      forMs: span(state.since),
    },
    calls: phone.calls
      // Who listens to a colleague has no call of her own.
      .filter(({ state: its, remote }) => its !== 'ended' && its !== 'idle' && remote.listening === undefined)
      .slice(0, CALLS_MAX)
      .map((call) => ({
        id: call.id as CallId,
        direction: call.direction,
        source: call.remote.source,
        phase: phaseOf(call),
        forMs: span(call.answeredAt ?? call.offeredAt),
      })),
    unsent,
  }
}

function phaseOf(call: PhoneCall): CallPhase {
  if (call.answeredAt !== undefined) return call.isHeld || call.isFarHeld ? 'held' : 'talking'
  return call.direction === 'in' ? 'ringing' : 'dialling'
}

/** Reports at each change and at intervals, for the server forgets a desk that is silent. Returns how to stop. */
export function followPresence(
  live: Pick<LiveTalk, 'say'>,
  phone: StoreApi<PhoneView> | null,
  sync: StoreApi<SyncStatus>,
  clock: { readonly now: () => number; readonly every: (ms: number, tick: () => void) => () => void },
): () => void {
  let said = ''
  const report = (): PresenceReport => presenceOf(phone?.getState() ?? null, sync.getState().waiting, clock.now())
  const say = (): void => live.say(() => ({ t: 'presence', report: report() }))
  const follow = (): void => {
    const shape = presenceShape(report())
    if (shape === said) return
    said = shape
    say()
  }
  follow()
  const stops = [phone?.subscribe(follow), sync.subscribe(follow), clock.every(PRESENCE_EVERY_MS, say)]
  return () => {
    for (const stop of stops) stop?.()
  }
}
