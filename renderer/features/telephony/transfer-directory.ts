import { createContext, useContext } from 'react'
import type { Colleague } from '#shared/features/telephony/colleagues.ts'

export interface TransferDirectory {
  readonly colleagues: readonly Colleague[]
  /** False while the central API does not say where they stand. */
  readonly areStatesKnown: boolean
}

/** To whom a call can be handed over; a hook, for it is asked only while the list is open. */
export type UseTransferDirectory = (callId: string) => TransferDirectory

const NOBODY: TransferDirectory = { colleagues: [], areStatesKnown: true }

/** Given by the desk, which knows colleagues and the person on the phone; without it only numbers can be dialled. */
export const TransferDirectoryContext = createContext<UseTransferDirectory>(() => NOBODY)

export function useTransferDirectory(callId: string): TransferDirectory {
  return useContext(TransferDirectoryContext)(callId)
}
