import { randomBytes } from 'node:crypto'
import { WebSocket } from 'ws'
import { contactOf, tagOf } from '../dialog.ts'
import { digestResponse, parseDigestParams } from '../digest.ts'
import { formatNameAddress } from '../sip-address.ts'
import {
  branchOf,
  cseqOf,
  headerOf,
  headersOf,
  parseSipMessage,
  responseTo,
  type SipHeader,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  serialiseSipMessage,
} from '../sip-message.ts'

export interface PhoneAccount {
  readonly server: string
  readonly domain: string
  readonly extension: string
  readonly username: string
  readonly password: string
}

const token = (): string => randomBytes(6).toString('hex')

/** A softphone for tests: sends what it is told, keeps what it gets, knows digest; nothing is answered by itself. */
export class WsPhone {
  readonly account: PhoneAccount
  private readonly socket: WebSocket
  private readonly inbox: SipMessage[] = []
  private readonly waiting: Array<{
    isWanted: (message: SipMessage) => boolean
    resolve: (message: SipMessage) => void
  }> = []
  private readonly tag = token()
  private cseq = 0

  private constructor(account: PhoneAccount, socket: WebSocket) {
    this.account = account
    this.socket = socket
    socket.on('message', (data) => {
      if (data.toString() === '\r\n') return // answer to a keep-alive
      const parsed = parseSipMessage(data.toString())
      if (!parsed.ok) throw new Error(`The exchange sent what is not SIP (${parsed.reason}): ${data.toString()}`)
      const index = this.waiting.findIndex((one) => one.isWanted(parsed.message))
      if (index < 0) this.inbox.push(parsed.message)
      else this.waiting.splice(index, 1)[0]?.resolve(parsed.message)
    })
  }

