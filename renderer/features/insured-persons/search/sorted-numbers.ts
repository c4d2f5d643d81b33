import { countingUp, sortByKey } from '#renderer/db/radix-sort.ts'

/**
 * Numbers of a fixed width (up to 15 digits) sorted, with an ordinal each: finds all that begin with given digits by two binary searches.
 * Telephone tails are found by storing the digits backwards.
 */
export class SortedNumbers {
  constructor(
    readonly width: number,
    readonly values: Float64Array,
    readonly ordinals: Uint32Array,
  ) {}

  static of(width: number, values: readonly number[], ordinals: readonly number[]): SortedNumbers {
    const part = (divisor: number): Uint32Array =>
      Uint32Array.from(values, (value) => Math.floor(value / divisor) % 100_000)
    let order = countingUp(values.length)
    for (const divisor of [1, 1e5, 1e10]) order = sortByKey(order, part(divisor))
    return new SortedNumbers(
      width,
      Float64Array.from(order, (i) => values[i] as number),
      order.map((i) => ordinals[i] as number),
    )
  }

  /** Ordinals of all numbers that begin with `digits`, at most `most`. */
  beginningWith(digits: string, most: number): number[] {
    const head = digits.slice(0, this.width)
    const unit = 10 ** (this.width - head.length)
    const from = this.#firstAtLeast(Number(head) * unit)
    const end = (Number(head) + 1) * unit
    const found: number[] = []
    for (let i = from; i < this.values.length && (this.values[i] as number) < end && found.length < most; i += 1)
      found.push(this.ordinals[i] as number)
    return found
  }

  #firstAtLeast(value: number): number {
    let [low, high] = [0, this.values.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.values[middle] as number) < value) low = middle + 1
      else high = middle
    }
    return low
  }
}

export function backwards(digits: string): string {
  return [...digits].reverse().join('')
}
