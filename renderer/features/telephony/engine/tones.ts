import { closeContext } from './audio-context.ts'
import { setSink } from './audio-output.ts'

export type ToneName = 'ring' | 'waiting' | 'ringback' | 'busy' | 'autoAnswer'

/** One sound or silence; no frequencies = silence. */
interface ToneStep {
  readonly hz: readonly number[]
  readonly ms: number
}

interface Tone {
  readonly steps: readonly ToneStep[]
  readonly repeats: boolean
  /** 0–1, before the ring volume. */
  readonly gain: number
}

/** Ringback and busy as in the Russian network (425 Hz: 1 s on, 4 s off; 0.35 s on, 0.35 s off). Ring and waiting are our own. */
export const TONES: Readonly<Record<ToneName, Tone>> = {
  ring: {
    steps: [
      { hz: [659, 784], ms: 220 },
      { hz: [], ms: 60 },
      { hz: [784, 988], ms: 220 },
      { hz: [], ms: 60 },
      { hz: [659, 784], ms: 340 },
      { hz: [], ms: 1600 },
    ],
    repeats: true,
    gain: 0.5,
  },
  waiting: {
    steps: [
      { hz: [440], ms: 120 },
      { hz: [], ms: 4880 },
    ],
    repeats: true,
    gain: 0.15,
  },
  ringback: {
    steps: [
      { hz: [425], ms: 1000 },
      { hz: [], ms: 4000 },
    ],
    repeats: true,
    gain: 0.2,
  },
  autoAnswer: {
    steps: [
      { hz: [880], ms: 120 },
      { hz: [], ms: 80 },
      { hz: [880], ms: 120 },
    ],
    repeats: false,
    gain: 0.3,
  },
  busy: {
    steps: Array.from({ length: 8 }, (_, i) => ({ hz: i % 2 === 0 ? [425] : [], ms: 350 })),
    repeats: false,
    gain: 0.2,
  },
}

const FADE_S = 0.01

/** Samples of one pass through a tone, mono, −1…1. */
export function renderTone(tone: Tone, sampleRate: number): Float32Array<ArrayBuffer> {
  const lengths = tone.steps.map((step) => Math.round((step.ms / 1000) * sampleRate))
  const samples = new Float32Array(lengths.reduce((sum, length) => sum + length, 0))
  const fade = FADE_S * sampleRate
  let start = 0
  tone.steps.forEach((step, index) => {
    const length = lengths[index] ?? 0
    for (let i = 0; i < length; i++) {
      // without the fade each beep begins and ends with a click
      const envelope = Math.min(1, i / fade, (length - i) / fade)
      const wave = step.hz.reduce((sum, hz) => sum + Math.sin((2 * Math.PI * hz * i) / sampleRate), 0)
      samples[start + i] = step.hz.length === 0 ? 0 : (tone.gain * envelope * wave) / step.hz.length
    }
    start += length
  })
  return samples
}

export interface TonesOptions {
  /** A new one for each tone, closed with it. */
  readonly createContext: () => AudioContext
  readonly createElement: () => HTMLAudioElement
  /** Plays an element; tells the operator when the browser does not allow it. [TEL39] */
  readonly play: (element: HTMLAudioElement) => void
  readonly ringId: () => string
  readonly speakerId: () => string
  readonly ringVolume: () => number
  readonly onFallback: () => void
}

/** Plays one tone at a time: ring, tick and busy on the ring device, ringback in the headset. [TEL38] */
export class Tones {
  private readonly options: TonesOptions
  private element: HTMLAudioElement | undefined
  private playing: { name: ToneName; stop: () => void } | undefined
  /** Tones that were played once: a hundred thousand samples are not computed again while somebody waits to be seen. */
  private readonly buffers = new Map<ToneName, AudioBuffer>()

  constructor(options: TonesOptions) {
    this.options = options
  }

  get current(): ToneName | undefined {
    return this.playing?.name
  }

  /** Begins a tone, or goes on with it if it is already playing; `undefined` stops. */
  play(name: ToneName | undefined): void {
    if (name === this.playing?.name) return
    this.playing?.stop()
    this.playing = undefined
    if (name !== undefined) this.playing = { name, stop: this.begin(name) }
  }

  private begin(name: ToneName): () => void {
    const context = this.options.createContext()
    this.element ??= this.options.createElement()
    const { element } = this
    const source = context.createBufferSource()
    source.buffer = this.bufferOf(name, context)
    source.loop = TONES[name].repeats
    const output = context.createMediaStreamDestination()
    source.connect(output)
    element.srcObject = output.stream
    const isForHeadset = name === 'ringback' || name === 'autoAnswer'
    element.volume = isForHeadset ? 1 : this.options.ringVolume()
    void setSink(element, isForHeadset ? this.options.speakerId() : this.options.ringId()).then((isChosen) => {
      if (!isChosen) this.options.onFallback()
    })
    void context.resume()
    this.options.play(element)
    source.start()
    const letGo = (): void => {
      source.disconnect()
      for (const track of output.stream.getTracks()) track.stop()
      element.srcObject = null
      closeContext(context)
    }
    const stop = (): void => {
      source.onended = null
      source.stop()
      letGo()
    }
    source.onended = () => {
      if (this.playing?.stop === stop) this.playing = undefined
      letGo()
    }
    return stop
  }

  private bufferOf(name: ToneName, context: AudioContext): AudioBuffer {
    const made = this.buffers.get(name)
    if (made !== undefined) return made
    const samples = renderTone(TONES[name], context.sampleRate)
    const buffer = context.createBuffer(1, samples.length, context.sampleRate)
    buffer.copyToChannel(samples, 0)
    this.buffers.set(name, buffer)
    return buffer
  }
}
