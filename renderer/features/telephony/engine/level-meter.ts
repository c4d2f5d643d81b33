import { closeContext } from './audio-context.ts'

export interface LevelMeter {
  /** Loudness of the last 20 ms or so, 0–1 on a scale on which ordinary speech reaches the middle. */
  level(): number
  stop(): void
}

const FLOOR_DB = -60

/**
 * Measures a stream without playing it.
 * @param context the meter's own, closed with it
 */
export function measureLevel(context: AudioContext, stream: MediaStream): LevelMeter {
  const source = context.createMediaStreamSource(stream)
  const analyser = context.createAnalyser()
  analyser.fftSize = 1024
  source.connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  void context.resume()
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples)
      return levelOf(samples)
    },
    stop: () => {
      source.disconnect()
      closeContext(context)
    },
  }
}

/** −60 dB and below is 0, full scale is 1. */
export function levelOf(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const rms = Math.sqrt(sum / Math.max(1, samples.length))
  if (rms === 0) return 0
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(rms)) / FLOOR_DB))
}
