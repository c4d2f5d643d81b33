/** Louder than the silence of an A-law line, far under speech; full scale is 1. */
const HEARD_LEVEL = 0.005

let newest: Promise<number> | undefined
const NativeConnection = window.RTCPeerConnection

/** Every connection of the page is listened to at the same place, whoever made it. */
class HeardConnection extends NativeConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration)
    this.addEventListener('track', ({ track }) => {
      newest = heard(track)
    })
  }
}

/** From now on `firstSound` knows of each connection. */
export function listenToConnections(): void {
  window.RTCPeerConnection = HeardConnection
}

/** When the far side of the newest connection was heard first, milliseconds of `performance.now()`. */
export function firstSound(): Promise<number> {
  return newest ?? Promise.reject(new Error('No connection has a voice'))
}

export function forgetSound(): void {
  newest = undefined
}

export function hasSound(): boolean {
  return newest !== undefined
}

async function heard(track: MediaStreamTrack): Promise<number> {
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) throw new Error('The voice ended unheard')
    const samples = new Float32Array(value.numberOfFrames)
    value.copyTo(samples, { planeIndex: 0, format: 'f32-planar' })
    value.close()
    if (!samples.some((sample) => Math.abs(sample) > HEARD_LEVEL)) continue
    const at = performance.now()
    await reader.cancel()
    return at
  }
}

interface TrackReader {
  readonly readable: ReadableStream<AudioData>
}

declare global {
  /** Media Capture: Insertable Streams; Chromium has it in windows, the library of types has not. */
  var MediaStreamTrackProcessor: new (init: { readonly track: MediaStreamTrack }) => TrackReader
}
