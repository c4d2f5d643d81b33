import { createContext, useCallback, useContext, useRef, useState } from 'react'
import { useCannotDial, useSoftphone, useSoftphoneState } from './softphone-context.tsx'

/** Why a number had better not be dialled now. `until`: ISO 8601, when it may. */
export type DialDoubt =
  | { readonly why: 'doNotCall' | 'consentWithdrawn' }
  | { readonly why: 'quietHours'; readonly until: string }

/** Asked before a number that was typed is dialled; null: it may be. */
export type AskAboutNumber = (number: string) => Promise<DialDoubt | null>

/** Given by the desk, which knows people and the rules of outbound calls; without it every number is dialled at once. */
export const AskAboutNumberContext = createContext<AskAboutNumber>(async () => null)

export interface ManualDial {
  /** What stands in the field. */
  readonly number: string
  readonly type: (number: string) => void
  readonly error: 'nothing' | 'notRegistered' | 'linesTaken' | null
  /** A number that waits for the word of the operator. */
  readonly doubt: DialDoubt | null
  /** Dials what is typed; with nothing typed the last number is put into the field. */
  readonly submit: () => void
  /** Dials the last number again. */
  readonly redial: () => void
  /** Dials in spite of the doubt. */
  readonly insist: () => void
  readonly giveUp: () => void
}

/** Dialling by hand: the rules of outbound calls are asked first, as lists do, and the operator has the last word. */
export function useManualDial(): ManualDial {
  const { phone } = useSoftphone()
  const ask = useContext(AskAboutNumberContext)
  const cannot = useCannotDial()
  const last = useSoftphoneState((state) => state.lastDialled)
  const [number, setNumber] = useState('')
  const [error, setError] = useState<ManualDial['error']>(null)
  const [doubt, setDoubt] = useState<DialDoubt | null>(null)
  // A second Enter while the rules are asked must not dial twice, and an answer for a number that was changed meanwhile is void.
  const asked = useRef<string | null>(null)

  const call = useCallback(
    (dialled: string): void => {
      setDoubt(null)
      if (phone.call(dialled) !== undefined) setNumber('')
    },
    [phone],
  )
  const dial = useCallback(
    (dialled: string): void => {
      if (!/[0-9*#]/.test(dialled)) {
        if (last === undefined || dialled.trim() !== '') setError('nothing')
        else setNumber(last)
        return
      }
      if (cannot !== undefined) {
        setError(cannot)
        return
      }
      if (asked.current === dialled) return
      asked.current = dialled
      void ask(dialled)
        .catch(() => null)
        .then((found) => {
          if (asked.current !== dialled) return
          asked.current = null
          if (found === null) call(dialled)
          else setDoubt(found)
        })
    },
    [ask, call, cannot, last],
  )
  return {
    number,
    error,
    doubt,
    type: (typed) => {
      asked.current = null
      setNumber(typed)
      setError(null)
      setDoubt(null)
    },
    submit: () => dial(number),
    redial: useCallback(() => {
      if (last === undefined) {
        setError('nothing')
        return
      }
      setNumber(last)
      setError(null)
      setDoubt(null)
      dial(last)
    }, [dial, last]),
    insist: () => call(number),
    giveUp: () => setDoubt(null),
  }
}
