import { describe, expect, it } from 'vitest'
import { afterSilence, barsOf, levelsOf, quietSpans } from './recording-levels.ts'

const RATE = 8_000
/** Pieces of sound and silence: seconds and amplitude of a square wave. */
const sound = (...parts: readonly (readonly [number, number])[]): Float32Array =>
  Float32Array.from(
    parts.flatMap(([seconds, amplitude]) =>
      Array.from({ length: Math.round(seconds * RATE) }, (_, i) => (i % 2 === 0 ? amplitude : -amplitude)),
    ),
  )

describe('loudness of a recording [S2]', () => {
  it('finds silences that are worth skipping, and leaves those of ordinary speech', () => {
    const levels = levelsOf(sound([1, 0.3], [2, 0], [1, 0.2], [1, 0.001], [1, 0.3], [3, 0.002]), RATE)
    const spans = quietSpans(levels)
    expect(spans.map(({ from, to }) => [from, to].map((at) => Number(at.toFixed(1))))).toEqual([
      [1, 3],
      [6, 9],
    ])
    expect(afterSilence(spans, 0.5)).toBe(0.5)
    expect(afterSilence(spans, 1.2)).toBeCloseTo(2.8)
    // where the lead begins nothing is skipped again, or playing would stand still
    expect(afterSilence(spans, 2.8)).toBe(2.8)
    expect(afterSilence(spans, 4.5)).toBe(4.5)
  })
  it('draws what is heard and nothing for silence', () => {
    const bars = barsOf(levelsOf(sound([1, 0.5], [1, 0], [1, 0.02]), RATE), 3)
    expect(bars[0]).toBe(1)
    expect(bars[1]).toBe(0)
    expect(bars[2]).toBeCloseTo(0.2, 1)
    expect(barsOf(levelsOf(sound([0.2, 0.5]), RATE), 4)).toHaveLength(4)
  })
  it('of nothing is nothing', () => {
    const levels = levelsOf(new Float32Array(), RATE)
    expect([levels.levels, quietSpans(levels), barsOf(levels, 2)]).toEqual([[], [], [0, 0]])
  })
})
