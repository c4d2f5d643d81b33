import { type Session, type SessionDescriptionHandlerModifier, Web } from 'sip.js'
import type { RelayMemory } from './ice-gathering.ts'
import { watchGathering } from './ice-gathering.ts'
import type { Scheduler } from './scheduler.ts'
import {
  asAnswer,
  directionOf,
  directionToAnswer,
  directionToOffer,
  isIceRestart,
  legalAnswer,
  withDirection,
} from './sdp-direction.ts'

export interface SessionDescriptionOptions {
  readonly scheduler: Scheduler
  readonly relayMemory: RelayMemory
  readonly iceServers: () => readonly RTCIceServer[]
  /** A stream of its own for each call: the library stops its tracks with the call. */
  readonly openMicrophone: () => Promise<MediaStream>
}

/**
 * The web handler of the library with the cures of its faults: rollback after a failed re-INVITE, the legal mirror of a wrong
 * answer, directions of our own, and an early end of ICE gathering. [TEL31] [TEL32] [TEL33]
 */
export class SessionDescription extends Web.SessionDescriptionHandler {
  private readonly options: SessionDescriptionOptions
  private readonly needsRelay: boolean
  private forgetCandidates = (): void => {}

  constructor(
    logger: ConstructorParameters<typeof Web.SessionDescriptionHandler>[0],
    options: SessionDescriptionOptions,
  ) {
    const iceServers = [...options.iceServers()]
    super(logger, () => options.openMicrophone(), {
      iceGatheringTimeout: 0,
      peerConnectionConfiguration: { iceServers },
    })
    this.options = options
    this.needsRelay = iceServers.some((server) => [server.urls].flat().some((url) => /^turns?:/.test(url)))
  }

  /** A call that was given up while the device opened: nobody else would stop this microphone. */
  protected override async setLocalMediaStream(stream: MediaStream): Promise<void> {
    try {
      await super.setLocalMediaStream(stream)
    } catch (error) {
      for (const track of stream.getTracks()) track.stop()
      throw error
    }
  }

  /** Lets go of the voices, too: transactions keep an ended session for 32 s (timer H of RFC 3261), and its streams with it. */
  override close(): void {
    this.forgetCandidates()
    // the closed connection itself must not stay with the session
    this.forgetCandidates = () => {}
    super.close()
    for (const stream of [this.localMediaStream, this.remoteMediaStream])
      for (const track of stream.getTracks()) {
        track.stop()
        stream.removeTrack(track)
      }
  }

  override setDescription(
    sdp: string,
    options?: Web.SessionDescriptionHandlerOptions,
    modifiers?: SessionDescriptionHandlerModifier[],
  ): Promise<void> {
    const connection = this.peerConnection
    const offer = connection?.signalingState === 'have-local-offer' ? connection.localDescription?.sdp : undefined
    const legal = offer === undefined ? sdp : withDirection(sdp, legalAnswer(directionOf(offer), directionOf(sdp)))
    return super.setDescription(legal, options, modifiers)
  }

  /**
   * Called by the library when a re-INVITE failed; without it every later hold fails with "Invalid signaling state".
   * A plain rollback is not enough: Chromium 156 has applied our offer to the media already and does not take it back, so that
   * a call it had answered falls silent both ways (measured in the lab). So the offer is finished here as if it had been accepted,
   * and a second one, answered here as well, returns to what the far side believes.
   */
  async rollbackDescription(): Promise<void> {
    const connection = this.peerConnection
    if (connection?.signalingState === 'have-remote-offer') await connection.setRemoteDescription({ type: 'rollback' })
    if (connection?.signalingState !== 'have-local-offer') return
    const {
      pendingLocalDescription: offer,
      currentLocalDescription: local,
      currentRemoteDescription: remote,
    } = connection
    if (!offer || !local || !remote || isIceRestart(offer.sdp, local.sdp)) {
      await connection.setLocalDescription({ type: 'rollback' })
      return
    }
    const agreed = directionOf(local.sdp)
    const theirs = directionOf(remote.sdp)
    await connection.setRemoteDescription({
      type: 'answer',
      sdp: asAnswer(remote.sdp, local.sdp, legalAnswer(directionOf(offer.sdp), theirs)),
    })
    for (const transceiver of connection.getTransceivers())
      if (transceiver.direction !== 'stopped') transceiver.direction = agreed
    await connection.setLocalDescription(await connection.createOffer())
    await connection.setRemoteDescription({
      type: 'answer',
      sdp: asAnswer(remote.sdp, local.sdp, legalAnswer(agreed, theirs)),
    })
  }

  protected override updateDirection(options?: Web.SessionDescriptionHandlerOptions): Promise<void> {
    const connection = this.peerConnection
    if (!connection) return Promise.reject(new Error('Peer connection closed.'))
    const isHeld = options?.hold === true
    const offer = connection.signalingState === 'have-remote-offer' ? connection.remoteDescription : null
    const wanted = offer ? directionToAnswer(directionOf(offer.sdp), isHeld) : directionToOffer(isHeld)
    for (const transceiver of connection.getTransceivers())
      if (transceiver.direction !== 'stopped' && transceiver.direction !== wanted) transceiver.direction = wanted
    return Promise.resolve()
  }

  protected override async waitForIceGatheringComplete(isRestart = false): Promise<void> {
    const connection = this.peerConnection
    if (!connection) throw new Error('Peer connection closed.')
    const whole = super.waitForIceGatheringComplete(isRestart, 0)
    const watch = watchGathering(
      { needsRelay: this.needsRelay, memory: this.options.relayMemory, scheduler: this.options.scheduler },
      () => this.iceGatheringComplete(),
    )
    const onCandidate = (event: RTCPeerConnectionIceEvent): void => watch.seen(event.candidate?.candidate ?? '')
    // Listened to beyond the end: a relay that comes late is worth knowing.
    this.forgetCandidates()
    this.forgetCandidates = () => connection.removeEventListener('icecandidate', onCandidate)
    connection.addEventListener('icecandidate', onCandidate)
    for (const line of connection.localDescription?.sdp.match(/^a=candidate:.*$/gm) ?? []) watch.seen(line)
    try {
      await whole
    } finally {
      watch.stop()
    }
  }
}

export function sessionDescriptionFactory(
  options: SessionDescriptionOptions,
): (session: Session) => SessionDescription {
  return (session) => new SessionDescription(session.userAgent.getLogger('sip.media'), options)
}
