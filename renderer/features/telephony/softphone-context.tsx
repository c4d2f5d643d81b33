import { createContext, type ReactNode, useContext } from 'react'
import { useStore } from 'zustand'
import type { BrowserSoftphone } from './browser-softphone.ts'
import type { SoftphoneState } from './softphone-store.ts'

const SoftphoneContext = createContext<BrowserSoftphone | undefined>(undefined)

export function SoftphoneProvider({
  soft,
  children,
}: {
  readonly soft: BrowserSoftphone
  readonly children: ReactNode
}) {
  return <SoftphoneContext.Provider value={soft}>{children}</SoftphoneContext.Provider>
}

/** The telephone of this window. @throws Error outside `SoftphoneProvider` */
export function useSoftphone(): BrowserSoftphone {
  const soft = useContext(SoftphoneContext)
  if (!soft) throw new Error('SoftphoneProvider is missing above')
  return soft
}

/** A part of the telephone's state; the component is drawn again when that part changes. */
export function useSoftphoneState<Part>(select: (state: SoftphoneState) => Part): Part {
  return useStore(useSoftphone().phone.store, select)
}

/** Dials a number from anywhere on the desk; does nothing when it cannot be dialled now (`useCanDial`). */
export function useClickToCall(): (number: string) => void {
  const { phone } = useSoftphone()
  return (number) => void phone.call(number)
}

/** Why nobody can be dialled now; `undefined` = it can be done. */
export function useCannotDial(): 'notRegistered' | 'linesTaken' | undefined {
  return useSoftphoneState(({ link, calls }) =>
    link.state !== 'registered' ? 'notRegistered' : calls.length >= 2 ? 'linesTaken' : undefined,
  )
}
