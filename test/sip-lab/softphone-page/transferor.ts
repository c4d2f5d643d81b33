import { Inviter, type Session, SessionState, UserAgent } from 'sip.js'
import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'

/** A colleague's telephone that can transfer, which ours cannot do yet: the bare library, used by tests only. */
export class Transferor {
  private readonly agent: UserAgent
  private readonly domain: string
  private readonly sessions: Session[] = []

  constructor(credentials: PhoneCredentials) {
    const uri = UserAgent.makeURI(credentials.uri)
    if (!uri) throw new TypeError('uri')
    this.domain = uri.host
    this.agent = new UserAgent({
      uri,
      authorizationUsername: credentials.authorizationUsername,
      authorizationPassword: credentials.authorizationPassword,
      transportOptions: { server: credentials.server },
      sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] } },
      logBuiltinEnabled: false,
    })
  }

  /** Resolves with the number of the call when it is answered. */
  async call(number: string): Promise<number> {
    if (!this.agent.isConnected()) await this.agent.start()
    const target = UserAgent.makeURI(`sip:${number}@${this.domain}`)
    if (!target) throw new TypeError('target')
    const session = new Inviter(this.agent, target)
    const answered = new Promise<void>((resolve, reject) => {
      session.stateChange.addListener((state) => {
        if (state === SessionState.Established) resolve()
        if (state === SessionState.Terminated) reject(new Error('not answered'))
      })
    })
    await session.invite()
    await answered
    return this.sessions.push(session) - 1
  }

  /** Sends REFER; resolves with its final status. `to`: an address, or the number of another call to join (attended). */
  refer(from: number, to: string | number): Promise<number> {
    const session = this.sessions[from]
    const target = typeof to === 'number' ? this.sessions[to] : UserAgent.makeURI(to)
    if (!session || !target) throw new TypeError('call')
    return new Promise((resolve, reject) => {
      session
        .refer(target, {
          requestDelegate: {
            onAccept: ({ message }) => resolve(message.statusCode ?? 0),
            onReject: ({ message }) => resolve(message.statusCode ?? 0),
          },
          onNotify: (notification) => void notification.accept(),
        })
        .catch(reject)
    })
  }

  async hangUp(index: number): Promise<void> {
    const session = this.sessions[index]
    if (session?.state === SessionState.Established) await session.bye()
  }
}
