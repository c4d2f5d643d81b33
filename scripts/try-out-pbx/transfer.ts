import type { Call } from './call.ts'
import type { CallParty, Refusal } from './call-party.ts'
import { Citizen } from './citizen.ts'
import { DeskLeg } from './desk-leg.ts'
import { routeOf } from './number-plan.ts'
import type { Referral } from './referral.ts'
import type { SipHeader } from './sip-message.ts'

export interface TransferOptions {
  readonly calls: () => readonly Call[]
  /** A leg towards a registered desk; undefined when it is not registered. */
  readonly createLeg: (extension: string, callId: string) => DeskLeg | undefined
  readonly newCallId: () => string
  /** Name of the citizen, as the desk is shown it. */
  readonly nameOf: (call: Call) => string | undefined
}

/**
 * A desk sends a citizen on to another desk (RFC 3515), or into the place it has in another call of its own (RFC 3891). Other parties cannot be sent:
 * the media of two browsers would have to change hands. False = refused; otherwise `onOutcome` follows.
 */
export function transfer(
  options: TransferOptions,
  call: Call,
  by: CallParty,
  referral: Referral,
  onOutcome: (outcome: Refusal | 'done') => void,
): boolean {
  const citizen = call.caller === by ? call.called : call.caller
  if (!(citizen instanceof Citizen)) return false
  const target = targetOf(options.calls(), referral)
  const leg = target === undefined ? undefined : options.createLeg(target.extension, options.newCallId())
  if (target === undefined || leg === undefined) {
    onOutcome({ status: 480, reason: 'Temporarily Unavailable' })
    return true
  }
  void citizen.offerOnward().then(
    (offer) => {
      leg.events = {
        ringing: () => undefined,
        answered(sdp) {
          if (call.state !== 'talking') return leg.end('cancelled')
          citizen.goOnward(sdp)
          call.replace(by, leg)
          onOutcome('done')
        },
        refused(refusal) {
          citizen.goOnward(undefined)
          onOutcome(refusal)
        },
        reoffered: (_sdp, respond) => respond({ ok: false, status: 491, reason: 'Request Pending' }),
        keyed: () => undefined,
        referred: () => false,
        ended: () => undefined,
      }
      leg.ring({ offer, from: { number: citizen.number, name: options.nameOf(call) }, headers: target.headers })
    },
    () => onOutcome({ status: 500, reason: 'Server Internal Error' }),
  )
  return true
}

/** Whom a Refer-To means, with the headers for the new INVITE; a call that is to be replaced stands on another leg of the same desk. */
function targetOf(
  calls: readonly Call[],
  { uri, headers }: Referral,
): { readonly extension: string; readonly headers: readonly SipHeader[] } | undefined {
  const replaced = headers.find(([name]) => name.toLowerCase() === 'replaces')?.[1].split(';', 1)[0]
  const others = headers.filter(([name]) => name.toLowerCase().startsWith('x-opora-'))
  if (replaced !== undefined) {
    const asked = calls.find(({ caller }) => caller instanceof DeskLeg && caller.callId === replaced)?.called
    const replaces = asked instanceof DeskLeg ? asked.replaces : undefined
    return asked === undefined || replaces === undefined
      ? undefined
      : { extension: asked.number, headers: [...others, ['replaces', replaces]] }
  }
  const route = routeOf(/^sips?:([^@;?]+)/i.exec(uri)?.[1] ?? '')
  return route.kind === 'desk' ? { extension: route.extension, headers: others } : undefined
}
