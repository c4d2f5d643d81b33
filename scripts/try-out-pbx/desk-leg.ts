import type { CallParty, EndReason, PartyEvents, Refusal, ReofferAnswer, RingRequest } from './call-party.ts'
import {
  ALLOW,
  cancelOf,
  contactOf,
  type Dialog,
  dialogForCalled,
  dialogForCalling,
  dialogRequest,
  keyOfInfo,
} from './dialog.ts'
import { type LegContext, LegDialog } from './leg-dialog.ts'
import { parseReferTo } from './referral.ts'
import { parseNameAddress } from './sip-address.ts'
import type { SipLink } from './sip-link.ts'
import { branchOf, cseqOf, headerOf, type SipRequest, type SipResponse } from './sip-message.ts'

/** A desk that sent no ACK for its answered call is not there any more (64 × T1). */
const NO_ACK_MS = 32_000

/**
 * idle ─ring→ calling ─2xx→ established (the desk is called);
 * incoming ─accept→ answering ─ACK→ established (the desk calls); every state ends in ended.
 */
type LegState = 'idle' | 'calling' | 'incoming' | 'answering' | 'established' | 'ended'

/** One softphone's side of a call: a SIP dialog between it and the exchange, which outlives the connection it began on. */
export class DeskLeg implements CallParty {
  readonly isDesk = true
  readonly number: string
  readonly callId: string
  events: PartyEvents | undefined
  private readonly context: LegContext
  private readonly line: LegDialog
  private state: LegState = 'idle'
  private invite: SipRequest | undefined
  private ack: SipRequest | undefined
  private isProvisional = false
  private isCancelWanted = false
  private stopAckTimer: () => void = () => undefined

  /** @param options.invite the desk's own INVITE when it is the desk that calls */
  constructor(
    context: LegContext,
    options: {
      readonly extension: string
      readonly callId: string
      readonly link: SipLink
      readonly invite?: SipRequest
    },
  ) {
    this.context = context
    this.number = options.extension
    this.callId = options.callId
    this.line = new LegDialog(context, options.extension, options.link)
    if (options.invite !== undefined) {
      this.invite = options.invite
      this.line.dialog = dialogForCalled(options.invite, this.localTag)
      this.state = 'incoming'
    }
  }

  get localTag(): string {
    return this.line.localTag
  }
  get link(): SipLink {
    return this.line.link
  }
  get isEnded(): boolean {
    return this.state === 'ended'
  }
  get isEstablished(): boolean {
    return this.state === 'established' || this.state === 'answering'
  }
  /** SDP of the desk's INVITE. */
  get offer(): string {
    return this.invite?.body ?? ''
  }
  /** Display name in the desk's INVITE. */
  get callerName(): string | undefined {
    return parseNameAddress(this.invite === undefined ? '' : (headerOf(this.invite, 'from') ?? ''))?.displayName
  }

  /** How an INVITE names this leg whose place it takes, in the words of the desk (RFC 3891 §3). */
  get replaces(): string | undefined {
    const tag = parseNameAddress(this.line.dialog?.remoteAddress ?? '')?.params.get('tag')
    return tag === undefined ? undefined : `${this.callId};to-tag=${tag};from-tag=${this.localTag}`
  }

  /** Whether a CANCEL means this leg's INVITE. */
  isCancelledBy(cancel: SipRequest): boolean {
    return this.state === 'incoming' && this.invite !== undefined && branchOf(this.invite) === branchOf(cancel)
  }

  ring(request: RingRequest): void {
    const binding = this.context.findBinding(this.number)
    if (this.state !== 'idle' || binding === undefined) {
      this.finish(() => this.events?.refused({ status: 480, reason: 'Temporarily Unavailable' }))
      return
    }
    const { domain } = this.context
    this.line.link = binding.link
    this.state = 'calling'
    const uri =
      request.from.number === 'anonymous' ? 'sip:anonymous@anonymous.invalid' : `sip:${request.from.number}@${domain}`
    const dialog = dialogForCalling({
      callId: this.callId,
      localTag: this.localTag,
      from: { displayName: request.from.name, uri },
      toUri: `sip:${this.number}@${domain}`,
      contact: binding.contact,
    })
    this.line.dialog = dialog
    const headers = [...this.line.mediaHeaders(), ALLOW, ...request.headers]
    this.invite = this.context.transactions.send(
      this.link,
      dialogRequest(dialog, 'INVITE', { headers, body: request.offer }),
      {
        onResponse: (response) => this.onInviteResponse(dialog, response),
        onSilence: () => this.finish(() => this.events?.refused({ status: 408, reason: 'Request Timeout' })),
      },
    )
  }

  progress(status: number): void {
    if (this.state !== 'incoming') return
    this.line.reply(this.invite, status, status === 180 ? 'Ringing' : 'Session Progress', {
      headers: [this.line.contactHeader()],
    })
  }

  accept(sdp: string): void {
    if (this.state !== 'incoming') return
    this.state = 'answering'
    this.line.replyMedia(this.invite, sdp)
    this.stopAckTimer = this.context.scheduler.after(NO_ACK_MS, () => this.vanish())
  }

  refuse(refusal: Refusal): void {
    if (this.state === 'incoming') this.finish(() => this.line.reply(this.invite, refusal.status, refusal.reason))
  }

  reoffer(sdp: string, respond: (answer: ReofferAnswer) => void): void {
    if (this.isEstablished) this.line.offer(sdp, respond)
    else respond({ ok: false, status: 481, reason: 'Call Does Not Exist' })
  }

