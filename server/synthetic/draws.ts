import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Random draws of one stage of the recipe. Nothing else in the generator may be random. */
export interface Draws {
  /** 0 ≤ x < 1 */
  unit(): number
  /** Whole number, `from` ≤ x ≤ `to`. */
  between(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  bytes(length: number): Uint8Array
}

/**
 * The stream of a stage. Every stage draws from its own stream, derived from the seed and the stage's name: one more draw in one stage
 * leaves the others as they were, so a change of the telephone rules does not rename everybody.
 */
export function drawsOf(seed: number, stage: string): Draws {
  const source = xoroshiro128plus(hashOf(`${seed}/${stage}`))
  const unit = (): number => (source.next() >>> 0) / 2 ** 32
  const between = (from: number, to: number): number => from + Math.floor(unit() * (to - from + 1))
  return {
    unit,
    between,
    chance: (probability) => unit() < probability,
    pick: (list) => {
      const picked = list[between(0, list.length - 1)]
      if (picked === undefined) throw new Error('Invariant broken: nothing to pick from')
      return picked
    },
    bytes: (length) => {
      const bytes = new Uint8Array(length)
      for (let i = 0; i < length; i += 4) {
        const word = source.next()
        for (let j = i; j < Math.min(i + 4, length); j += 1) bytes[j] = word >>> ((j - i) * 8)
      }
      return bytes
    },
  }
}

/** FNV-1a, 32 bits: spreads neighbouring seeds and stage names far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash | 0
}

/** A list drawn from by weight. */
export interface Lottery<T> {
  draw(draws: Draws): T
}

export function lotteryOf<T>(entries: readonly (readonly [T, number])[]): Lottery<T> {
  const items = entries.map(([item]) => item)
  const bounds: number[] = []
  let total = 0
  for (const [, weight] of entries) {
    total += weight
    bounds.push(total)
  }
  return {
    draw: (draws) => {
      const at = draws.unit() * total
      let low = 0
      let high = bounds.length - 1
      while (low < high) {
        const middle = (low + high) >> 1
        if ((bounds[middle] ?? total) <= at) low = middle + 1
        else high = middle
      }
      return items[low] as T
    },
  }
}

/** `count` different members of `from` in random order (all of them when there are fewer). */
export function sampleOf<T>(draws: Draws, from: readonly T[], count: number): T[] {
  const pool = [...from]
  const taken = Math.min(count, pool.length)
  for (let i = 0; i < taken; i += 1) {
    const j = draws.between(i, pool.length - 1)
    ;[pool[i], pool[j]] = [pool[j] as T, pool[i] as T]
  }
  return pool.slice(0, taken)
}
