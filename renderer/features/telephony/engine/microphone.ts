export interface MicrophoneOptions {
  readonly media: Pick<MediaDevices, 'getUserMedia'>
  readonly microphoneId: () => string
  /** The device vanished while it was open. */
  readonly onLost: () => void
  /** The chosen device is not there; the default one is used. */
  readonly onFallback: () => void
}

/**
 * One open device, a track of its own for each call: the library stops a call's track with the call, and mute and hold of one
 * call must not silence the other.
 */
export class Microphone {
  private readonly options: MicrophoneOptions
  private opening: Promise<MediaStream> | undefined

  constructor(options: MicrophoneOptions) {
    this.options = options
  }

  /**
   * A fresh stream for one call.
   * @throws DOMException NotFoundError, NotAllowedError, NotReadableError of Media Capture §10
   */
  async openForCall(): Promise<MediaStream> {
    const base = await this.base()
    return new MediaStream(base.getAudioTracks().map((track) => track.clone()))
  }

  /** The shared stream, for the level meter. */
  base(): Promise<MediaStream> {
    this.opening ??= this.open().catch((error: unknown) => {
      this.opening = undefined
      throw error
    })
    return this.opening
  }

  /** Lets go of the device; calls keep the tracks they have. */
  release(): void {
    const opening = this.opening
    this.opening = undefined
    opening
      ?.then((stream) => {
        for (const track of stream.getTracks()) track.stop()
      })
      .catch(() => undefined)
  }

  private async open(): Promise<MediaStream> {
    const stream = await this.openChosen()
    for (const track of stream.getAudioTracks())
      track.addEventListener('ended', () => {
        this.opening = undefined
        this.options.onLost()
      })
    return stream
  }

  private async openChosen(): Promise<MediaStream> {
    const chosen = this.options.microphoneId()
    if (chosen === '') return this.get(undefined)
    try {
      return await this.get(chosen)
    } catch (error) {
      const name = error instanceof DOMException ? error.name : ''
      if (name !== 'OverconstrainedError' && name !== 'NotFoundError' && name !== 'NotReadableError') throw error
      const stream = await this.get(undefined)
      this.options.onFallback()
      return stream
    }
  }

  private get(deviceId: string | undefined): Promise<MediaStream> {
    return this.options.media.getUserMedia({
      audio: {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
      },
    })
  }
}
