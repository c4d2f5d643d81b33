import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Keeping } from '#renderer/sync/keeping.ts'
import type { InsuredPerson } from '#shared/features/insured-persons/person.ts'
import type { CallId } from '#shared/kernel/ids.ts'
import { must } from '#shared/kernel/result.ts'
import type { CallFlow, CallFlowState } from './call-flow.ts'
import type { CallSheet } from './call-sheet.ts'

export const CallFlowContext = createContext<CallFlow | null>(null)

export function useCallFlow(): CallFlow {
  return must(useContext(CallFlowContext), 'CallFlowContext')
}

const NO_CALLS = createStore<CallFlowState>(() => ({ sheets: [], keeping: new Map(), found: new Map() }))

/** Sheets of calls that ring, go on or wait for their wrap-up; none where there is no telephone. */
export function useSheets(): readonly CallSheet[] {
  return useStore(useContext(CallFlowContext)?.state ?? NO_CALLS, (state) => state.sheets)
}

const NOBODY: readonly InsuredPerson[] = []

/** Whom the look-up of the number of this call found. */
export function useFound(callId: CallId): readonly InsuredPerson[] {
  return useStore(useContext(CallFlowContext)?.state ?? NO_CALLS, (state) => state.found.get(callId) ?? NOBODY)
}

/** Whether the latest change of a call's sheet (notes, outcome, what is filled in by hand) is on the disk. */
export function useSheetKeeping(callId: CallId): Keeping {
  return useStore(useContext(CallFlowContext)?.state ?? NO_CALLS, (state) => state.keeping.get(callId) ?? 'kept')
}
