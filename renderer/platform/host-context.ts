import { createContext, useContext } from 'react'
import type { HostBridge } from '#shared/ipc/contract.ts'
import { must } from '#shared/kernel/result.ts'

/** The computer this desk runs on, for what is drawn: saving and printing. */
export const HostContext = createContext<HostBridge | null>(null)

export function useHost(): HostBridge {
  return must(useContext(HostContext), 'HostContext')
}
