import type { Scheduler } from './scheduler.ts'
import type { SipLink } from './sip-link.ts'
import { branchOf, cseqOf, headerOf, type SipRequest, type SipResponse, serialiseSipMessage } from './sip-message.ts'

/** Timers B and F of RFC 3261 for a transport that does not lose messages: how long a silent far side is waited for. */
const NO_RESPONSE_MS = 32_000
/** How long a finished INVITE still hears late copies of its 2xx (RFC 3261 §13.2.2.4). */
const LINGER_MS = 32_000

export interface ClientHandlers {
  /** Each response, provisional ones too; after the final one of an INVITE also its copies. */
  onResponse(response: SipResponse): void
  /** No final response will come: the connection closed or the time ran out. */
  onSilence(): void
}

export interface ClientTransactions {
  /**
   * Sends a request with a Via of ours and hands its responses back. A non-2xx answer to an INVITE is acknowledged here.
   * @returns the request as sent, needed for CANCEL
   */
  send(link: SipLink, request: SipRequest, handlers: ClientHandlers): SipRequest
  /** Takes a response from the wire; one that belongs to no request of ours is dropped. */
  receive(link: SipLink, response: SipResponse): void
  /** Fails everything that waits for an answer on a connection that closed. */
  closeLink(link: SipLink): void
}

interface Pending {
  readonly link: SipLink
  readonly request: SipRequest
  readonly handlers: ClientHandlers
  isFinal: boolean
  cancelTimer: () => void
}

/** @param newBranch gives a fresh branch value without its magic cookie */
export function createClientTransactions(
  scheduler: Scheduler,
  viaHost: string,
  newBranch: () => string,
): ClientTransactions {
  const pending = new Map<string, Pending>()

  function fail(key: string): void {
    const entry = pending.get(key)
    pending.delete(key)
    entry?.cancelTimer()
    if (entry !== undefined && !entry.isFinal) entry.handlers.onSilence()
  }

  return {
    send(link, request, handlers) {
      // a CANCEL travels under the Via of the INVITE it ends (RFC 3261 §9.1)
      const hasVia = headerOf(request, 'via') !== undefined
      const via = `SIP/2.0/WS ${viaHost};branch=z9hG4bK${newBranch()}`
      const sent: SipRequest = hasVia ? request : { ...request, headers: [['via', via], ...request.headers] }
      serialiseSipMessage(sent) // a request that cannot be written must fail here, not after it is on the books
      const key = `${branchOf(sent)} ${request.method}`
      pending.set(key, {
        link,
        request: sent,
        handlers,
        isFinal: false,
        cancelTimer: scheduler.after(NO_RESPONSE_MS, () => fail(key)),
      })
      if (link.isOpen) link.send(sent)
      else scheduler.after(0, () => fail(key))
      return sent
    },

    receive(link, response) {
      const key = `${branchOf(response)} ${cseqOf(response).method}`
      const entry = pending.get(key)
      if (entry === undefined || entry.link !== link) return
      entry.cancelTimer()
      const isInvite = entry.request.method === 'INVITE'
      if (response.status >= 200) {
        entry.isFinal = true
        if (isInvite) entry.cancelTimer = scheduler.after(LINGER_MS, () => pending.delete(key))
        else pending.delete(key)
        if (isInvite && response.status >= 300) link.send(ackOfRefusal(entry.request, response))
      }
      entry.handlers.onResponse(response)
    },

    closeLink(link) {
      for (const [key, entry] of [...pending]) if (entry.link === link) fail(key)
    },
  }
}

/** ACK of a non-2xx belongs to the INVITE's transaction: same branch, To of the answer (RFC 3261 §17.1.1.3). */
function ackOfRefusal(invite: SipRequest, response: SipResponse): SipRequest {
  const kept = invite.headers.filter(
    ([name]) => name === 'via' || name === 'from' || name === 'call-id' || name === 'route',
  )
  return {
    kind: 'request',
    method: 'ACK',
    uri: invite.uri,
    headers: [
      ...kept,
      ['to', headerOf(response, 'to') ?? ''],
      ['cseq', `${cseqOf(invite).number} ACK`],
      ['max-forwards', '70'],
    ],
    body: '',
  }
}
