import { type Core, EmitterImpl, type Transport, TransportState, type UserAgentOptions } from 'sip.js'

/** What the scripted exchange does with requests; a test changes it while it runs. */
export interface ExchangeScript {
  /** Refuses new sockets. */
  isAway: boolean
  /** Takes everything and answers nothing: a half-open link. */
  isSilent: boolean
  /** Password it accepts is judged by the user name only: digests are tested in the lab. */
  readonly acceptedUsers: Set<string>
  readonly received: string[]
  readonly sockets: FakeSocket[]
}

type Request = { readonly method: string; readonly text: string; readonly header: (name: string) => string }

/** A registrar in memory: 401, then 200; OPTIONS and everything else 200. Enough for the link, without sockets or clocks. */
export function fakeExchange(acceptedUsers: readonly string[]): {
  readonly script: ExchangeScript
  readonly transport: NonNullable<UserAgentOptions['transportConstructor']>
} {
  const script: ExchangeScript = {
    isAway: false,
    isSilent: false,
    acceptedUsers: new Set(acceptedUsers),
    received: [],
    sockets: [],
  }
  class Socket extends FakeSocket {
    constructor() {
      super(script)
      script.sockets.push(this)
    }
  }
  return { script, transport: Socket as unknown as NonNullable<UserAgentOptions['transportConstructor']> }
}

export class FakeSocket implements Transport, Core.Transport {
  readonly protocol = 'WS'
  readonly stateChange = new EmitterImpl<TransportState>()
  state = TransportState.Disconnected
  onConnect: (() => void) | undefined
  onDisconnect: ((error?: Error) => void) | undefined
  onMessage: ((message: string) => void) | undefined
  private readonly script: ExchangeScript

  constructor(script: ExchangeScript) {
    this.script = script
  }

  async connect(): Promise<void> {
    if (this.script.isAway) throw new Error('refused')
    this.go(TransportState.Connected)
  }
  async disconnect(): Promise<void> {
    if (this.isConnected()) this.go(TransportState.Disconnected)
  }
  dispose(): Promise<void> {
    return this.disconnect()
  }
  isConnected(): boolean {
    return this.state === TransportState.Connected
  }
  /** The exchange closes the socket. */
  cut(): void {
    if (this.isConnected()) this.go(TransportState.Disconnected, new Error('cut'))
  }
  async send(text: string): Promise<void> {
    if (!this.isConnected()) throw new Error('not connected')
    const request = read(text)
    this.script.received.push(request.method)
    if (this.script.isSilent || request.method === 'ACK' || request.method === 'SIP/2.0') return
    queueMicrotask(() => this.answer(request))
  }

  private go(state: TransportState, error?: Error): void {
    this.state = state
    this.stateChange.emit(state)
    if (state === TransportState.Connected) this.onConnect?.()
    else this.onDisconnect?.(error)
  }

  private answer(request: Request): void {
    const user = /username="([^"]*)"/.exec(request.header('Authorization'))?.[1]
    if (request.method !== 'REGISTER') {
      this.reply(request, '200 OK')
      return
    }
    if (user !== undefined && this.script.acceptedUsers.has(user))
      this.reply(request, '200 OK', `Contact: ${request.header('Contact')}\r\n`)
    else
      this.reply(
        request,
        '401 Unauthorized',
        'WWW-Authenticate: Digest realm="lab", nonce="n", algorithm=MD5, qop="auth"\r\n',
      )
  }

  private reply(request: Request, status: string, extra = ''): void {
    if (!this.isConnected()) return
    const copied = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${request.header(name)}\r\n`).join('')
    this.onMessage?.(
      `SIP/2.0 ${status}\r\n${copied}To: ${request.header('To')};tag=x\r\n${extra}Content-Length: 0\r\n\r\n`,
    )
  }
}

function read(text: string): Request {
  return {
    method: text.split(' ')[0] ?? '',
    text,
    header: (name) => new RegExp(`^${name}: (.*)$`, 'im').exec(text)?.[1]?.trim() ?? '',
  }
}
