import { Registerer, RegistererState, type UserAgent, type UserAgentDelegate, UserAgentState } from 'sip.js'
import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'
import { credentialsRenewalMs, reconnectDelayMs } from './reconnect-delay.ts'
import type { Scheduler } from './scheduler.ts'
import { renewCredentials } from './sip-agent.ts'
import type { CredentialsSource, LinkReason, LinkStatus } from './sip-port.ts'

const PING_EVERY_MS = 9_500
/** The library would wait 32 s (timer F) for an answer that a dead socket never brings. [TEL21] */
const ANSWER_WITHIN_MS = 4_000
const CREDENTIALS_RETRY_MS = 30_000
const REGISTER_EXPIRES_S = 300
const REGISTER_REFRESH_PERCENT = 80

export interface LinkOptions {
  readonly credentials: CredentialsSource
  readonly scheduler: Scheduler
  readonly isOnline: () => boolean
  readonly makeAgent: (credentials: PhoneCredentials, delegate: UserAgentDelegate) => UserAgent
  /** A changed server or address is taken over only between calls. */
  readonly hasCalls: () => boolean
  readonly onStatus: (status: LinkStatus) => void
  readonly onInvite: NonNullable<UserAgentDelegate['onInvite']>
  readonly onLost: () => void
  /** Connected and registered again after a loss. */
  readonly onRestored: () => void
}

/**
 * Keeps the telephone registered: credentials, socket, registration and watchdog. Never gives up by itself. [TEL20]–[TEL27]
 * The reference is `status`; the library's own states lie during an outage (`Registered`, `connected`).
 */
export class SipLink {
  agent: UserAgent | undefined
  private readonly options: LinkOptions
  private registerer: Registerer | undefined
  private current: PhoneCredentials | undefined
  private attempt = 0
  private isUp = false
  private wasLost = false
  private isRunning = false
  /** A refusal was answered by asking for new credentials; the next one waits. */
  private hasAskedAgain = false
  private cancelRetry: (() => void) | undefined
  private cancelPing: (() => void) | undefined
  private cancelRenewal: (() => void) | undefined

  constructor(options: LinkOptions) {
    this.options = options
  }

  get isConnected(): boolean {
    return this.isUp
  }

  start(): void {
    if (this.isRunning) return
    this.isRunning = true
    this.report('starting')
    void this.obtainCredentials()
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return
    this.isRunning = false
    this.cancelRetry?.()
    this.cancelPing?.()
    this.cancelRenewal?.()
    const wasUp = this.isUp
    this.isUp = false
    if (wasUp) await this.registerer?.unregister().catch(ignore)
    this.registerer = undefined
    await this.agent?.stop().catch(ignore)
    this.agent = undefined
    this.report('stopped')
  }

  networkChanged(isOnline: boolean): void {
    if (!this.isRunning || !this.agent) return
    if (this.isUp) this.ping()
    else if (isOnline) {
      this.attempt = 0
      this.retryIn(0)
    }
  }

  private report(reason: LinkReason | undefined): void {
    this.options.onStatus(reason ? { state: 'unregistered', reason } : { state: 'registered' })
  }

  private async obtainCredentials(): Promise<void> {
    try {
      const credentials = await this.options.credentials()
      if (this.isRunning) this.adopt(credentials)
    } catch {
      if (!this.isRunning) return
      if (!this.current) this.report('noCredentials')
      // An API that is away must not end a shift: what we have serves to its end, and the exchange has the last word.
      const delay = this.current
        ? CREDENTIALS_RETRY_MS
        : reconnectDelayMs(this.attempt++, this.options.scheduler.random())
      this.renewIn(delay)
    }
  }

  private adopt(credentials: PhoneCredentials): void {
    const { scheduler } = this.options
    const old = this.current
    const isMoved = old !== undefined && (old.server !== credentials.server || old.uri !== credentials.uri)
    if (isMoved && this.options.hasCalls()) {
      this.renewIn(CREDENTIALS_RETRY_MS)
      return
    }
    this.current = credentials
    this.renewIn(
      Math.max(CREDENTIALS_RETRY_MS, credentialsRenewalMs(scheduler.now(), Date.parse(credentials.expiresAt))),
    )
    if (this.agent && !isMoved) {
      renewCredentials(this.agent, credentials)
      if (!this.isUp && this.agent.isConnected()) this.register()
      return
    }
    if (this.agent) this.dropAgent()
    this.agent = this.options.makeAgent(credentials, {
      onInvite: this.options.onInvite,
      onDisconnect: () => this.lost(),
    })
    this.attempt = 0
    void this.connect()
  }

