import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { must } from '#shared/kernel/result.ts'
import type { CallFlow, CallFlowState } from './call-flow.ts'
import type { CallSheet } from './call-sheet.ts'

export const CallFlowContext = createContext<CallFlow | null>(null)

export function useCallFlow(): CallFlow {
  return must(useContext(CallFlowContext), 'CallFlowContext')
}

const NO_CALLS = createStore<CallFlowState>(() => ({ sheets: [] }))

/** Sheets of calls that ring, go on or wait for their wrap-up; none where there is no telephone. */
export function useSheets(): readonly CallSheet[] {
  return useStore(useContext(CallFlowContext)?.state ?? NO_CALLS, (state) => state.sheets)
}
