import { Invitation, Inviter, type Referral, type Session, SessionState, type URI, type UserAgent } from 'sip.js'
import { isAnsweredElsewhere, parseReason } from './call-end.ts'
import { markCall } from './call-marks.ts'
import type { CallEvent, RemoteParty } from './call-state.ts'
import { PathSeeker } from './path-seeker.ts'
import type { Scheduler } from './scheduler.ts'
import { directionOf, isHoldOffer } from './sdp-direction.ts'
import { failureOf } from './sip-failure.ts'
import type { Farewells } from './sip-farewell.ts'
import { sendKey } from './sip-keys.ts'
import { REFUSED_HEADER, refusalOf, showGrant, takeInfo } from './sip-listening.ts'
import { SentVoice } from './sip-microphone.ts'
import type { PortEvent } from './sip-port.ts'
import { ReinviteQueue } from './sip-reinvite.ts'
import { mayFollowReferral, remoteParty } from './sip-remote.ts'
import type { SessionDescription } from './sip-session-description.ts'
import { referTarget, sendRefer } from './sip-transfer.ts'

/** Between two attempts to tell the exchange the new way to us. */
const REFRESH_AGAIN_MS = 2_000

export interface CallContext {
  readonly agent: UserAgent
  readonly domain: string
  readonly isLinkUp: () => boolean
  readonly areKeysByInfo: () => boolean
  readonly farewells: Farewells
  readonly scheduler: Scheduler
  readonly emit: (event: PortEvent) => void
}

/** One call of the library, translated into events of the call machine. */
export class SipCall {
  readonly id: string
  private readonly context: CallContext
  private readonly reinvites: ReinviteQueue
  private readonly voice: SentVoice
  private session: Session
  private remote: RemoteParty
  /** Resolves when INVITE or 200 has left, or failed to: only then is the reason of an end known. */
  private starting: Promise<void> = Promise.resolve()
  private isHoldWanted = false
  private isFarHeld = false
  private isMediaLost = false
  private isOver = false
  private refreshes = 0
  private readonly path: PathSeeker

  constructor(id: string, session: Session, remote: RemoteParty, context: CallContext) {
    this.id = id
    this.session = session
    this.remote = remote
    this.context = context
    this.voice = new SentVoice(
      () => this.connection,
      (track) => context.emit({ type: 'microphone', id, track }),
    )
    this.path = new PathSeeker(
      context.scheduler,
      () => this.isEstablished && this.connection?.connectionState === 'disconnected',
      () => this.restartMedia(),
    )
    this.reinvites = new ReinviteQueue(
      context.scheduler,
      () => this.session,
      () => this.farIsGone(),
    )
    this.watch(session)
  }

  get isEstablished(): boolean {
    return !this.isOver && this.session.state === SessionState.Established
  }

  get connection(): RTCPeerConnection | undefined {
    return this.media?.peerConnection
  }

  replaces(session: Session | undefined): boolean {
    return session !== undefined && session === this.session
  }

  invite(): void {
    const inviter = this.session
    if (!(inviter instanceof Inviter)) return
    this.starting = inviter
      .invite({
        requestDelegate: {
          onProgress: ({ message }) =>
            this.emit({
              type: 'progressed',
              hasEarlyMedia: message.body !== '' && this.connection?.remoteDescription != null,
            }),
          onReject: ({ message }) => this.end(refusalOf(message)),
          onRedirect: ({ message }) => this.end({ type: 'refused', sipCode: message.statusCode ?? 300 }),
        },
      })
      .then((request) => {
        markCall('invite-sent')
        this.emit({ type: 'inviteSent', sipCallId: request.message.callId })
      })
      .catch((error: unknown) => this.end(failureOf(error)))
  }

  ring(): void {
    if (this.session instanceof Invitation)
      this.session.progress().catch((error: unknown) => this.end(failureOf(error)))
  }

  accept(): void {
    if (!(this.session instanceof Invitation)) return
    this.starting = this.session.accept().catch((error: unknown) => this.end(failureOf(error)))
  }

  reject(statusCode: number, why?: string): void {
    this.isOver = true
    const extraHeaders = why === undefined ? [] : [`${REFUSED_HEADER}: ${why}`]
    if (this.session instanceof Invitation) this.session.reject({ statusCode, extraHeaders }).catch(ignore)
    this.forget()
  }

  hangUp(): void {
    const { session } = this
    this.isOver = true
    this.voice.end()
    if (session.state === SessionState.Established) {
      this.context.farewells.say(session, this.context.agent, this.context.isLinkUp())
      // Not left to the library: an owed BYE keeps the session, and the microphone must not stay open with it.
      this.media?.close()
    } else if (session instanceof Inviter) session.cancel().catch(ignore)
    else if (session instanceof Invitation) session.reject({ statusCode: 480 }).catch(ignore)
    this.forget()
  }

