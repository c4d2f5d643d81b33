import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PersonId } from '#shared/kernel/ids.ts'

export type DialMode = 'preview' | 'progressive'

/** Why somebody is left for later. Nothing of it is a result: the person stays held. */
export const SKIP_REASONS = ['later', 'busyNow', 'needsColleague'] as const
export type SkipReason = (typeof SKIP_REASONS)[number]

/** A representative works through the people she holds, one after another (REQUIREMENTS C10). */
export interface DialRunState {
  readonly isOn: boolean
  readonly mode: DialMode
  readonly isStopped: boolean
  /** Who is on the screen, and since when: in progressive dialling the time to stop it runs from there. */
  readonly shown: { readonly personId: PersonId; readonly atMs: number } | null
  /** Left for later in this run, in the order in which they were. */
  readonly skipped: readonly { readonly personId: PersonId; readonly why: SkipReason }[]
  /** Dialled in this run. */
  readonly dialled: number
}

export interface DialRun {
  readonly state: StoreApi<DialRunState>
  begin(mode: DialMode): void
  show(personId: PersonId): void
  skip(personId: PersonId, why: SkipReason): void
  dialled(): void
  /** Stops dialling by itself, or goes on: the time to stop it begins anew. */
  toggleStop(): void
  chooseMode(mode: DialMode): void
  end(): void
}

const IDLE: DialRunState = { isOn: false, mode: 'preview', isStopped: false, shown: null, skipped: [], dialled: 0 }

/** Lives as long as the desk: whoever looks at something else comes back to the same place of the list. */
export function createDialRun(now: () => number): DialRun {
  const state = createStore<DialRunState>(() => IDLE)
  const set = (change: Partial<DialRunState>): void => state.setState(change)
  /** Nobody is dialled by itself in the moment of a click that meant something else. */
  const shownAnew = (): DialRunState['shown'] => {
    const { shown } = state.getState()
    return shown === null ? null : { ...shown, atMs: now() }
  }
  return {
    state,
    begin: (mode) => set({ ...IDLE, isOn: true, mode }),
    show: (personId) => set({ shown: { personId, atMs: now() } }),
    skip: (personId, why) => {
      const others = state.getState().skipped.filter((it) => it.personId !== personId)
      set({ skipped: [...others, { personId, why }] })
    },
    dialled: () => set({ dialled: state.getState().dialled + 1 }),
    toggleStop: () => set({ isStopped: !state.getState().isStopped, shown: shownAnew() }),
    chooseMode: (mode) => set({ mode, shown: shownAnew() }),
    end: () => set(IDLE),
  }
}
