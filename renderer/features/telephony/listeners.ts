import type { ListeningClaims, ListeningRefusal } from '#shared/features/telephony/listening.ts'
import { isEstablished } from './engine/call-machine.ts'
import type { PortEvent, SipPort } from './engine/sip-port.ts'
import type { GrantCheck } from './listening-grant.ts'
import type { Listener, SoftphoneStore } from './softphone-store.ts'

export interface ListenersOptions {
  readonly port: Pick<SipPort, 'subscribe' | 'accept' | 'reject' | 'hangUp' | 'setMuted'>
  readonly store: SoftphoneStore
  /** Whose desk this is: a grant for a colleague's call opens nothing here. */
  readonly userId: string
  readonly check: (grant: string) => Promise<GrantCheck>
  readonly audio: { setSilenced(callId: string, isSilenced: boolean): void; detach(callId: string): void }
}

const STATUS: Readonly<Record<ListeningRefusal, number>> = {
  forged: 403,
  expired: 403,
  used: 403,
  foreign: 403,
  callOver: 410,
  taken: 486,
}

/**
 * Supervisors who take part in calls of this desk (REQUIREMENTS S3). Each is on a leg of her own that takes no line, never rings and ends with the
 * call; she gets in by a grant of the central API alone. [TEL100]–[TEL103]
 */
export class Listeners {
  private readonly options: ListenersOptions
  /** Legs that were let in, by id, from the moment of the answer. */
  private readonly legs = new Map<string, Listener & { readonly listeningId: string; readonly isUp: boolean }>()
  /** A grant serves once. They are short-lived, so this stays small: it is emptied when no call is left. */
  private readonly used = new Set<string>()

  constructor(options: ListenersOptions) {
    this.options = options
    options.port.subscribe((event) => this.receive(event))
    options.store.subscribe(() => this.follow())
  }

  private receive(event: PortEvent): void {
    if (event.type === 'listenerCame') void this.offer(event.id, event.extension, event.grant)
    else if (event.type === 'listenerAsked') void this.change(event.id, event.grant).then(event.answer)
    else if (event.type === 'gone') this.forget(event.id)
    else if (event.type === 'audio') this.giveVoice(event.id)
    else if (event.type === 'call' && this.legs.has(event.id)) {
      if (event.event.type === 'established') this.put(event.id, { isUp: true })
      else if (event.event.type === 'mediaLost') this.options.port.hangUp(event.id)
    }
  }

  private async offer(id: string, extension: string, grant: string): Promise<void> {
    const { port } = this.options
    const checked = await this.options.check(grant)
    const refusal = checked.ok ? this.objection(checked, extension) : checked.refusal
    if (!checked.ok || refusal !== undefined) {
      port.reject(id, STATUS[refusal ?? 'forged'], refusal)
      return
    }
    this.used.add(checked.grantId)
    const { lid, call, mode, shown } = checked.claims
    for (const leg of [...this.legs.values()]) if (leg.callId === call) port.hangUp(leg.id)
    this.legs.set(id, { id, callId: call, mode, extension, isShown: shown, listeningId: lid, isUp: false })
    // The microphone alone is not for this leg: a mute or hold towards the caller would not hold for it. The mix is.
    port.setMuted(id, true)
    port.accept(id)
  }

  private objection(
    { claims, grantId }: { readonly claims: ListeningClaims; readonly grantId: string },
    extension: string,
  ): ListeningRefusal | undefined {
    if (claims.agent !== this.options.userId || claims.ext !== extension) return 'foreign'
    if (this.used.has(grantId)) return 'used'
    if (!this.isTalking(claims.call)) return 'callOver'
    // She herself may come anew: the former leg is left then.
    const others = [...this.legs.values()].filter((leg) => leg.extension !== extension)
    return others.some(({ callId }) => callId === claims.call) ? 'taken' : undefined
  }

  /** Another mode inside the leg, by another grant of the same listening. */
  private async change(id: string, grant: string): Promise<boolean> {
    const checked = await this.options.check(grant)
    const leg = this.legs.get(id)
    if (!checked.ok || leg === undefined) return false
    const { claims, grantId } = checked
    const isSame = claims.lid === leg.listeningId && claims.call === leg.callId && claims.ext === leg.extension
    if (!isSame || claims.agent !== this.options.userId || this.used.has(grantId)) return false
    this.used.add(grantId)
    this.put(id, { mode: claims.mode, isShown: claims.shown })
    this.giveVoice(id)
    return true
  }

  private put(id: string, change: Partial<Listener & { isUp: boolean }>): void {
    const leg = this.legs.get(id)
    if (leg === undefined) return
    this.legs.set(id, { ...leg, ...change })
    this.show()
  }

  /** Who only listens is not heard here, whatever her desk sends. */
  private giveVoice(id: string): void {
    const leg = this.legs.get(id)
    if (leg !== undefined) this.options.audio.setSilenced(id, leg.mode === 'listen')
  }

  private forget(id: string): void {
    if (!this.legs.delete(id)) return
    this.options.audio.detach(id)
    this.show()
  }

  private follow(): void {
    for (const { id, callId } of [...this.legs.values()]) if (!this.isTalking(callId)) this.options.port.hangUp(id)
    if (this.options.store.getState().calls.length === 0) this.used.clear()
  }

  private isTalking(callId: string): boolean {
    return this.options.store.getState().calls.some((call) => call.id === callId && isEstablished(call))
  }

  private show(): void {
    const listeners = [...this.legs.values()]
      .filter(({ isUp }) => isUp)
      .map(({ id, callId, mode, extension, isShown }) => ({ id, callId, mode, extension, isShown }))
    this.options.store.setState({ listeners })
  }
}
