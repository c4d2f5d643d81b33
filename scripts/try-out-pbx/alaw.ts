/** A-law (ITU-T G.711) at 8,000 samples a second: what telephone networks carry and every softphone knows as PCMA. */

export const ALAW_SAMPLE_RATE = 8000
/** Samples (and bytes) in a packet of 20 ms. */
export const ALAW_FRAME = 160
/** The byte of silence. */
export const ALAW_SILENCE = 0xd5
/** What level is reported for nothing at all, dB relative to full scale. */
export const SILENCE_DB = -90

const LINEAR = Float32Array.from({ length: 256 }, (_, code) => decode(code))

function decode(code: number): number {
  const a = code ^ 0x55
  const exponent = (a & 0x70) >> 4
  const mantissa = (a & 0x0f) << 4
  const magnitude = exponent === 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1)
  return ((a & 0x80) === 0 ? -magnitude : magnitude) / 32768
}

/** Samples between -1 and 1. */
export function decodeAlaw(bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, (code) => LINEAR[code] ?? 0)
}

/** The nearest A-law code of a sample between -1 and 1. */
export function encodeAlawSample(sample: number): number {
  const value = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)))
  const sign = value >= 0 ? 0x80 : 0
  let magnitude = Math.min(Math.abs(value), 32635)
  let exponent = 7
  for (let mask = 0x4000; exponent > 0 && (magnitude & mask) === 0; exponent--, mask >>= 1);
  if (exponent === 0) magnitude >>= 4
  else magnitude >>= exponent + 3
  return (sign | (exponent << 4) | (magnitude & 0x0f)) ^ 0x55
}

/** A sine as A-law, for tests and test calls. */
export function alawTone(hz: number, seconds: number, amplitude = 0.4): Uint8Array {
  return Uint8Array.from({ length: Math.round(seconds * ALAW_SAMPLE_RATE) }, (_, i) =>
    encodeAlawSample(amplitude * Math.sin((2 * Math.PI * hz * i) / ALAW_SAMPLE_RATE)),
  )
}

/** Root mean square in dB relative to full scale; `SILENCE_DB` for none. */
export function levelDb(samples: Float32Array): number {
  if (samples.length === 0) return SILENCE_DB
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  return power === 0 ? SILENCE_DB : Math.max(SILENCE_DB, Math.round(10 * Math.log10(power)))
}

/** Frequency of a pure tone by its upward crossings of zero, Hz; meaningless for speech, 0 for silence. */
export function toneHz(samples: Float32Array): number {
  let first = -1
  let last = -1
  let crossings = 0
  for (let i = 1; i < samples.length; i++) {
    if ((samples[i - 1] ?? 0) < 0 && (samples[i] ?? 0) >= 0) {
      if (first < 0) first = i
      else crossings++
      last = i
    }
  }
  return crossings === 0 ? 0 : Math.round((crossings * ALAW_SAMPLE_RATE) / (last - first))
}