  private dropAgent(): void {
    const agent = this.agent
    this.lost()
    this.cancelRetry?.()
    this.agent = undefined
    agent?.stop().catch(ignore)
  }

  private renewIn(ms: number): void {
    this.cancelRenewal?.()
    this.cancelRenewal = this.options.scheduler.after(ms, () => void this.obtainCredentials())
  }

  private retryIn(ms: number): void {
    this.cancelRetry?.()
    this.cancelRetry = this.options.scheduler.after(ms, () => void this.connect())
  }

  private async connect(): Promise<void> {
    const agent = this.agent
    if (!agent || !this.isRunning) return
    try {
      await (agent.state === UserAgentState.Started ? agent.reconnect() : agent.start())
    } catch {
      if (agent === this.agent && this.isRunning) this.lost()
      return
    }
    if (agent === this.agent && this.isRunning) this.register()
  }

  /** Always a new Registerer: the old one of a lost connection may hold a request that never ends. [TEL23] */
  private register(): void {
    const agent = this.agent
    if (!agent) return
    this.cancelPing?.()
    const registerer = new Registerer(agent, {
      expires: REGISTER_EXPIRES_S,
      refreshFrequency: REGISTER_REFRESH_PERCENT,
      logConfiguration: false,
    })
    this.registerer = registerer
    const isCurrent = (): boolean => this.registerer === registerer && this.isRunning
    let wasRegistered = false
    registerer.stateChange.addListener((state) => {
      if (!isCurrent()) return
      if (state === RegistererState.Registered) {
        wasRegistered = true
        this.registered()
      } else if (state === RegistererState.Unregistered && wasRegistered) this.register()
    })
    this.cancelPing = this.options.scheduler.after(ANSWER_WITHIN_MS, () => this.dropSocket())
    registerer
      .register({
        requestDelegate: { onReject: (response) => isCurrent() && this.refused(response.message.statusCode ?? 500) },
      })
      .catch(ignore)
  }

  private registered(): void {
    this.attempt = 0
    this.hasAskedAgain = false
    this.isUp = true
    this.report(undefined)
    this.pingLater()
    if (!this.wasLost) return
    this.wasLost = false
    this.options.onRestored()
  }

  private refused(code: number): void {
    this.cancelPing?.()
    // 408 and 503 are also made by the library itself when nothing came or the socket is gone.
    if (code >= 500 || code === 408) {
      this.dropSocket()
      return
    }
    this.isUp = false
    this.report(code === 401 || code === 407 ? 'wrongCredentials' : 'refused')
    this.renewIn(this.hasAskedAgain ? CREDENTIALS_RETRY_MS : 0)
    this.hasAskedAgain = true
  }

  private pingLater(): void {
    const { scheduler } = this.options
    this.cancelPing?.()
    this.cancelPing = scheduler.after(PING_EVERY_MS * (0.9 + 0.2 * scheduler.random()), () => this.ping())
  }

  private ping(): void {
    const agent = this.agent
    if (!agent || !this.isUp) return
    const server = agent.configuration.uri.clone()
    server.user = undefined
    const core = agent.userAgentCore
    this.cancelPing?.()
    const cancel = this.options.scheduler.after(ANSWER_WITHIN_MS, () => this.dropSocket())
    this.cancelPing = cancel
    const answered = (): void => {
      if (this.cancelPing === cancel) this.pingLater()
    }
    core.request(core.makeOutgoingRequestMessage('OPTIONS', server, core.configuration.aor, server, {}), {
      onAccept: answered,
      onRedirect: answered,
      // Any answer of the exchange proves the link; what the library makes up has no Via.
      onReject: (response) => response.message.hasHeader('via') && answered(),
    })
  }

  private dropSocket(): void {
    const agent = this.agent
    if (!agent) return
    if (agent.isConnected()) agent.transport.disconnect().catch(ignore)
    else this.lost()
  }

  /** The socket is gone or as good as gone. */
  private lost(): void {
    if (!this.isRunning) return
    this.cancelPing?.()
    const registerer = this.registerer
    this.registerer = undefined
    // Disposed while nothing can be sent, so that its un-REGISTER does not undo the next registration.
    registerer?.dispose().catch(ignore)
    if (this.isUp) {
      this.isUp = false
      this.wasLost = true
      this.options.onLost()
    }
    this.report(this.options.isOnline() ? 'serverAway' : 'noNetwork')
    this.retryIn(reconnectDelayMs(this.attempt++, this.options.scheduler.random()))
  }
}

function ignore(): void {}
