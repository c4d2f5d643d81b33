import { SIPExtension, UserAgent, type UserAgentDelegate, type UserAgentOptions } from 'sip.js'
import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'
import { type LogLevel, maskSipLog, type TelephonyLog } from './sip-log.ts'
import { type SessionDescriptionOptions, sessionDescriptionFactory } from './sip-session-description.ts'

/** Longer than the call machine rings, which is the one that decides. Seconds. */
const NO_ANSWER_S = 180
/** With the longest pause between two attempts it stays under the five seconds in which a telephone is to be back. Seconds. [TEL22] */
const CONNECT_TIMEOUT_S = 2.5

export interface AgentOptions {
  readonly credentials: PhoneCredentials
  readonly media: SessionDescriptionOptions
  readonly delegate: UserAgentDelegate
  readonly log: TelephonyLog
  /** Tests put a scripted transport here. */
  readonly transportConstructor?: UserAgentOptions['transportConstructor']
}

/**
 * A user agent of the library with its defaults put right: no traces with Authorization, no own STUN, no automatic 180,
 * no reconnecting of its own.
 * @throws TypeError if the address of record cannot be read
 */
export function makeAgent(options: AgentOptions): UserAgent {
  const { credentials, log } = options
  const uri = UserAgent.makeURI(credentials.uri)
  if (!uri) throw new TypeError('uri: not a SIP address of record')
  return new UserAgent({
    uri,
    authorizationUsername: credentials.authorizationUsername,
    authorizationPassword: credentials.authorizationPassword,
    delegate: options.delegate,
    transportOptions: {
      server: credentials.server,
      traceSip: false,
      connectionTimeout: CONNECT_TIMEOUT_S,
      keepAliveInterval: 0,
    },
    ...(options.transportConstructor ? { transportConstructor: options.transportConstructor } : {}),
    sessionDescriptionHandlerFactory: sessionDescriptionFactory(options.media),
    sendInitialProvisionalResponse: false,
    sipExtensionReplaces: SIPExtension.Supported,
    noAnswerTimeout: NO_ANSWER_S,
    gracefulShutdown: false,
    logBuiltinEnabled: false,
    logConfiguration: false,
    logLevel: 'warn',
    logConnector: (level, category, _label, content) => log(level as LogLevel, `${category}: ${maskSipLog(content)}`),
    userAgentString: 'Opora',
  })
}

/** Renewed credentials serve from the next challenge on; the library asks for them each time. [TEL24] */
export function renewCredentials(agent: UserAgent, credentials: PhoneCredentials): void {
  agent.configuration.authorizationUsername = credentials.authorizationUsername
  agent.configuration.authorizationPassword = credentials.authorizationPassword
}
