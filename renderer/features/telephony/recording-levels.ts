/** Loudness of a recording, in equal pieces of time. */
export interface RecordingLevels {
  /** Root mean square of each piece, 0–1 of full scale. */
  readonly levels: readonly number[]
  readonly pieceSeconds: number
}

export interface Span {
  /** Seconds of the recording. */
  readonly from: number
  readonly to: number
}

const PIECE_SECONDS = 0.1
/** −50 dB: under speech, above the noise that a codec leaves. */
const QUIET = 0.003
/** Shorter pauses belong to how people speak. */
const QUIET_SECONDS = 1.5
/** Kept of the silence before what follows, lest its first sound be cut. */
const LEAD_SECONDS = 0.2

/**
 * Measures decoded sound.
 * @param samples one channel, −1 to 1
 * @param rate samples in a second
 */
export function levelsOf(samples: Float32Array, rate: number): RecordingLevels {
  const size = Math.max(1, Math.round(rate * PIECE_SECONDS))
  const levels = Array.from({ length: Math.ceil(samples.length / size) }, (_, piece) => {
    const part = samples.subarray(piece * size, (piece + 1) * size)
    let sum = 0
    for (const sample of part) sum += sample * sample
    return Math.sqrt(sum / part.length)
  })
  return { levels, pieceSeconds: size / rate }
}

/** Silences that are worth skipping, in their order. */
export function quietSpans({ levels, pieceSeconds }: RecordingLevels): readonly Span[] {
  const spans: Span[] = []
  let begin = -1
  for (let piece = 0; piece <= levels.length; piece += 1) {
    const isQuiet = piece < levels.length && (levels[piece] ?? 0) < QUIET
    if (isQuiet && begin < 0) begin = piece
    if (isQuiet || begin < 0) continue
    const span = { from: begin * pieceSeconds, to: piece * pieceSeconds }
    if (span.to - span.from >= QUIET_SECONDS) spans.push(span)
    begin = -1
  }
  return spans
}

/** Where playing goes on when silence is skipped; the place itself when there is sound. */
export function afterSilence(spans: readonly Span[], place: number): number {
  const span = spans.find(({ from, to }) => place >= from && place < to - LEAD_SECONDS)
  return span === undefined ? place : span.to - LEAD_SECONDS
}

/** Heights of `bars` bars, 0–1: the loudest piece of each, on a scale on which quiet speech can be seen. */
export function barsOf({ levels }: RecordingLevels, bars: number): readonly number[] {
  return Array.from({ length: bars }, (_, bar) => {
    const part = levels.slice(
      Math.floor((bar * levels.length) / bars),
      Math.max(Math.floor((bar * levels.length) / bars) + 1, Math.floor(((bar + 1) * levels.length) / bars)),
    )
    const loudest = Math.max(0, ...part)
    return loudest < QUIET ? 0 : Math.min(1, Math.sqrt(loudest * 2))
  })
}
