import type { DeliveryState, Kept, PersonHistory } from '#renderer/sync/desk-data.ts'
import { type Appeal, isOpen } from '#shared/features/appeals/appeal.ts'
import type { ScriptRun } from '#shared/features/call-scripts/run.ts'
import type { Assistance } from '#shared/features/clinics/assistance.ts'
import type { Booking } from '#shared/features/clinics/booking.ts'
import type { Informing } from '#shared/features/preventive-care/informing.ts'
import type { Call } from '#shared/features/telephony/call.ts'

/** One line of what happened with a person. A script run stands inside its call; on its own only when it had none. */
export type TimelineEntry =
  | { readonly kind: 'appeal'; readonly at: string; readonly appeal: Appeal; readonly delivery: DeliveryState }
  | {
      readonly kind: 'call'
      readonly at: string
      readonly call: Call
      readonly runs: readonly ScriptRun[]
      readonly delivery: DeliveryState
    }
  | { readonly kind: 'informing'; readonly at: string; readonly informing: Informing; readonly delivery: DeliveryState }
  | { readonly kind: 'visit'; readonly at: string; readonly booking: Booking; readonly delivery: DeliveryState }
  | {
      readonly kind: 'assistance'
      readonly at: string
      readonly assistance: Assistance
      readonly delivery: DeliveryState
    }
  | { readonly kind: 'run'; readonly at: string; readonly run: ScriptRun; readonly delivery: DeliveryState }

export interface PersonPast {
  /** Appeals that somebody still works on, the one to be answered soonest first. */
  readonly openAppeals: readonly Kept<'appeal'>[]
  /** Everything else and everything, newest first. */
  readonly timeline: readonly TimelineEntry[]
}

/** The history of a person as the card shows it: open appeals first, then one timeline of all slices. */
export function pastOf(history: PersonHistory): PersonPast {
  const openAppeals = history.appeals
    .filter(({ data }) => isOpen(data))
    .sort((a, b) => (a.data.answerBy ?? '9999').localeCompare(b.data.answerBy ?? '9999') || newest(a.data, b.data))
  const callIds = new Set<string>(history.calls.map(({ data }) => data.id))
  const timeline: TimelineEntry[] = [
    ...history.appeals.map(
      ({ data, delivery }): TimelineEntry => ({ kind: 'appeal', at: data.registeredAt, appeal: data, delivery }),
    ),
    ...history.calls.map(
      ({ data, delivery }): TimelineEntry => ({
        kind: 'call',
        at: data.offeredAt,
        call: data,
        runs: history.runs.map((run) => run.data).filter((run) => run.callId === data.id),
        delivery,
      }),
    ),
    ...history.informings.map(
      ({ data, delivery }): TimelineEntry => ({ kind: 'informing', at: data.at, informing: data, delivery }),
    ),
    ...history.bookings.map(
      ({ data, delivery }): TimelineEntry => ({ kind: 'visit', at: data.bookedAt, booking: data, delivery }),
    ),
    ...history.assistances.map(
      ({ data, delivery }): TimelineEntry => ({ kind: 'assistance', at: data.at, assistance: data, delivery }),
    ),
    ...history.runs
      .filter(({ data }) => data.callId === null || !callIds.has(data.callId))
      .map(({ data, delivery }): TimelineEntry => ({ kind: 'run', at: data.startedAt, run: data, delivery })),
  ]
  return { openAppeals, timeline: timeline.sort((a, b) => b.at.localeCompare(a.at)) }
}

function newest(a: Appeal, b: Appeal): number {
  return b.registeredAt.localeCompare(a.registeredAt)
}
