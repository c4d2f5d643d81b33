import type { Call, CallEvent, Step } from './call-state.ts'
import { openHold, settle, to } from './call-steps.ts'

type TransferRequest = Extract<CallEvent, { type: 'transferRequested' }>

/**
 * The other side is held from here on and stays so until the transfer is known: what is said at this desk meanwhile is not for
 * it. [TEL90]
 */
export function startTransfer(call: Call, { to: target, withCallId }: TransferRequest, now: number): Step {
  const kind = withCallId === undefined ? 'blind' : 'consult'
  return to(
    call,
    'transferring',
    now,
    {
      isHeld: true,
      holds: openHold(call, 'us', now),
      transfer: { kind, to: target, isAccepted: false, isDone: false },
    },
    [{ type: 'transfer', to: target, ...(withCallId === undefined ? {} : { withCallId }) }],
  )
}

/** The call comes back to this desk, held. [TEL91] */
export function endTransfer(call: Call, now: number, changes: Partial<Call> = {}): Step {
  const isUnsure = call.transfer?.isAccepted === true
  return settle(call, now, { ...changes, transfer: undefined }, [{ type: 'warnTransferFailed', isUnsure }])
}

/** The call as it is kept once the other side is known to talk to somebody else. */
export function transferred(call: Call): Call {
  return call.transfer === undefined ? call : { ...call, transfer: { ...call.transfer, isDone: true } }
}
