import { type AgentEvent, type NotReadyReason, type QueueBar, stepAgent, takesQueueCalls } from './agent-state.ts'
import { type CallFacts, factsOf } from './engine/call-facts.ts'
import { isEstablished, newCall, step, timeLimitMs } from './engine/call-machine.ts'
import type { Call, CallEffect, CallEvent, RemoteParty } from './engine/call-state.ts'
import type { DeviceChoice } from './engine/devices.ts'
import { callsToHoldBefore, currentCall, freeLine, offerOf, ringingCall } from './engine/lines.ts'
import { QualityMonitor } from './engine/quality-monitor.ts'
import type { Scheduler } from './engine/scheduler.ts'
import type { PortEvent, SipPort } from './engine/sip-port.ts'
import { toneFor } from './engine/tone-choice.ts'
import type { ToneName } from './engine/tones.ts'
import { createSoftphoneStore, type NoticeKey, type SoftphoneState, type SoftphoneStore } from './softphone-store.ts'

export interface SoftphoneOptions {
  readonly port: SipPort
  readonly scheduler: Scheduler
  readonly newId: () => string
  readonly choice: DeviceChoice
  readonly audio: {
    attach(callId: string, stream: MediaStream): void
    setSilenced(callId: string, isSilenced: boolean): void
    detach(callId: string): void
  }
  readonly playTone: (tone: ToneName | undefined) => void
  readonly microphone: { openForCall(): Promise<MediaStream>; release(): void }
}

const BUSY = 486
const UNAVAILABLE = 480
const NOTICES_KEPT = 5

/**
 * Joins the call machine, the port, the tones and the agent's state. Every command without an id means the call that the
 * keyboard acts upon (`currentCall`, or the ringing one for answer and decline).
 */
export class Softphone {
  readonly store: SoftphoneStore
  private readonly options: SoftphoneOptions
  private readonly monitor: QualityMonitor
  private readonly incomingListeners = new Set<(call: Call) => void>()
  private readonly endedListeners = new Set<(facts: CallFacts) => void>()
  private readonly timeLimits = new Map<string, () => void>()

  constructor(options: SoftphoneOptions) {
    const { port, scheduler } = options
    this.options = options
    this.store = createSoftphoneStore(scheduler.now(), options.choice)
    this.monitor = new QualityMonitor({
      scheduler,
      stats: (id) => port.stats(id),
      calls: () =>
        this.calls
          .filter(isEstablished)
          .map(({ id, isHeld, isFarHeld, isMuted }) => ({ id, isHeld: isHeld || isFarHeld, isMuted })),
      onChange: (id, quality) => this.set({ quality: { ...this.state.quality, [id]: quality } }),
    })
    port.subscribe((event) => this.receive(event))
  }

  get state(): SoftphoneState {
    return this.store.getState()
  }
  private get calls(): readonly Call[] {
    return this.state.calls
  }

  /** A call that rings or waits; the call log and the screen pop begin here. Returns a function that unsubscribes. */
  onIncoming(listener: (call: Call) => void): () => void {
    this.incomingListeners.add(listener)
    return () => this.incomingListeners.delete(listener)
  }
  /** Facts of each call that has ended, missed ones too. */
  onEnded(listener: (facts: CallFacts) => void): () => void {
    this.endedListeners.add(listener)
    return () => this.endedListeners.delete(listener)
  }

