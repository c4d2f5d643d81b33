import { Inviter, Registerer, type Session, SessionState, UserAgent, Web } from 'sip.js'
import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'

/** The bare library with its own session description handler and its own defaults: the baseline beside the telephone of the desk. */
export const stockPhone = {
  /** Dials; resolves when the call was answered and ended again. @param sent is called when `invite()` has done its work */
  async call(credentials: PhoneCredentials, number: string, sent: () => void): Promise<void> {
    const agent = agentOf(credentials)
    const target = UserAgent.makeURI(`sip:${number}@${agent.configuration.uri.host}`)
    if (!target) throw new TypeError('number')
    await agent.start()
    const session = new Inviter(agent, target)
    const answered = established(session)
    await session.invite()
    sent()
    await answered
    await session.bye()
    await agent.stop()
  },

  /** Registers and answers the next call at once. Resolves with the time of the answer and how to end the call. */
  async answerNext(
    credentials: PhoneCredentials,
    registered: () => void,
  ): Promise<{ readonly acceptedAt: number; end(): Promise<void> }> {
    const agent = agentOf(credentials)
    const offered = new Promise<Session>((resolve) => {
      agent.delegate = { onInvite: resolve }
    })
    await agent.start()
    const registerer = new Registerer(agent)
    const isRegistered = new Promise<void>((resolve) => registerer.stateChange.addListener(() => resolve()))
    await registerer.register()
    await isRegistered
    registered()
    const session = await offered
    const player = new Audio()
    const talking = established(session)
    const acceptedAt = performance.now()
    await (session as Session & { accept(): Promise<void> }).accept()
    await talking
    // as the library's own phone does: the voice is attached when the call stands
    player.srcObject = (session.sessionDescriptionHandler as Web.SessionDescriptionHandler).remoteMediaStream
    await player.play()
    return {
      acceptedAt,
      end: async () => {
        player.srcObject = null
        if (session.state === SessionState.Established) await session.bye()
        await registerer.unregister()
        await agent.stop()
      },
    }
  },

  /** The library's phone that reconnects by itself (`SessionManager`), kept registered. @param registered is called each time it is */
  async keepRegistered(credentials: PhoneCredentials, registered: () => void): Promise<void> {
    const manager = new Web.SessionManager(credentials.server, {
      aor: credentials.uri,
      delegate: { onRegistered: registered },
      userAgentOptions: {
        authorizationUsername: credentials.authorizationUsername,
        authorizationPassword: credentials.authorizationPassword,
        logBuiltinEnabled: false,
      },
    })
    await manager.connect()
    await manager.register()
  },
}

function agentOf(credentials: PhoneCredentials): UserAgent {
  const uri = UserAgent.makeURI(credentials.uri)
  if (!uri) throw new TypeError('uri')
  return new UserAgent({
    uri,
    authorizationUsername: credentials.authorizationUsername,
    authorizationPassword: credentials.authorizationPassword,
    transportOptions: { server: credentials.server, traceSip: false },
    sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: credentials.iceServers } },
    logBuiltinEnabled: false,
  })
}

function established(session: Session): Promise<void> {
  return new Promise((resolve, reject) => {
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) resolve()
      if (state === SessionState.Terminated) reject(new Error('not answered'))
    })
  })
}