  key(key: string): void {
    if (!this.isEstablished) return
    this.line.send('INFO', {
      headers: [['content-type', 'application/dtmf-relay']],
      body: `Signal=${key}\r\nDuration=160\r\n`,
    })
  }

  end(reason: EndReason): void {
    const { state } = this
    this.finish(() => this.part(state, reason))
  }

  /** A request inside this dialog, or the ACK or CANCEL of its INVITE. */
  receive(request: SipRequest, link: SipLink): void {
    this.line.link = link
    if (request.method === 'ACK') {
      if (this.state === 'answering') this.state = 'established'
      this.stopAckTimer()
    } else if (request.method === 'CANCEL') {
      this.line.reply(request, 200, 'OK')
      this.finish(() => {
        this.line.reply(this.invite, 487, 'Request Terminated')
        this.events?.ended('cancelled')
      })
    } else this.receiveInDialog(request)
  }

  /** Asks the desk whether it still knows the call (after it registered anew): one that was reloaded answers 481. */
  probe(): void {
    if (!this.isEstablished) return
    this.line.send('OPTIONS', {}, (status) => {
      if (status === 481 || status === 408) this.vanish()
    })
  }

  /** The desk is gone for good. */
  vanish(): void {
    const { state } = this
    this.finish(() => {
      this.part(state, 'desk-vanished')
      this.events?.ended('desk-vanished')
    })
  }

  private receiveInDialog(request: SipRequest): void {
    const { dialog } = this.line
    if (dialog === undefined || this.isEnded) {
      this.line.reply(request, 481, 'Call Does Not Exist')
      return
    }
    if (cseqOf(request).number < dialog.remoteCseq) {
      this.line.reply(request, 500, 'Out Of Order')
      return
    }
    dialog.remoteCseq = cseqOf(request).number
    switch (request.method) {
      case 'BYE':
        this.line.reply(request, 200, 'OK')
        this.finish(() => this.events?.ended('hung-up'))
        break
      case 'INVITE':
        this.line.answer(request, (sdp, respond) => this.events?.reoffered(sdp, respond))
        break
      case 'INFO': {
        const key = keyOfInfo(request)
        this.line.reply(request, key === undefined ? 415 : 200, key === undefined ? 'Unsupported Media Type' : 'OK')
        if (key !== undefined) this.events?.keyed(key)
        break
      }
      case 'REFER':
        this.refer(request)
        break
      case 'OPTIONS':
        this.line.reply(request, 200, 'OK', { headers: [ALLOW] })
        break
      default:
        this.line.reply(request, 405, 'Method Not Allowed', { headers: [ALLOW] })
    }
  }

  /** Takes a transfer and says by NOTIFY what becomes of it (RFC 3515 §2.4.4). */
  private refer(request: SipRequest): void {
    const referral = parseReferTo(headerOf(request, 'refer-to'))
    const notify = (status: number, reason: string): void =>
      this.line.send('NOTIFY', {
        headers: [
          ['event', 'refer'],
          ['subscription-state', status < 200 ? 'active;expires=120' : 'terminated;reason=noresource'],
          ['content-type', 'message/sipfrag'],
          this.line.contactHeader(),
        ],
        body: `SIP/2.0 ${status} ${reason}\r\n`,
      })
    const isTaken =
      referral !== undefined &&
      this.events?.referred(referral, (outcome) => {
        if (this.isEnded) return
        if (outcome === 'done') notify(200, 'OK')
        else notify(outcome.status, outcome.reason)
      })
    if (isTaken) {
      this.line.reply(request, 202, 'Accepted', { headers: [this.line.contactHeader()] })
      notify(100, 'Trying')
    } else this.line.reply(request, referral === undefined ? 400 : 603, 'Declined')
  }

  private onInviteResponse(dialog: Dialog, response: SipResponse): void {
    if (response.status < 200) {
      this.isProvisional = true
      if (this.isCancelWanted) this.cancel()
      else if (this.state === 'calling' && response.status > 100) this.events?.ringing(response.status)
    } else if (response.status >= 300) {
      this.finish(() => this.events?.refused({ status: response.status, reason: response.reason }))
    } else if (this.ack !== undefined) this.link.send(this.ack)
    else this.onAnswered(dialog, response)
  }

  private onAnswered(dialog: Dialog, response: SipResponse): void {
    dialog.remoteAddress = headerOf(response, 'to') ?? dialog.remoteAddress
    dialog.remoteTarget = contactOf(response) ?? dialog.remoteTarget
    if (this.invite !== undefined) this.ack = this.line.acknowledge(dialog, this.invite, this.link)
    if (this.state === 'calling') {
      this.state = 'established'
      this.events?.answered(response.body)
    } else this.line.send('BYE') // answered in the moment of our CANCEL
  }

  /** Tells the desk that the call is over, in the way its state asks for. */
  private part(state: LegState, reason: EndReason): void {
    if (state === 'calling') {
      this.isCancelWanted = true
      if (this.isProvisional) this.cancel() // else it must wait for the first 1xx (RFC 3261 §9.1)
    } else if (state === 'incoming') {
      if (reason === 'closing') this.line.reply(this.invite, 503, 'Service Unavailable')
      else this.line.reply(this.invite, 480, 'Temporarily Unavailable')
    } else if (state === 'answering' || state === 'established') this.line.send('BYE')
  }

  private cancel(): void {
    this.isCancelWanted = false
    if (this.invite === undefined) return
    this.context.transactions.send(this.link, cancelOf(this.invite), {
      onResponse: () => undefined,
      onSilence: () => undefined,
    })
  }

  private finish(last: () => void): void {
    if (this.state === 'ended') return
    this.state = 'ended'
    this.stopAckTimer()
    last()
  }
}
