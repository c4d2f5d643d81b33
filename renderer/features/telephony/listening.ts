import type {
  ListeningAnswer,
  ListeningMode,
  ListeningRefusal,
  ListeningRequest,
} from '#shared/features/telephony/listening.ts'
import { LISTENING_REFUSALS } from '#shared/features/telephony/listening.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import type { CallId, UserId } from '#shared/kernel/ids.ts'
import { err, ok, type Result } from '#shared/kernel/result.ts'
import type { Call, ListeningTo } from './engine/call-state.ts'
import type { SipPort } from './engine/sip-port.ts'
import type { Softphone } from './softphone.ts'

/** Whose call is listened to, as the floor names it. */
export interface ListenedCall {
  readonly userId: UserId
  readonly name: string
  readonly callId: CallId
}

export interface ListeningOptions {
  readonly phone: Softphone
  readonly port: Pick<SipPort, 'showGrant' | 'subscribe'>
  /** Asks the central API for a grant; it checks the right and enters the deed into the audit. */
  readonly request: (asked: ListeningRequest) => Promise<Result<ListeningAnswer, Refusal>>
}

/**
 * Listening to calls of colleagues, from the supervisor's side (REQUIREMENTS S3). What she hears comes as a call of her own to the colleague's desk, which
 * mixes. [TEL100] [TEL104]
 */
export class Listening {
  private readonly options: ListeningOptions
  /** Own calls that listen; a refused one is off the lines before the reason is asked. */
  private readonly legs = new Set<string>()

  constructor(options: ListeningOptions) {
    this.options = options
    options.phone.store.subscribe(({ calls }) => this.follow(calls))
    options.port.subscribe((event) => {
      if (event.type === 'gone') this.legs.delete(event.id)
      if (event.type !== 'call' || event.event.type !== 'refused' || !this.legs.has(event.id)) return
      const { why, sipCode } = event.event
      options.phone.notice(`listening.${LISTENING_REFUSALS.find((word) => word === why) ?? refusalByStatus(sipCode)}`)
    })
  }

  /** Begins; with a refusal nobody was called. */
  async start(listened: ListenedCall, mode: ListeningMode): Promise<Result<void, Refusal>> {
    const { userId, callId, name } = listened
    const asked = await this.options.request({ userId, callId, mode })
    if (!asked.ok) return asked
    const { extension, ...granted } = asked.value
    this.options.phone.call(extension, { name, listening: { userId, callId, mode, ...granted } })
    return ok(undefined)
  }

  /**
   * Takes part in another way, inside the same call. An exchange that lets no INFO through is called anew.
   * @param id the own call that listens
   */
  async change(id: string, mode: ListeningMode): Promise<Result<void, Refusal>> {
    const { phone, port } = this.options
    const call = this.find(id)
    const before = call?.remote.listening
    if (call === undefined || before === undefined || before.mode === mode) return ok(undefined)
    const asked = await this.options.request({
      userId: before.userId as UserId,
      callId: before.callId as CallId,
      mode,
      listeningId: before.listeningId,
    })
    if (!asked.ok) return err(asked.error)
    const next: ListeningTo = { ...before, mode, grant: asked.value.grant }
    // Closed before the far desk opens, opened after: nobody is heard who only listens.
    if (mode === 'listen') phone.listenAs(id, next)
    if (await port.showGrant(id, next.grant)) {
      phone.listenAs(id, next)
      return ok(undefined)
    }
    if (this.find(id) === undefined) return ok(undefined)
    const again = await this.options.request({ userId: before.userId as UserId, callId: before.callId as CallId, mode })
    if (!again.ok) return err(again.error)
    const { extension, ...granted } = again.value
    phone.hangUp(id)
    phone.call(extension, { name: call.remote.name, listening: { ...next, ...granted } })
    return ok(undefined)
  }

  private find(id: string): Call | undefined {
    return this.options.phone.state.calls.find((call) => call.id === id && call.remote.listening !== undefined)
  }

  /** A desk that lets a supervisor in never rings. If it does, the exchange has dropped the grant: the colleague is not kept ringing. [TEL104] */
  private follow(calls: readonly Call[]): void {
    for (const call of calls) {
      if (call.remote.listening === undefined) continue
      this.legs.add(call.id)
      if (call.state !== 'ringingOut') continue
      this.options.phone.hangUp(call.id)
      this.options.phone.notice('listening.unheard')
    }
  }
}

/** For exchanges that drop the word beside the status. */
function refusalByStatus(sipCode: number): ListeningRefusal | 'unheard' {
  if (sipCode === 410) return 'callOver'
  if (sipCode === 486) return 'taken'
  return sipCode === 403 ? 'foreign' : 'unheard'
}