  /** Dials; does nothing when both lines are taken. Returns the id of the call. */
  call(number: string): string | undefined {
    performance.mark('opora:dial-clicked')
    const line = freeLine(this.calls)
    if (line === undefined || number.trim() === '') return undefined
    const id = this.options.newId()
    this.holdOthers(id)
    const remote: RemoteParty = {
      number: number.trim(),
      name: '',
      source: 'direct',
      isInternal: false,
      divertedFrom: undefined,
    }
    this.add(newCall({ id, sipCallId: '', line, direction: 'out', remote }, this.now), { type: 'dialRequested' })
    return id
  }
  answer(id = ringingCall(this.calls)?.id): void {
    if (id === undefined || this.find(id)?.state !== 'ringingIn') return
    this.holdOthers(id)
    this.dispatch(id, { type: 'answerRequested' })
  }
  decline(id = ringingCall(this.calls)?.id): void {
    this.dispatch(id, { type: 'declineRequested', code: BUSY })
  }
  hangUp(id = currentCall(this.calls)?.id): void {
    this.dispatch(id, { type: 'hangUpRequested' })
  }
  toggleMute(id = currentCall(this.calls)?.id): void {
    const call = this.find(id)
    if (call) this.dispatch(call.id, { type: 'muteRequested', isMuted: !call.isMuted })
  }
  toggleHold(id = currentCall(this.calls)?.id): void {
    const call = this.find(id)
    if (call?.isHeld) {
      this.holdOthers(call.id)
      this.dispatch(call.id, { type: 'resumeRequested' })
    } else this.dispatch(id, { type: 'holdRequested' })
  }
  /** @param key one of `0-9 * #` */
  sendKey(key: string, id = currentCall(this.calls)?.id): void {
    const call = this.find(id)
    if (call && isEstablished(call) && /^[0-9*#]$/.test(key)) this.options.port.sendKey(call.id, key)
  }

  ready(): void {
    this.agentEvent({ type: 'readyRequested' })
  }
  notReady(reason: NotReadyReason): void {
    this.agentEvent({ type: 'notReadyRequested', reason })
  }

  /** Takes the agent off the queue, or lets her back; calls in progress and calls of colleagues are not touched. [TEL54] */
  barQueue(bar: QueueBar | null): void {
    this.agentEvent({ type: 'barChanged', bar })
  }

  notice(key: NoticeKey): void {
    const others = this.state.notices.filter((notice) => notice.key !== key)
    this.set({ notices: [...others, { key, at: this.now }].slice(-NOTICES_KEPT) })
  }
  dismissNotice(key: NoticeKey): void {
    this.set({ notices: this.state.notices.filter((notice) => notice.key !== key) })
  }

  private get now(): number {
    return this.options.scheduler.now()
  }
  private set(change: Partial<SoftphoneState>): void {
    this.store.setState(change)
  }
  private find(id: string | undefined): Call | undefined {
    return this.calls.find((call) => call.id === id)
  }
  private agentEvent(event: AgentEvent): void {
    this.set({ agent: stepAgent(this.state.agent, event, this.now) })
  }
  /** Never two open microphones. [TEL12] [TEL14] */
  private holdOthers(id: string): void {
    for (const other of callsToHoldBefore(this.calls, id)) this.dispatch(other.id, { type: 'holdRequested' })
  }

  private receive(event: PortEvent): void {
    if (event.type === 'link') this.set({ link: event.status })
    else if (event.type === 'incoming') this.offer(event)
    else if (event.type === 'audio') this.options.audio.attach(event.id, event.stream)
    else if (event.type === 'call') this.dispatch(event.id, event.event)
    else if (event.type === 'gone') this.dispatch(event.id, { type: 'released' })
  }

  private offer(event: Extract<PortEvent, { type: 'incoming' }>): void {
    const { id, remote, sipCallId } = event
    const { port } = this.options
    if (!remote.isInternal && !takesQueueCalls(this.state.agent)) {
      port.reject(id, UNAVAILABLE)
      this.agentEvent({ type: 'queueCallTurnedAway', caller: remote.number })
      return
    }
    const offer = offerOf(this.calls)
    if (offer.kind === 'busy') {
      port.reject(id, BUSY)
      return
    }
    const call = newCall({ id, sipCallId, line: offer.line, direction: 'in', remote }, this.now)
    this.add(call, { type: 'offered' })
    port.ring(id)
    const ringing = this.find(id)
    if (ringing) for (const listener of this.incomingListeners) listener(ringing)
  }

  private add(call: Call, first: CallEvent): void {
    this.set({ calls: [...this.calls, call].sort((a, b) => a.line - b.line) })
    this.dispatch(call.id, first)
  }

  private dispatch(id: string | undefined, event: CallEvent): void {
    const before = this.find(id)
    if (!before) return
    const { call, effects } = step(before, event, this.now)
    if (call !== before) this.update(before, call)
    for (const effect of effects) this.run(call.id, effect)
  }

  private update(before: Call, call: Call): void {
    const isOver = call.state === 'ended'
    const others = this.calls.filter((other) => other.id !== call.id)
    this.set({ calls: isOver ? others : [...others, call].sort((a, b) => a.line - b.line) })
    if (before.since !== call.since || before.state !== call.state) this.limitTime(call)
    this.options.audio.setSilenced(call.id, call.isHeld || call.state === 'holding')
    if (isOver) this.close(call)
    else this.monitor.wake()
    const tone = toneFor(this.calls)
    this.options.playTone(tone ?? (isOver && call.end?.result === 'busy' ? 'busy' : undefined))
  }

  private limitTime(call: Call): void {
    this.timeLimits.get(call.id)?.()
    this.timeLimits.delete(call.id)
    const limit = timeLimitMs(call)
    if (limit === undefined) return
    const left = Math.max(0, call.since + limit - this.now)
    this.timeLimits.set(
      call.id,
      this.options.scheduler.after(left, () => this.dispatch(call.id, { type: 'timedOut' })),
    )
  }

  private close(call: Call): void {
    this.options.audio.detach(call.id)
    const { [call.id]: _closed, ...quality } = this.state.quality
    const facts = factsOf(call, this.monitor.finish(call.id))
    if (!facts || !call.end) return
    this.set({ quality, lastEnded: { facts, reason: call.end.reason, remote: call.remote } })
    if (call.direction === 'in' && !call.remote.isInternal)
      this.agentEvent({
        type: 'queueCallEnded',
        callId: call.id,
        result: call.end.result,
        isByUs: call.end.by === 'timeout',
      })
    if (this.calls.length === 0 && !this.state.choice.keepsMicrophoneOpen) this.options.microphone.release()
    for (const listener of this.endedListeners) listener(facts)
  }

  private run(id: string, effect: CallEffect): void {
    const { port } = this.options
    switch (effect.type) {
      case 'sendInvite':
        port.dial(id, this.find(id)?.remote.number ?? '')
        break
      case 'accept':
        port.accept(id)
        break
      case 'reject':
        port.reject(id, effect.code)
        break
      case 'hangUp':
        port.hangUp(id)
        break
      case 'setHold':
        port.setHold(id, effect.isHeld)
        break
      case 'setMuted':
        port.setMuted(id, effect.isMuted)
        break
      case 'restartMedia':
        port.restartMedia(id)
        break
      case 'warnHoldFailed':
        this.notice('holdFailed')
        break
    }
  }
}
