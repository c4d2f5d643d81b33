import { Inviter, SessionState, UserAgent } from 'sip.js'
import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'
import '#test/sip-lab/softphone-page/page.ts'

/** The telephone of the desk with its bar, and the bare library beside it as the baseline. */
const benchPhone = {
  /** When each INVITE of this page went to its socket, milliseconds of `performance.now()`. */
  invites: [] as number[],
  /** When a person pressed something last: the time of the trusted event, not that of its handler. */
  pressedAt: Number.NaN,

  /** Calls with the library's own session description handler and its own defaults, from `invite()` until the INVITE is on the wire. */
  async stockCall(credentials: PhoneCredentials, number: string): Promise<number> {
    const uri = UserAgent.makeURI(credentials.uri)
    const target = UserAgent.makeURI(`sip:${number}@${uri?.host}`)
    if (!uri || !target) throw new TypeError('uri')
    const agent = new UserAgent({
      uri,
      authorizationUsername: credentials.authorizationUsername,
      authorizationPassword: credentials.authorizationPassword,
      transportOptions: { server: credentials.server, traceSip: false },
      sessionDescriptionHandlerFactoryOptions: {
        peerConnectionConfiguration: { iceServers: credentials.iceServers },
      },
      logBuiltinEnabled: false,
    })
    await agent.start()
    const session = new Inviter(agent, target)
    const answered = new Promise<void>((resolve, reject) => {
      session.stateChange.addListener((state) => {
        if (state === SessionState.Established) resolve()
        if (state === SessionState.Terminated) reject(new Error('not answered'))
      })
    })
    const before = benchPhone.invites.length
    const startedAt = performance.now()
    await session.invite()
    const sentAt = benchPhone.invites[before] ?? Number.NaN
    await answered
    await session.bye()
    await agent.stop()
    return sentAt - startedAt
  },
}

export type BenchPhone = typeof benchPhone

declare global {
  interface Window {
    readonly benchPhone: BenchPhone
  }
}

const send = WebSocket.prototype.send
WebSocket.prototype.send = function (data) {
  if (typeof data === 'string' && data.startsWith('INVITE ')) benchPhone.invites.push(performance.now())
  send.call(this, data)
}
window.addEventListener(
  'click',
  (event) => {
    if (event.isTrusted) benchPhone.pressedAt = event.timeStamp
  },
  { capture: true },
)
Object.assign(window, { benchPhone })