  setMuted(isMuted: boolean): void {
    this.voice.isMuted = isMuted
    this.voice.apply()
  }

  async setHold(isHeld: boolean): Promise<void> {
    if (isHeld) this.voice.isSilenced = true
    this.voice.apply()
    this.isHoldWanted = isHeld
    const isDone = await this.reinvites.send({ isHeld, needsIceRestart: false })
    if (this.isOver) return
    if (isDone) this.voice.isSilenced = isHeld
    // The wish also decides how the far side's re-INVITEs are answered: it must not outlive its failure.
    else this.isHoldWanted = !isHeld
    this.reinvites.answerHeld(this.isHoldWanted)
    if (!isDone && isHeld) this.voice.isSilenced = false
    this.emit({ type: isDone ? 'reinviteConfirmed' : 'reinviteFailed' })
    this.voice.apply()
    this.noteFarHold()
  }

  /**
   * Tells the exchange the new way to us; until then the far side's requests go to the dead connection. A refusal is no reason to
   * give up: an exchange that has just come back may not know the far side yet. [TEL23]
   */
  async refresh(): Promise<void> {
    this.refreshes += 1
    const turn = this.refreshes
    const isWanted = (): boolean => this.isEstablished && turn === this.refreshes && this.context.isLinkUp()
    while (isWanted()) {
      const state = this.connection?.connectionState
      const needsIceRestart = state !== 'connected' && state !== 'connecting' && state !== 'new'
      if (await this.reinvites.send({ isHeld: this.isHoldWanted, needsIceRestart })) {
        this.emit({ type: 'signallingRestored' })
        this.noteFarHold()
        if (!needsIceRestart && this.connection?.connectionState === 'failed') await this.restartMedia()
        return
      }
      await new Promise<void>((resolve) => this.context.scheduler.after(REFRESH_AGAIN_MS, resolve))
    }
  }

  async restartMedia(): Promise<void> {
    if (this.context.isLinkUp()) await this.reinvites.send({ isHeld: this.isHoldWanted, needsIceRestart: true })
  }

  /** Sends the far side on: to an address, or into the place we have in another call. It is held first, and stays so if this fails. [TEL90] */
  async transfer(target: URI | SipCall): Promise<void> {
    const wasHeld = this.isHoldWanted
    this.voice.isSilenced = true
    this.isHoldWanted = true
    this.voice.apply()
    // A far side that refuses the hold can be sent on all the same: it hears nothing of us anyway.
    if (!wasHeld) await this.reinvites.send({ isHeld: true, needsIceRestart: false })
    this.reinvites.answerHeld(true)
    if (this.isOver) return
    const to = target instanceof SipCall ? target.session : referTarget(this.context.agent, target, this.id)
    await sendRefer(this.session, to, (event) => this.emit(event))
  }

  sendKey(key: string): void {
    sendKey(this.session, this.connection, key, {
      isByInfo: this.context.areKeysByInfo(),
      onRefused: () => this.context.emit({ type: 'keyRefused', id: this.id }),
    })
  }

  async showGrant(grant: string): Promise<boolean> {
    return this.isEstablished && this.context.isLinkUp() && showGrant(this.session, grant)
  }

  mix(mixed: MediaStreamTrack | undefined): Promise<void> {
    return this.voice.mix(mixed)
  }

  replaceMicrophone(stream: MediaStream): Promise<void> {
    return this.voice.replace(stream)
  }

  /** An INVITE with Replaces takes the place of this call without ringing: the exchange moved the other end. [TEL35] */
  acceptReplacement(invitation: Invitation, remote: RemoteParty): void {
    const { handedCallId } = this.remote
    this.follow(invitation, handedCallId === undefined ? remote : { handedCallId, ...remote })
    invitation.accept().catch(ignore)
  }

  private get media(): SessionDescription | undefined {
    return this.session.sessionDescriptionHandler as SessionDescription | undefined
  }

  private emit(event: CallEvent): void {
    if (!this.isOver) this.context.emit({ type: 'call', id: this.id, event })
  }

  private end(event: CallEvent): void {
    this.emit(event)
    this.isOver = true
    this.voice.end()
    this.forget()
  }

  private forget(): void {
    this.context.emit({ type: 'gone', id: this.id })
  }

