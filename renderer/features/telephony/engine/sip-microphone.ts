/**
 * What one call sends. The microphone rule is kept here: the track is on only while the call is neither muted nor held nor over. [TEL30]
 * A mix may be sent in the microphone's place; muting is the microphone's alone then.
 */
export class SentVoice {
  isMuted = false
  isSilenced = false
  private isOver = false
  /** The own microphone while a mix is sent in its place. */
  private own: MediaStreamTrack | undefined
  private told: MediaStreamTrack | undefined
  private readonly connection: () => RTCPeerConnection | undefined
  private readonly tell: (track: MediaStreamTrack) => void

  /** @param tell is told the own microphone's track, and each that takes its place */
  constructor(connection: () => RTCPeerConnection | undefined, tell: (track: MediaStreamTrack) => void) {
    this.connection = connection
    this.tell = tell
  }

  apply(): void {
    const isOpen = !this.isSilenced && !this.isOver
    for (const { track } of this.connection()?.getSenders() ?? []) {
      if (!track) continue
      const own = this.own ?? track
      track.enabled = isOpen
      own.enabled = isOpen && !this.isMuted
      // Of a call that is over nobody is told any more: its track would be kept for a call that never comes.
      if (own !== this.told && !this.isOver) this.tell(own)
      this.told = own
    }
  }

  /** The library stops what it sends, and no more. */
  end(): void {
    this.isOver = true
    this.apply()
    this.own?.stop()
    this.own = undefined
    this.told = undefined
  }

  /** Sends `mixed` in place of the microphone, whose track goes on; undefined puts it back. Not renegotiated. [TEL96] */
  async mix(mixed: MediaStreamTrack | undefined): Promise<void> {
    const sender = this.connection()?.getSenders()[0]
    if (this.isOver || !sender?.track || (mixed === undefined && this.own === undefined)) return
    this.own ??= sender.track
    await sender.replaceTrack(mixed ?? this.own)
    if (mixed === undefined) this.own = undefined
    this.apply()
  }

  /**
   * Takes this microphone from now on. A call that has ended meanwhile lets go of it: nobody else would.
   * @throws DOMException of `RTCRtpSender.replaceTrack`
   */
  async replace(stream: MediaStream): Promise<void> {
    const track = stream.getAudioTracks()[0]
    const sender = this.connection()?.getSenders()[0]
    if (!track) return
    if (!sender || this.isOver) {
      track.stop()
      return
    }
    const old = this.own ?? sender.track
    try {
      if (this.own === undefined) await sender.replaceTrack(track)
      else this.own = track
    } catch (error) {
      track.stop()
      throw error
    }
    old?.stop()
    if (this.isOver) track.stop()
    this.apply()
  }
}
