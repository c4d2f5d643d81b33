import { useCallback } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { TimeLeftOf } from '#renderer/features/telephony/agent-control.tsx'
import { todayHere } from '#renderer/i18n/today.ts'
import { useDeskRead } from '#renderer/sync/desk-data-context.tsx'
import type { OpenSpan } from '#shared/features/telephony/agent-day.ts'
import { timeLeft } from '#shared/features/telephony/agent-terms.ts'
import { agentTermsAt } from '../agent-terms.ts'
import { useDesk } from '../desk-context.tsx'
import type { OpenStretch, ShiftState } from '../shift-journal.ts'

export interface Shift {
  /** Stretches of today that are over, sent or not. */
  readonly over: readonly OpenSpan[]
  readonly open: OpenStretch | null
}

const NO_SHIFT = createStore<ShiftState | null>(() => null)

/** What the own time of today went to, from the journal of this desk and of the person's other desks; also without the network. */
export function useShift(): Shift {
  const { shift, workplace } = useDesk()
  const today = todayHere(Date.now())
  const isToday = (instant: string): boolean => todayHere(Date.parse(instant)) === today
  const state = useStore(shift?.state ?? NO_SHIFT)
  const sent = useDeskRead(
    ['agentSpan'],
    (reads) => reads.records('agentSpan', (span) => span.userId === workplace.user.id && isToday(span.to)),
    today,
  )
  const known = new Set(sent?.map(({ id }) => id))
  const waiting = state?.closed.filter(({ id, to }) => !known.has(id) && isToday(to)) ?? []
  return { over: [...(sent ?? []).map(({ data }) => data), ...waiting], open: state?.open ?? null }
}

/** How long reasons may last yet by the terms of the organisation, with what the day has had of them. */
export function useTimeLeft(): TimeLeftOf {
  const { over } = useShift()
  return useCallback(
    (reason, seconds) => {
      const before = over.reduce((sum, span) => (span.reason === reason ? sum + span.seconds : sum), 0)
      return timeLeft(agentTermsAt(Date.now()), reason, seconds, before)
    },
    [over],
  )
}