  static connect(account: PhoneAccount): Promise<WsPhone> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(account.server, 'sip')
      socket.once('open', () => resolve(new WsPhone(account, socket)))
      socket.once('error', reject)
    })
  }

  get address(): string {
    return `sip:${this.account.extension}@${this.account.domain}`
  }
  get contact(): SipHeader {
    return ['contact', `<sip:${this.account.extension}@${this.tag}.invalid;transport=ws>`]
  }

  /** Cuts the connection without a word. */
  cut(): void {
    this.socket.terminate()
  }
  write(message: SipMessage): void {
    this.socket.send(serialiseSipMessage(message))
  }
  writeRaw(text: string): void {
    this.socket.send(text)
  }

  /** The next message that is wanted, whether it has come already or is still to come. */
  take(isWanted: (message: SipMessage) => boolean): Promise<SipMessage> {
    const index = this.inbox.findIndex(isWanted)
    const [found] = index < 0 ? [] : this.inbox.splice(index, 1)
    if (found !== undefined) return Promise.resolve(found)
    return new Promise((resolve) => this.waiting.push({ isWanted, resolve }))
  }
  async takeRequest(method: string): Promise<SipRequest> {
    return (await this.take((message) => message.kind === 'request' && message.method === method)) as SipRequest
  }
  /** The final response to a request, or the first with `status`. */
  async takeResponse(request: SipRequest, status?: number): Promise<SipResponse> {
    return (await this.take(
      (message) =>
        message.kind === 'response' &&
        branchOf(message) === branchOf(request) &&
        cseqOf(message).method === request.method &&
        (status === undefined ? message.status >= 200 : message.status === status),
    )) as SipResponse
  }

  request(
    method: string,
    to: string,
    more: { headers?: readonly SipHeader[]; body?: string; callId?: string } = {},
  ): SipRequest {
    return {
      kind: 'request',
      method,
      uri: method === 'REGISTER' ? `sip:${this.account.domain}` : to,
      headers: [
        ['via', `SIP/2.0/WS ${this.tag}.invalid;branch=z9hG4bK${token()}`],
        ['max-forwards', '70'],
        ['from', formatNameAddress({ uri: this.address, tag: this.tag })],
        ['to', formatNameAddress({ uri: to })],
        ['call-id', more.callId ?? token()],
        ['cseq', `${++this.cseq} ${method}`],
        this.contact,
        ...(more.headers ?? []),
      ],
      body: more.body ?? '',
    }
  }

  /** Sends a request and answers one challenge. Resolves with the request that got through to a final or first provisional answer. */
  async sendSigned(request: SipRequest): Promise<SipRequest> {
    this.write(request)
    const challenge = await this.take(
      (message) => message.kind === 'response' && branchOf(message) === branchOf(request),
    )
    if (challenge.kind !== 'response' || (challenge.status !== 401 && challenge.status !== 407))
      throw new Error('No challenge came')
    this.acknowledge(request, challenge)
    const isRegister = request.method === 'REGISTER'
    const { realm = '', nonce = '' } = parseDigestParams(
      headerOf(challenge, isRegister ? 'www-authenticate' : 'proxy-authenticate') ?? '',
    )
    const { username, password } = this.account
    const [nc, cnonce, qop] = ['00000001', token(), 'auth']
    const response = digestResponse({
      username,
      realm,
      password,
      method: request.method,
      uri: request.uri,
      nonce,
      qop,
      nc,
      cnonce,
    })
    const value = `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${request.uri}", response="${response}", algorithm=MD5, qop=${qop}, nc=${nc}, cnonce="${cnonce}"`
    const signed: SipRequest = {
      ...request,
      headers: [
        ['via', `SIP/2.0/WS ${this.tag}.invalid;branch=z9hG4bK${token()}`],
        ...request.headers.filter(([name]) => name !== 'via' && name !== 'cseq'),
        ['cseq', `${++this.cseq} ${request.method}`],
        [isRegister ? 'authorization' : 'proxy-authorization', value],
      ],
    }
    this.write(signed)
    return signed
  }

  /** Registers; the status of the last answer. */
  async register(expires = 300): Promise<number> {
    const request = this.request('REGISTER', this.address, {
      headers: [['expires', String(expires)]],
      callId: `reg-${this.tag}`,
    })
    return (await this.takeResponse(await this.sendSigned(request))).status
  }

  reply(request: SipRequest, status: number, reason: string, body = ''): SipResponse {
    const media: SipHeader[] = body === '' ? [] : [['content-type', 'application/sdp']]
    const response = responseTo(request, status, reason, { headers: [this.contact, ...media], body, toTag: this.tag })
    this.write(response)
    return response
  }

  /** ACK of a final answer to our INVITE: of a 2xx as a request of the dialog, of a refusal within the transaction. */
  acknowledge(invite: SipRequest, response: SipResponse): void {
    if (invite.method !== 'INVITE') return
    const isOk = response.status < 300
    const kept = invite.headers.filter(([name]) => name === 'from' || name === 'call-id' || (name === 'via' && !isOk))
    const via: SipHeader[] = isOk ? [['via', `SIP/2.0/WS ${this.tag}.invalid;branch=z9hG4bK${token()}`]] : []
    this.write({
      kind: 'request',
      method: 'ACK',
      uri: isOk ? (contactOf(response) ?? invite.uri) : invite.uri,
      headers: [
        ...via,
        ...(isOk ? routesOf(response, true) : []),
        ...kept,
        ['to', headerOf(response, 'to') ?? ''],
        ['cseq', `${cseqOf(invite).number} ACK`],
      ],
      body: '',
    })
  }

  /** A request inside the dialog of an INVITE, sent by us or received; `answer` is the 2xx to it. */
  within(
    invite: SipRequest,
    answer: SipResponse,
    method: string,
    more: { headers?: readonly SipHeader[]; body?: string } = {},
  ): SipRequest {
    const isOurs = tagOf(invite, 'from') === this.tag
    const [from, to] = isOurs
      ? [headerOf(invite, 'from'), headerOf(answer, 'to')]
      : [headerOf(answer, 'to'), headerOf(invite, 'from')]
    return {
      kind: 'request',
      method,
      uri: contactOf(isOurs ? answer : invite) ?? '',
      headers: [
        ['via', `SIP/2.0/WS ${this.tag}.invalid;branch=z9hG4bK${token()}`],
        ['max-forwards', '70'],
        ...routesOf(isOurs ? answer : invite, isOurs),
        ['from', from ?? ''],
        ['to', to ?? ''],
        ['call-id', headerOf(invite, 'call-id') ?? ''],
        ['cseq', `${++this.cseq} ${method}`],
        this.contact,
        ...(more.body === undefined || more.headers !== undefined
          ? []
          : ([['content-type', 'application/sdp']] as const)),
        ...(more.headers ?? []),
      ],
      body: more.body ?? '',
    }
  }
}

/** The way back through the proxies that recorded themselves: as it stands for whom was called, turned round for the caller (RFC 3261 §12.1). */
function routesOf(message: SipMessage, isCaller: boolean): SipHeader[] {
  const routes = headersOf(message, 'record-route').map((route): SipHeader => ['route', route])
  return isCaller ? routes.reverse() : routes
}
