import { isExtension } from '#shared/features/telephony/sip-credentials.ts'
import { type AgentEvent, type NotReadyReason, type QueueBar, stepAgent, turnAwayOf } from './agent-state.ts'
import { runEffect } from './engine/call-effects.ts'
import { type CallFacts, factsOf } from './engine/call-facts.ts'
import { isEstablished, newCall, step } from './engine/call-machine.ts'
import { markCall } from './engine/call-marks.ts'
import type { Call, CallEffect, CallEvent, ListeningTo, RemoteParty } from './engine/call-state.ts'
import type { DeviceChoice } from './engine/devices.ts'
import {
  callsToHoldBefore,
  currentCall,
  freeLine,
  leavesConference,
  mayConfer,
  mayTransfer,
  offerOf,
  ringingCall,
} from './engine/lines.ts'
import { QualityMonitor } from './engine/quality-monitor.ts'
import type { Scheduler } from './engine/scheduler.ts'
import type { PortEvent, SipPort } from './engine/sip-port.ts'
import { TimeLimits } from './engine/time-limits.ts'
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
  private readonly handOverListeners = new Set<(call: Call, to: string) => void>()
  private readonly endedListeners = new Set<(facts: CallFacts) => void>()
  private readonly timeLimits: TimeLimits

  constructor(options: SoftphoneOptions) {
    const { port, scheduler } = options
    this.options = options
    this.store = createSoftphoneStore(scheduler.now(), options.choice)
    this.timeLimits = new TimeLimits(scheduler, (id) => this.dispatch(id, { type: 'timedOut' }))
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

  /** A call that is about to be handed over, to a number: what the receiver is to have of it leaves now. */
  onHandOver(listener: (call: Call, to: string) => void): () => void {
    this.handOverListeners.add(listener)
    return () => this.handOverListeners.delete(listener)
  }

  /**
   * Dials; does nothing when both lines are taken. Returns the id of the call.
   * @param asked who is called about another call: their name, and the call that is to be handed over or listened to
   */
  call(number: string, asked?: Pick<RemoteParty, 'name' | 'handedCallId' | 'listening'>): string | undefined {
    markCall('dial-clicked')
    const line = freeLine(this.calls)
    if (line === undefined || number.trim() === '') return undefined
    const id = this.options.newId()
    this.holdOthers(id)
    // Whoever was asked about another call is nobody to be called again by one key.
    if (asked === undefined) this.set({ lastDialled: number.trim() })
    const remote: RemoteParty = {
      number: number.trim(),
      name: '',
      source: 'direct',
      isInternal: isExtension(number.trim()),
      divertedFrom: undefined,
      ...asked,
    }
    this.add(newCall({ id, sipCallId: '', line, direction: 'out', remote }, this.now), { type: 'dialRequested' })
    if (remote.listening?.mode === 'listen') this.dispatch(id, { type: 'muteRequested', isMuted: true })
    return id
  }
  /** The number that `redial` would dial, from the log of calls: memory does not outlive a restart. */
  rememberDialled(number: string): void {
    if (this.state.lastDialled === undefined) this.set({ lastDialled: number })
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
    if (call?.remote.listening?.mode === 'listen') return
    const muted = this.state.isConference ? this.calls : call === undefined ? [] : [call]
    for (const { id: each } of muted) this.dispatch(each, { type: 'muteRequested', isMuted: call?.isMuted !== true })
  }
  /** Takes part in a listened call in another way, which its desk has agreed to: whoever only listens is muted here as well. [TEL100] */
  listenAs(id: string, listening: ListeningTo): void {
    const call = this.find(id)
    if (call === undefined) return
    this.dispatch(id, { type: 'remoteChanged', remote: { ...call.remote, listening } })
    this.dispatch(id, { type: 'muteRequested', isMuted: listening.mode === 'listen' })
  }
  toggleHold(id = currentCall(this.calls)?.id): void {
    const call = this.find(id)
    if (call?.isHeld) {
      this.holdOthers(call.id)
      this.dispatch(call.id, { type: 'resumeRequested' })
    } else this.dispatch(id, { type: 'holdRequested' })
  }
  /** Sends the other side on to a number without asking anybody there. */
  transfer(to: string, id = currentCall(this.calls)?.id): void {
    const call = this.find(id)
    if (call === undefined || !mayTransfer(call)) return
    for (const listener of this.handOverListeners) listener(call, to)
    this.dispatch(call.id, { type: 'transferRequested', to })
  }
  /** Holds the call and asks somebody on the other line. Returns the id of that call. */
  consult(to: string, name = '', id = currentCall(this.calls)?.id): string | undefined {
    const call = this.find(id)
    if (call === undefined || !mayTransfer(call) || freeLine(this.calls) === undefined) return undefined
    for (const listener of this.handOverListeners) listener(call, to)
    const withCallId = this.call(to, { name, handedCallId: call.id })
    if (withCallId !== undefined && this.find(withCallId)) this.set({ consult: { callId: call.id, withCallId } })
    return withCallId
  }
  /** Joins the two who were spoken to, and leaves. */
  completeTransfer(): void {
    const [first, second] = this.consulted()
    if (!first || !second || !mayTransfer(first) || !isEstablished(second)) return
    for (const listener of this.handOverListeners) listener(first, second.remote.number)
    this.dispatch(first.id, { type: 'transferRequested', to: second.remote.number, withCallId: second.id })
  }
  /** Takes leave of who was asked and goes back to the first call. */
  backOut(): void {
    const [first, second] = this.consulted()
    if (!first || !second) return
    this.dispatch(second.id, { type: 'hangUpRequested' })
    if (this.find(first.id)?.state === 'held') this.dispatch(first.id, { type: 'resumeRequested' })
  }
  /** Speaks to the one of two who is held, and holds the other. */
  swap(): void {
    const held = this.calls.find((call) => call.state === 'held')
    if (held && this.calls.length > 1) this.toggleHold(held.id)
  }
  /** Makes one conversation of both calls, or two again: the one on the second line is held then. [TEL96] */
  toggleConference(): void {
    if (this.state.isConference) {
      this.set({ isConference: false })
      this.dispatch(this.calls[1]?.id, { type: 'holdRequested' })
    } else if (mayConfer(this.calls)) {
      this.set({ isConference: true })
      for (const call of this.calls) this.dispatch(call.id, { type: 'resumeRequested' })
    }
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

  /** Whether colleagues ring through, apart from the queue. [TEL55] */
  takeColleagues(isOn: boolean): void {
    this.agentEvent({ type: 'colleaguesSwitched', isOn })
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

  private consulted(): readonly [Call | undefined, Call | undefined] {
    const { consult } = this.state
    return [this.find(consult?.callId), this.find(consult?.withCallId)]
  }

  private receive(event: PortEvent): void {
    if (event.type === 'link') this.set({ link: event.status })
    else if (event.type === 'incoming') this.offer(event)
    else if (event.type === 'audio') this.options.audio.attach(event.id, event.stream)
    else if (event.type === 'call') this.dispatch(event.id, event.event)
    else if (event.type === 'keyRefused') this.notice('keyRefused')
    else if (event.type === 'gone') this.dispatch(event.id, { type: 'released' })
  }

  private offer(event: Extract<PortEvent, { type: 'incoming' }>): void {
    const { id, remote, sipCallId } = event
    const { port } = this.options
    const away = turnAwayOf(this.state.agent, remote)
    if (away !== undefined) {
      port.reject(id, UNAVAILABLE)
      this.agentEvent(away)
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
    // Whoever is held, sent on or gone is in no conversation of three any more.
    if (this.state.isConference && leavesConference(call)) this.set({ isConference: false })
    const others = this.calls.filter((other) => other.id !== call.id)
    this.set({ calls: isOver ? others : [...others, call].sort((a, b) => a.line - b.line) })
    if (before.since !== call.since || before.state !== call.state) this.timeLimits.watch(call)
    this.options.audio.setSilenced(call.id, call.isHeld || call.state === 'holding')
    if (isOver) this.close(call)
    else this.monitor.wake()
    const tone = toneFor(this.calls)
    this.options.playTone(tone ?? (isOver && call.end?.result === 'busy' ? 'busy' : undefined))
  }

  private close(call: Call): void {
    this.options.audio.detach(call.id)
    const { consult } = this.state
    if (consult?.callId === call.id || consult?.withCallId === call.id) this.set({ consult: undefined })
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
    // Listening is in the audit; in the log of calls it would count as a talk of hers.
    if (call.remote.listening === undefined) for (const listener of this.endedListeners) listener(facts)
  }

  private run(id: string, effect: CallEffect): void {
    if (effect.type === 'warnHoldFailed') this.notice('holdFailed')
    else if (effect.type === 'warnTransferFailed') this.notice(effect.isUnsure ? 'transferUnsure' : 'transferFailed')
    else runEffect(this.options.port, id, this.find(id)?.remote, effect)
  }
}
