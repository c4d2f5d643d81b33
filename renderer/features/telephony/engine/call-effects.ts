import type { CallEffect, RemoteParty } from './call-state.ts'
import type { SipPort } from './sip-port.ts'

/** What the machine asks of the port; the warnings are for people. */
export type PortEffect = Exclude<CallEffect, { readonly type: 'warnHoldFailed' | 'warnTransferFailed' }>

/** Carries out one effect of the call machine. */
export function runEffect(port: SipPort, id: string, remote: RemoteParty | undefined, effect: PortEffect): void {
  switch (effect.type) {
    case 'sendInvite':
      port.dial(id, remote?.number ?? '', { handedCallId: remote?.handedCallId, grant: remote?.listening?.grant })
      break
    case 'accept':
      port.accept(id)
      break
    case 'reject':
      port.reject(id, effect.code)
      break
    case 'hangUp':
      port.hangUp(id)
      break
    case 'setHold':
      port.setHold(id, effect.isHeld)
      break
    case 'setMuted':
      port.setMuted(id, effect.isMuted)
      break
    case 'restartMedia':
      port.restartMedia(id)
      break
    case 'transfer':
      port.transfer(id, effect.to, effect.withCallId)
      break
  }
}
