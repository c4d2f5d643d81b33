import { useId } from 'react'
import type { Span } from './recording-levels.ts'

interface WaveformProps {
  /** Heights of the bars, 0–1. */
  readonly bars: readonly number[]
  readonly length: number
  readonly place: number
  /** Left out on purpose; seconds of the recording. */
  readonly pauses: readonly Span[]
  /** Places of remarks, seconds of the recording. */
  readonly marks: readonly number[]
}

const HEIGHT = 40

/** What a recording sounds like, with what was heard of it and what was left out. Only to be looked at: the slider above it says the same in words. */
export function Waveform({ bars, length, place, pauses, marks }: WaveformProps) {
  const id = useId()
  const x = (seconds: number): number => (seconds / Math.max(0.1, length)) * bars.length
  return (
    <svg
      className="waveform"
      viewBox={`0 0 ${bars.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden
      focusable="false"
    >
      <clipPath id={id}>
        <rect x={0} y={0} width={x(place)} height={HEIGHT} />
      </clipPath>
      {pauses.map(({ from, to }) => (
        <rect key={from} className="waveform__pause" x={x(from)} width={x(to) - x(from)} y={0} height={HEIGHT} />
      ))}
      <path className="waveform__all" d={pathOf(bars)} />
      <path className="waveform__heard" d={pathOf(bars)} clipPath={`url(#${id})`} />
      {marks.map((mark) => (
        <path key={mark} className="waveform__mark" d={`M${x(mark) - 1.2} 0h2.4l-1.2 8z`} />
      ))}
    </svg>
  )
}

function pathOf(bars: readonly number[]): string {
  return bars
    .map((height, bar) => {
      const half = Math.max(0.5, (height * (HEIGHT - 4)) / 2)
      return `M${bar + 0.2} ${HEIGHT / 2 - half}h.6v${2 * half}h-.6z`
    })
    .join('')
}
