import { callSource } from '#shared/features/telephony/call.ts'
import { isExtension } from '#shared/features/telephony/sip-credentials.ts'
import type { CallSource, RemoteParty } from './call-state.ts'
import { handedCallIdOf } from './sip-transfer.ts'

/** What an INVITE says about the other side; foreign input, every part may be missing or nonsense. */
export interface SignalledParty {
  readonly user: string | undefined
  readonly host: string | undefined
  readonly displayName: string | undefined
  /** Header `X-Opora-Call-Source`, set by our own exchange: `direct`, `fund` or `dispatch`. */
  readonly callSource?: string | undefined
  /** Header `Diversion` (RFC 5806): whom the caller had dialled. */
  readonly diversion?: string | undefined
  /** Number that was dialled: `X-Opora-Called`, or the user of To. */
  readonly called?: string | undefined
  /** Header `X-Opora-Call` of a call that a colleague handed over. */
  readonly handedCall?: string | undefined
}

const NAME_MAX = 120
const NUMBER_MAX = 40

/** Makes the party that is shown; hidden callers have an empty number. */
export function remoteParty(signalled: SignalledParty): RemoteParty {
  const isHidden =
    signalled.host === 'anonymous.invalid' ||
    /^(anonymous|unknown|restricted|unavailable)?$/i.test(signalled.user ?? '')
  const number = isHidden ? '' : decode(signalled.user ?? '').slice(0, NUMBER_MAX)
  const handedCallId = handedCallIdOf(signalled.handedCall)
  const diverted = /sips?:([^@;>\s]+)@/.exec(signalled.diversion ?? '')?.[1]
  return {
    number,
    name: (signalled.displayName ?? '')
      .replace(/\p{Cc}/gu, '')
      .trim()
      .slice(0, NAME_MAX),
    source: sourceOf(signalled.callSource),
    isInternal: isExtension(number),
    divertedFrom: diverted === undefined ? undefined : decode(diverted).slice(0, NUMBER_MAX),
    ...(signalled.called === undefined ? {} : { called: decode(signalled.called).slice(0, NUMBER_MAX) }),
    ...(handedCallId === undefined ? {} : { handedCallId }),
  }
}

/** Short words of the exchange's header beside the words of the contract. */
const SOURCES: Readonly<Record<string, CallSource>> = { fund: 'fundContactCentre', dispatch: 'dispatchService' }

function sourceOf(header: string | undefined): CallSource {
  const word = header?.trim() ?? ''
  const parsed = callSource.safeParse(SOURCES[word] ?? word)
  return parsed.success ? parsed.data : 'direct'
}

function decode(user: string): string {
  try {
    return decodeURIComponent(user)
  } catch {
    return user
  }
}

/**
 * Address of a dialled number in `domain`; spaces, brackets and dashes of a pasted number are dropped.
 * `undefined` when nothing diallable is left.
 */
export function dialTarget(number: string, domain: string): string | undefined {
  const dialled = number.replace(/[\s()\u00a0.-]/g, '')
  return /^\+?[0-9*#]{1,32}$/.test(dialled) ? `sip:${dialled.replaceAll('#', '%23')}@${domain}` : undefined
}

/** A number of the outside: only one fork can answer there, so its early media may be played. */
export function isExternalNumber(number: string): boolean {
  return number.replace(/\D/g, '').length > 8
}

/**
 * May a REFER be followed? Only a colleague may send us on, and only inside our own domain: otherwise any caller could make
 * us dial a paid number. [TEL35]
 */
export function mayFollowReferral(
  from: RemoteParty,
  target: { host: string; hasReplaces: boolean },
  domain: string,
): boolean {
  if (!from.isInternal) return false
  return target.host === domain || (target.hasReplaces && target.host.endsWith('.invalid'))
}
