import type { HostHandlers, PhoneState } from '#shared/ipc/contract.ts'

/** What attention needs of the system. */
export interface AttentionPorts {
  /** Shows a notice of the operating system; `onClick` when the person answers to it. Returns how to take it away. */
  readonly showNotice: (text: { title: string; body: string }, onClick: () => void) => () => void
  readonly flashWindow: (isFlashing: boolean) => void
  readonly bringToFront: () => void
  readonly showPhoneState: (state: PhoneState) => void
}

/** Calls the operator's eye to a call while another programme is in front. At most one notice stands at a time. */
export function attentionHandlers(ports: AttentionPorts): HostHandlers['attention'] {
  let takeAway = (): void => undefined
  /** A reminder stands beside the notice of a call: a call that was answered must not take it away. */
  let takeReminder = (): void => undefined
  let phoneState: PhoneState = 'off'

  function calm(): void {
    takeAway()
    takeAway = () => undefined
    ports.flashWindow(false)
    ports.showPhoneState(phoneState)
  }

  return {
    incomingCall: async (text) => {
      takeAway()
      takeAway = ports.showNotice(text, () => {
        ports.bringToFront()
        calm()
      })
      ports.flashWindow(true)
      ports.showPhoneState('ringing')
      return null
    },
    clear: async () => {
      calm()
      return null
    },
    remind: async (text) => {
      takeReminder()
      takeReminder = ports.showNotice(text, () => {
        ports.bringToFront()
        takeReminder()
        takeReminder = () => undefined
      })
      return null
    },
    setPhoneState: async ({ state }) => {
      phoneState = state
      ports.showPhoneState(state)
      return null
    },
  }
}
