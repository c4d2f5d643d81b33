/** One measured value. `ratio` is how many times better than the baseline of the same run; seconds of one machine say little about another. */
export interface BenchResult {
  readonly name: string
  readonly value: number
  readonly unit: 'ms' | 'times' | 'rows/s' | 'MB'
  /** What the same work costs in the ordinary way, in the same unit and run; null where there is no ordinary way. */
  readonly baseline: number | null
  readonly ratio: number | null
  /** In words, e.g. `at least 8 times faster`. */
  readonly goal: string
  readonly met: boolean
  /** How it was measured, for the table. */
  readonly how: string
}

export interface Benchmark {
  readonly name: string
  /** Names that `--part` takes, where it can be measured in parts. */
  readonly parts?: readonly string[]
  /** @param isWanted whether a part is to be measured */
  run(say: (line: string) => void, isWanted: (part: string) => boolean): Promise<readonly BenchResult[]>
}

/** The value below which `share` of all values lie (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

export function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
