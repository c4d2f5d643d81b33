import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { must } from '#shared/kernel/result.ts'
import type { CallFlow } from './call-flow.ts'
import type { CallSheet } from './call-sheet.ts'

export const CallFlowContext = createContext<CallFlow | null>(null)

export function useCallFlow(): CallFlow {
  return must(useContext(CallFlowContext), 'CallFlowContext')
}

/** Sheets of calls that ring, go on or wait for their wrap-up. */
export function useSheets(): readonly CallSheet[] {
  return useStore(useCallFlow().state, (state) => state.sheets)
}
