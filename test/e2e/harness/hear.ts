export interface Heard {
  readonly seconds: number
  /** Greatest amplitude of each tone in any tenth of a second; full scale is 1. */
  readonly loudest: { readonly near: number; readonly far: number }
  /** Longest silence in seconds that has sound before and after it. */
  readonly hole: number
}

/** Runs in a page: decodes a recording and measures two tones in it. */
export async function hear(recording: {
  readonly base64: string
  readonly near: number
  readonly far: number
}): Promise<Heard> {
  const bytes = Uint8Array.from(atob(recording.base64), (character) => character.charCodeAt(0))
  const context = new AudioContext()
  const sound = await context.decodeAudioData(bytes.buffer)
  await context.close()
  const samples = sound.getChannelData(0)
  const size = Math.floor(sound.sampleRate / 10)
  /** Amplitude of one frequency by a discrete Fourier sum. */
  const amplitude = (at: number, hz: number): number => {
    let [re, im] = [0, 0]
    for (let i = 0; i < size; i += 1) {
      const angle = (2 * Math.PI * hz * i) / sound.sampleRate
      re += (samples[at + i] ?? 0) * Math.cos(angle)
      im += (samples[at + i] ?? 0) * Math.sin(angle)
    }
    return (2 * Math.hypot(re, im)) / size
  }
  const loudest = { near: 0, far: 0 }
  let [hole, silentSince] = [0, -1]
  for (let at = 0; at + size <= samples.length; at += size) {
    loudest.near = Math.max(loudest.near, amplitude(at, recording.near))
    loudest.far = Math.max(loudest.far, amplitude(at, recording.far))
    let power = 0
    for (let i = 0; i < size; i += 1) power += (samples[at + i] ?? 0) ** 2
    const isSilent = Math.sqrt(power / size) < 0.0005
    if (!isSilent && silentSince > 0) hole = Math.max(hole, at - silentSince)
    if (!isSilent) silentSince = -1
    // Silence before the first sound is no hole.
    else if (silentSince < 0 && loudest.near > 0.001) silentSince = at
  }
  return { seconds: sound.duration, loudest, hole: hole / sound.sampleRate }
}
