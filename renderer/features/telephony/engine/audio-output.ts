/**
 * Points an audio element at a device; falls back to the default one. Resolves to false when it had to. [TEL37]
 * Playing by an element and not by Web Audio keeps the echo canceller working (ANCHORS-PRODUCT §2, 30).
 */
export async function setSink(element: HTMLAudioElement, deviceId: string): Promise<boolean> {
  try {
    await element.setSinkId(deviceId)
    return true
  } catch {
    await element.setSinkId('').catch(() => undefined)
    return deviceId === ''
  }
}

export interface CallAudioOptions {
  readonly createElement: () => HTMLAudioElement
  readonly speakerId: () => string
  /** Plays an element; tells the operator when the browser does not allow it. [TEL39] */
  readonly play: (element: HTMLAudioElement) => void
  /** The chosen speaker could not be used. */
  readonly onFallback: () => void
}

/** Remote voices, one audio element for each call. */
export class CallAudio {
  private readonly options: CallAudioOptions
  private readonly elements = new Map<string, HTMLAudioElement>()

  constructor(options: CallAudioOptions) {
    this.options = options
  }

  attach(callId: string, stream: MediaStream): void {
    const known = this.elements.get(callId)
    const element = known ?? this.options.createElement()
    element.autoplay = true
    element.srcObject = stream
    this.elements.set(callId, element)
    if (!known) void this.route(element)
    this.options.play(element)
  }

  /** While we hold a call its music is not for us: two voices at once cannot be understood. */
  setSilenced(callId: string, isSilenced: boolean): void {
    const element = this.elements.get(callId)
    if (element) element.muted = isSilenced
  }

  detach(callId: string): void {
    const element = this.elements.get(callId)
    if (!element) return
    element.srcObject = null
    element.remove()
    this.elements.delete(callId)
  }

  async speakerChanged(): Promise<void> {
    for (const element of this.elements.values()) await this.route(element)
  }

  private async route(element: HTMLAudioElement): Promise<void> {
    if (!(await setSink(element, this.options.speakerId()))) this.options.onFallback()
  }
}
