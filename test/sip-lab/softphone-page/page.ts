import { type BrowserSoftphone, createBrowserSoftphone } from '#renderer/features/telephony/browser-softphone.ts'
import type { CallFacts } from '#renderer/features/telephony/engine/call-facts.ts'
import type { PhoneCredentials } from '#shared/features/telephony/credentials.ts'
import type { ListeningAnswer, ListeningRequest } from '#shared/features/telephony/listening.ts'
import { ok } from '#shared/kernel/result.ts'
import { showBar } from './bar.tsx'
import { Transferor } from './transferor.ts'

/** The real softphone on an empty page, with ears: what is played can be measured. */
export interface TestPhone {
  /** @param userId whose telephone it is */
  open(credentials: PhoneCredentials | null, userId?: string): void
  /** Stands for the central API: set by a test that listens. */
  askGrant?: (asked: ListeningRequest) => Promise<ListeningAnswer>
  /** From now on credentials cannot be had. */
  loseApi(): void
  soft: BrowserSoftphone
  readonly ended: CallFacts[]
  readonly logged: string[]
  /** Loudest frequency of what the newest call lets be heard now; hz 0 = silence. */
  hear(): Promise<{ hz: number; rms: number }>
  /** How loud each of these frequencies is in all that plays at the desk now, in dB of full scale. */
  levels(hz: readonly number[]): Promise<number[]>
  /** The tone of the telephone itself: where it plays and whether it sounds within a ring's period. */
  ring(): Promise<{ sinkId: string; isHeard: boolean }>
  /** The device's own track, of which calls have copies; ending it is what pulling the plug looks like. */
  microphoneTrack(): MediaStreamTrack
  /** Opens a colleague's telephone in this page instead. */
  transfer(credentials: PhoneCredentials): void
  transferor: Transferor
  /** Milliseconds between the newest marks of these names. */
  between(first: string, second: string): number
}

declare global {
  interface Window {
    testPhone: TestPhone
  }
}

const SILENCE_RMS = 0.002
const SETTLE_FRAMES = 30
const RING_LOOKS = 8
const PLAYED_MAX = 8
const played: HTMLAudioElement[] = []
window.Audio = class extends Audio {
  constructor() {
    super()
    played.push(this)
    // the tones first, then the newest voices: what a row of calls leaves behind must not be kept by the ears
    if (played.length > PLAYED_MAX) played.splice(1, 1)
  }
}

// weak: the test of what calls leave behind must not find it
let device: WeakRef<MediaStreamTrack> | undefined
const openDevice = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
navigator.mediaDevices.getUserMedia = async (constraints) => {
  const stream = await openDevice(constraints)
  const track = stream.getAudioTracks()[0]
  device = track && new WeakRef(track)
  return stream
}

const context = new AudioContext()
const ended: CallFacts[] = []
const logged: string[] = []
let credentials: PhoneCredentials | null = null
let userId = 'u1'

function create(): BrowserSoftphone {
  const soft = createBrowserSoftphone({
    credentials: async () => {
      if (!credentials) throw new Error('the central API is away')
      return credentials
    },
    userId,
    log: (level, message) => logged.push(`${level} ${message}`),
    requestListening: async (asked) => {
      if (!window.testPhone.askGrant) throw new Error('nobody grants')
      return ok(await window.testPhone.askGrant(asked))
    },
    recordings: { keep: async () => undefined, hold: () => async () => undefined, onKept: () => undefined },
  })
  soft.phone.onEnded((facts) => ended.push(facts))
  return soft
}

async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve))
}

/** What plays and is not silenced; of several the newest is the voice of the present call. */
function voices(): HTMLAudioElement[] {
  return played.filter((element) => element.srcObject instanceof MediaStream && !element.muted)
}

async function hear(): Promise<{ hz: number; rms: number }> {
  const stream = voices().at(-1)?.srcObject
  return stream instanceof MediaStream ? measure(stream) : { hz: 0, rms: 0 }
}

/** The first element that ever played belongs to the tones: they begin before any voice. */
async function ring(): Promise<{ sinkId: string; isHeard: boolean }> {
  const element = played[0]
  if (!element || !(element.srcObject instanceof MediaStream)) return { sinkId: element?.sinkId ?? '', isHeard: false }
  for (let i = 0; i < RING_LOOKS; i++)
    if ((await measure(element.srcObject)).rms > SILENCE_RMS) return { sinkId: element.sinkId, isHeard: true }
  return { sinkId: element.sinkId, isHeard: false }
}

async function levels(hz: readonly number[]): Promise<number[]> {
  await context.resume()
  const analyser = context.createAnalyser()
  analyser.fftSize = 8192
  analyser.smoothingTimeConstant = 0
  const streams = voices()
    .map((element) => element.srcObject as MediaStream)
    .filter((stream) => stream.getAudioTracks().length > 0)
  const sources = streams.map((stream) => context.createMediaStreamSource(stream))
  for (const source of sources) source.connect(analyser)
  await frames(SETTLE_FRAMES)
  const spectrum = new Float32Array(analyser.frequencyBinCount)
  analyser.getFloatFrequencyData(spectrum)
  for (const source of sources) source.disconnect()
  const binOf = (frequency: number): number => Math.round((frequency * analyser.fftSize) / context.sampleRate)
  return hz.map((frequency) => Math.max(...spectrum.slice(binOf(frequency) - 2, binOf(frequency) + 3)))
}

async function measure(stream: MediaStream): Promise<{ hz: number; rms: number }> {
  if (stream.getAudioTracks().length === 0) return { hz: 0, rms: 0 }
  await context.resume()
  const source = context.createMediaStreamSource(stream)
  const analyser = context.createAnalyser()
  analyser.fftSize = 8192
  analyser.smoothingTimeConstant = 0
  source.connect(analyser)
  await frames(SETTLE_FRAMES)
  const spectrum = new Float32Array(analyser.frequencyBinCount)
  const wave = new Float32Array(analyser.fftSize)
  analyser.getFloatFrequencyData(spectrum)
  analyser.getFloatTimeDomainData(wave)
  source.disconnect()
  const rms = Math.sqrt(wave.reduce((sum, sample) => sum + sample * sample, 0) / wave.length)
  const loudest = spectrum.reduce(
    (best, level, bin) => (bin > 1 && level > (spectrum[best] ?? -Infinity) ? bin : best),
    2,
  )
  return { hz: rms < SILENCE_RMS ? 0 : Math.round((loudest * context.sampleRate) / analyser.fftSize), rms }
}

window.testPhone = {
  open: (given, whose = 'u1') => {
    credentials = given
    userId = whose
    window.testPhone.soft = create()
    showBar(window.testPhone.soft)
    window.testPhone.soft.start()
  },
  loseApi: () => {
    credentials = null
  },
  soft: undefined as unknown as BrowserSoftphone,
  ended,
  logged,
  hear,
  levels,
  ring,
  microphoneTrack: () => {
    const track = device?.deref()
    if (!track) throw new Error('no microphone is open')
    return track
  },
  transfer: (given) => {
    window.testPhone.transferor = new Transferor(given)
  },
  transferor: undefined as unknown as Transferor,
  between: (first, second) => {
    const at = (name: string): number => performance.getEntriesByName(name).at(-1)?.startTime ?? Number.NaN
    return at(second) - at(first)
  },
}
document.title = 'ready'
