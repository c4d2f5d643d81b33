import { ALAW_SAMPLE_RATE, decodeAlaw } from '#scripts/try-out-pbx/alaw.ts'

const SILENCE_DB = -120
/** Half a second: whole periods of every tone of a multiple of 2 Hz. */
const WINDOW = ALAW_SAMPLE_RATE / 2

/**
 * How loud one frequency is in the last half second of what was heard, in dB of full scale (Goertzel). Unlike the loudest tone it tells voices that
 * speak at once apart.
 * @param heard A-law, 8 kHz
 */
export function toneLevelDb(heard: Uint8Array, hz: number): number {
  const samples = decodeAlaw(heard.slice(-WINDOW))
  if (samples.length === 0) return SILENCE_DB
  const step = (2 * Math.PI * hz) / ALAW_SAMPLE_RATE
  let [real, imaginary] = [0, 0]
  samples.forEach((sample, i) => {
    real += sample * Math.cos(step * i)
    imaginary += sample * Math.sin(step * i)
  })
  const amplitude = (2 * Math.hypot(real, imaginary)) / samples.length
  return amplitude === 0 ? SILENCE_DB : Math.max(SILENCE_DB, 20 * Math.log10(amplitude))
}
