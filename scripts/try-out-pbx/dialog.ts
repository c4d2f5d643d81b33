import { formatNameAddress, parseNameAddress } from './sip-address.ts'
import { cseqOf, headerOf, type SipHeader, type SipMessage, type SipRequest } from './sip-message.ts'

/** What the exchange can do inside a call; named in answers to anything else. */
export const ALLOW: SipHeader = ['allow', 'INVITE, ACK, CANCEL, BYE, INFO, OPTIONS, REFER']

/** Dialog state of RFC 3261 §12, without routes: between a softphone and the exchange there is nobody else. */
export interface Dialog {
  readonly callId: string
  readonly localTag: string
  readonly localAddress: string
  /** Address of the far side, with its tag once known. */
  remoteAddress: string
  remoteTarget: string
  localCseq: number
  remoteCseq: number
}

/** The dialog that our own INVITE is about to open. */
export function dialogForCalling(options: {
  readonly callId: string
  readonly localTag: string
  readonly from: { readonly displayName?: string | undefined; readonly uri: string }
  readonly toUri: string
  readonly contact: string
}): Dialog {
  return {
    callId: options.callId,
    localTag: options.localTag,
    localAddress: formatNameAddress({ ...options.from, tag: options.localTag }),
    remoteAddress: formatNameAddress({ uri: options.toUri }),
    remoteTarget: options.contact,
    localCseq: 0,
    remoteCseq: 0,
  }
}

/** The dialog that a received INVITE opens; undefined when it names no way back. */
export function dialogForCalled(invite: SipRequest, localTag: string): Dialog | undefined {
  const contact = contactOf(invite)
  const to = headerOf(invite, 'to')
  const from = headerOf(invite, 'from')
  const callId = headerOf(invite, 'call-id')
  if (contact === undefined || to === undefined || from === undefined || callId === undefined) return undefined
  return {
    callId,
    localTag,
    localAddress: `${to};tag=${localTag}`,
    remoteAddress: from,
    remoteTarget: contact,
    localCseq: 0,
    remoteCseq: cseqOf(invite).number,
  }
}

export function contactOf(message: SipMessage): string | undefined {
  return parseNameAddress(headerOf(message, 'contact') ?? '')?.uri
}

/** Tag of From or To. */
export function tagOf(message: SipMessage, header: 'from' | 'to'): string | undefined {
  return parseNameAddress(headerOf(message, header) ?? '')?.params.get('tag')
}

/** A request inside the dialog. ACK takes the number of the INVITE it acknowledges; all others count on. */
export function dialogRequest(
  dialog: Dialog,
  method: string,
  more: { readonly headers?: readonly SipHeader[]; readonly body?: string; readonly cseq?: number } = {},
): SipRequest {
  const number = more.cseq ?? ++dialog.localCseq
  return {
    kind: 'request',
    method,
    uri: dialog.remoteTarget,
    headers: [
      ['max-forwards', '70'],
      ['from', dialog.localAddress],
      ['to', dialog.remoteAddress],
      ['call-id', dialog.callId],
      ['cseq', `${number} ${method}`],
      ...(more.headers ?? []),
    ],
    body: more.body ?? '',
  }
}

/** CANCEL of a pending INVITE: its Via, From, To, Call-ID and number (RFC 3261 §9.1). */
export function cancelOf(invite: SipRequest, headers: readonly SipHeader[] = []): SipRequest {
  const kept = invite.headers.filter(([name]) => ['via', 'from', 'to', 'call-id', 'max-forwards'].includes(name))
  return {
    kind: 'request',
    method: 'CANCEL',
    uri: invite.uri,
    headers: [...kept, ['cseq', `${cseqOf(invite).number} CANCEL`], ...headers],
    body: '',
  }
}

/** The key in an INFO body: `application/dtmf-relay` (`Signal=5`) or `application/dtmf` (`5`). */
export function keyOfInfo(request: SipRequest): string | undefined {
  const type = (headerOf(request, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  const text =
    type === 'application/dtmf-relay'
      ? /^\s*signal\s*=\s*(\S+)/im.exec(request.body)?.[1]
      : type === 'application/dtmf'
        ? request.body.trim()
        : undefined
  return text !== undefined && /^[0-9*#A-D]$/i.test(text) ? text.toUpperCase() : undefined
}
