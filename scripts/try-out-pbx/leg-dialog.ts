import type { ReofferAnswer } from './call-party.ts'
import { ALLOW, contactOf, type Dialog, dialogRequest } from './dialog.ts'
import type { Binding } from './registrar.ts'
import type { Scheduler } from './scheduler.ts'
import type { SipLink } from './sip-link.ts'
import { cseqOf, responseTo, type SipHeader, type SipRequest, type SipResponse } from './sip-message.ts'
import type { ClientTransactions } from './transactions.ts'

export interface LegContext {
  readonly domain: string
  readonly scheduler: Scheduler
  readonly transactions: ClientTransactions
  readonly newTag: () => string
  /** Where the desk can be reached now; undefined while its connection is away. */
  readonly findBinding: (extension: string) => Binding | undefined
}

interface Extras {
  readonly headers?: readonly SipHeader[]
  readonly body?: string
}

/** What one leg says and answers within its dialog, over whichever connection the desk has now. */
export class LegDialog {
  /** Connection of the last message from the desk. */
  link: SipLink
  dialog: Dialog | undefined
  readonly localTag: string
  private readonly context: LegContext
  private readonly extension: string
  private isBusy = false

  constructor(context: LegContext, extension: string, link: SipLink) {
    this.context = context
    this.extension = extension
    this.link = link
    this.localTag = context.newTag()
  }

  reply(request: SipRequest | undefined, status: number, reason: string, extras: Extras = {}): void {
    if (request === undefined || !this.link.isOpen) return
    this.link.send(responseTo(request, status, reason, { ...extras, toTag: this.localTag }))
  }

  /** Answers with an SDP. */
  replyMedia(request: SipRequest | undefined, sdp: string): void {
    this.reply(request, 200, 'OK', { headers: [...this.mediaHeaders(), ALLOW], body: sdp })
  }

  /** Sends a request whose answer is of interest to `onStatus` only, if at all. */
  send(method: string, extras: Extras = {}, onStatus: (status: number) => void = () => undefined): void {
    if (this.dialog === undefined) return
    this.context.transactions.send(this.currentLink(), dialogRequest(this.dialog, method, extras), {
      onResponse: (response) => onStatus(response.status),
      onSilence: () => undefined,
    })
  }

  /** Acknowledges a 2xx. The same ACK is due again for each copy of it (RFC 3261 §13.2.2.4). */
  acknowledge(dialog: Dialog, invite: SipRequest, link: SipLink): SipRequest {
    const request = dialogRequest(dialog, 'ACK', { cseq: cseqOf(invite).number })
    const via: SipHeader = ['via', `SIP/2.0/WS ${this.context.domain};branch=z9hG4bK${this.context.newTag()}`]
    const ack: SipRequest = { ...request, headers: [via, ...request.headers] }
    if (link.isOpen) link.send(ack)
    return ack
  }

  /** Offers the desk other media by re-INVITE; one at a time in either direction, as RFC 3261 §14 has it. */
  offer(sdp: string, respond: (answer: ReofferAnswer) => void): void {
    const { dialog } = this
    if (dialog === undefined || this.isBusy) {
      respond({ ok: false, status: 491, reason: 'Request Pending' })
      return
    }
    this.isBusy = true
    const link = this.currentLink()
    const request = dialogRequest(dialog, 'INVITE', { headers: [...this.mediaHeaders(), ALLOW], body: sdp })
    let ack: SipRequest | undefined
    const onFinal = (response: SipResponse): void => {
      this.isBusy = false
      if (response.status >= 300) {
        respond({ ok: false, status: response.status, reason: response.reason })
        return
      }
      dialog.remoteTarget = contactOf(response) ?? dialog.remoteTarget
      ack = this.acknowledge(dialog, request, link)
      respond({ ok: true, sdp: response.body })
    }
    this.context.transactions.send(link, request, {
      onResponse: (response) => {
        if (ack !== undefined) link.send(ack)
        else if (response.status >= 200) onFinal(response)
      },
      onSilence: () => {
        this.isBusy = false
        respond({ ok: false, status: 480, reason: 'Temporarily Unavailable' })
      },
    })
  }

  /** Takes a re-INVITE of the desk; `ask` gets the answer from the far side. */
  answer(request: SipRequest, ask: (sdp: string, respond: (answer: ReofferAnswer) => void) => void): void {
    if (this.isBusy || this.dialog === undefined) {
      this.reply(request, 491, 'Request Pending')
      return
    }
    if (request.body === '') {
      this.reply(request, 488, 'Not Acceptable Here')
      return
    }
    this.dialog.remoteTarget = contactOf(request) ?? this.dialog.remoteTarget
    this.isBusy = true
    ask(request.body, (answer) => {
      this.isBusy = false
      if (answer.ok) this.replyMedia(request, answer.sdp)
      else this.reply(request, answer.status, answer.reason)
    })
  }

  contactHeader(): SipHeader {
    return ['contact', `<sip:exchange@${this.context.domain};transport=ws>`]
  }

  mediaHeaders(): SipHeader[] {
    return [this.contactHeader(), ['content-type', 'application/sdp']]
  }

  /** The connection in use while it is open, otherwise the one the desk registered over since. */
  private currentLink(): SipLink {
    const binding = this.link.isOpen ? undefined : this.context.findBinding(this.extension)
    if (binding !== undefined && this.dialog !== undefined) {
      this.link = binding.link
      this.dialog.remoteTarget = binding.contact
    }
    return this.link
  }
}
