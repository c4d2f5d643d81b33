import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'
import '#test/sip-lab/softphone-page/page.ts'
import { firstSound, forgetSound, hasSound, listenToConnections } from './first-sound.ts'
import { stockPhone } from './stock-phone.ts'

type Whose = 'ours' | 'stock'

/** The telephone of the desk with its bar, and the bare library beside it as the baseline. */
const benchPhone = {
  /** When each INVITE of this page went to its socket, milliseconds of `performance.now()`. */
  invites: [] as number[],
  /** When a person pressed something last: the time of the trusted event, not that of its handler. */
  pressedAt: Number.NaN,
  /** When each telephone was registered, milliseconds of `Date.now()`. */
  registrations: { ours: [] as number[], stock: [] as number[] } satisfies Record<Whose, number[]>,
  isStockWaiting: false,
  forgetSound,
  hasSound,

  /** From `invite()` of the library until the INVITE is on the wire. */
  async stockCall(credentials: PhoneCredentials, number: string): Promise<number> {
    const before = benchPhone.invites.length
    let sentAt = Number.NaN
    const startedAt = performance.now()
    await stockPhone.call(credentials, number, () => {
      sentAt = benchPhone.invites[before] ?? Number.NaN
    })
    return sentAt - startedAt
  },

  /** From `accept()` of the library until the caller is heard. `isStockWaiting` says when to call. */
  async stockAnswer(credentials: PhoneCredentials): Promise<number> {
    const call = await stockPhone.answerNext(credentials, () => {
      benchPhone.isStockWaiting = true
    })
    benchPhone.isStockWaiting = false
    const took = (await firstSound()) - call.acceptedAt
    await call.end()
    return took
  },

  /** From the click on *answer* until the caller is heard. */
  async answered(): Promise<number> {
    return (await firstSound()) - benchPhone.pressedAt
  },

  /** Notes from now on when either telephone is registered. */
  async watchRegistrations(stock: PhoneCredentials): Promise<void> {
    const { registrations } = benchPhone
    window.testPhone.soft.phone.store.subscribe(({ link }, before) => {
      if (link.state === 'registered' && before.link.state !== 'registered') registrations.ours.push(Date.now())
    })
    await stockPhone.keepRegistered(stock, () => registrations.stock.push(Date.now()))
  },
}

export type BenchPhone = typeof benchPhone

declare global {
  interface Window {
    readonly benchPhone: BenchPhone
  }
}

listenToConnections()
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
