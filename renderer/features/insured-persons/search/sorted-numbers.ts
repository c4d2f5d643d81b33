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
    let order = countingUp(values.length)
    const part = new Uint32Array(values.length)
    for (const divisor of [1, 1e5, 1e10]) {
      for (let i = 0; i < part.length; i += 1) part[i] = Math.floor((values[i] as number) / divisor) % 100_000
      order = sortByKey(order, part)
    }
    const sortedValues = new Float64Array(order.length)
    const sortedOrdinals = new Uint32Array(order.length)
    for (let i = 0; i < order.length; i += 1) {
      sortedValues[i] = values[order[i] as number] as number
      sortedOrdinals[i] = ordinals[order[i] as number] as number
    }
    return new SortedNumbers(width, sortedValues, sortedOrdinals)
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