  private watch(session: Session): void {
    const isCurrent = (): boolean => session === this.session
    session.delegate = {
      onBye: (bye) => {
        const sipCode = parseReason(bye.request.getHeader('reason'))?.cause
        if (isCurrent()) this.end({ type: 'farHungUp', ...(sipCode === undefined ? {} : { sipCode }) })
        bye.accept().catch(ignore)
      },
      onCancel: (cancel) =>
        this.end({
          type: 'cancelledByFar',
          isAnsweredElsewhere: isAnsweredElsewhere(cancel.request.getHeader('reason')),
        }),
      onInvite: (_request, _response, statusCode) => {
        if (!isCurrent() || statusCode !== 200) return
        this.reinvites.accepted()
        this.noteFarHold()
      },
      onAck: () => isCurrent() && this.reinvites.acknowledged(),
      onRefer: (referral) => this.refer(referral),
      onInfo: (info) =>
        takeInfo(info, (grant, answer) => this.context.emit({ type: 'listenerAsked', id: this.id, grant, answer })),
      onSessionDescriptionHandler: (handler) => this.watchMedia(session, handler as SessionDescription),
    }
    session.stateChange.addListener((state) => {
      if (!isCurrent()) return
      if (state === SessionState.Established) this.established()
      if (state === SessionState.Terminated) void this.terminated()
    })
  }

  /** The other side ended the call while nothing could reach us; a BYE clears what the exchange may still keep of it. */
  private farIsGone(): void {
    if (!this.isEstablished) return
    this.context.farewells.say(this.session, this.context.agent, this.context.isLinkUp())
    this.media?.close()
    this.end({ type: 'farHungUp' })
  }

  private established(): void {
    if (this.session instanceof Invitation) this.reinvites.accepted()
    this.reinvites.answerHeld(this.isHoldWanted)
    this.emit({ type: 'established' })
    this.voice.apply()
    this.noteFarHold()
  }

  /** The library ends a session before it tells why: the reason, if there is one, arrives within the same turn. */
  private async terminated(): Promise<void> {
    const session = this.session
    await this.starting
    await Promise.resolve()
    if (session === this.session && !this.isOver) this.end({ type: 'failed', reason: 'internalFault', by: 'network' })
  }

  private watchMedia(session: Session, handler: SessionDescription): void {
    handler.peerConnectionDelegate = {
      onconnectionstatechange: () => {
        const state = handler.peerConnection?.connectionState
        if (session !== this.session) return
        if (state === 'disconnected') this.path.seekIfStill()
        if (state === 'failed' && !this.isMediaLost) {
          this.isMediaLost = true
          this.emit({ type: 'mediaLost' })
        } else if (state === 'connected' && this.isMediaLost) {
          this.isMediaLost = false
          this.emit({ type: 'mediaRestored' })
        }
      },
      ontrack: () => {
        if (session === this.session && !this.isOver)
          this.context.emit({ type: 'audio', id: this.id, stream: handler.remoteMediaStream })
        this.voice.apply()
      },
    }
  }

  private noteFarHold(): void {
    const remote = this.connection?.remoteDescription
    // An answer to our own hold says nothing about theirs.
    if (!remote || (remote.type === 'answer' && this.isHoldWanted)) return
    const isFarHeld = isHoldOffer(directionOf(remote.sdp))
    if (isFarHeld === this.isFarHeld) return
    this.isFarHeld = isFarHeld
    this.emit({ type: isFarHeld ? 'farHeld' : 'farResumed' })
  }

  private refer(referral: Referral): void {
    const target = referral.referTo.uri
    const hasReplaces = /[?&]replaces=/i.test(target.toString())
    if (!mayFollowReferral(this.remote, { host: target.host, hasReplaces }, this.context.domain)) {
      referral.reject({ statusCode: 603 }).catch(ignore)
      return
    }
    const remote = remoteParty({ user: target.user, host: target.host, displayName: referral.referTo.displayName })
    referral
      .accept()
      .then(() => {
        const inviter = referral.makeInviter()
        this.follow(inviter, remote)
        return inviter.invite()
      })
      .catch(ignore)
  }

  /** Lets another session take over this call as soon as it stands; if it never does, the call stays as it is. */
  private follow(successor: Session, remote: RemoteParty): void {
    successor.delegate = {
      onSessionDescriptionHandler: (handler) => this.watchMedia(successor, handler as SessionDescription),
    }
    const takeOver = (state: SessionState): void => {
      if (state !== SessionState.Established || this.isOver) return
      successor.stateChange.removeListener(takeOver)
      const old = this.session
      this.session = successor
      this.remote = remote
      this.watch(successor)
      if (successor instanceof Invitation) this.reinvites.accepted()
      this.isFarHeld = false
      this.emit({ type: 'remoteChanged', remote })
      this.emit({ type: 'farResumed' })
      if (this.media) this.context.emit({ type: 'audio', id: this.id, stream: this.media.remoteMediaStream })
      this.voice.apply()
      if (this.isHoldWanted) void this.reinvites.send({ isHeld: true, needsIceRestart: false })
      if (successor instanceof Inviter && old.state === SessionState.Established)
        this.context.farewells.say(old, this.context.agent, this.context.isLinkUp())
    }
    successor.stateChange.addListener(takeOver)
  }
}

function ignore(): void {}
