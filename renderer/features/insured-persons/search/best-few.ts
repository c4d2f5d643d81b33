/** The few best of many offers, in order of cost and then of rank. Keeps no more than asked for. */
export class BestFew {
  readonly #keys: number[] = []
  readonly #ordinals: number[] = []

  constructor(private readonly limit: number) {}

  get isFull(): boolean {
    return this.#keys.length >= this.limit
  }

  get isEmpty(): boolean {
    return this.#keys.length === 0
  }

  /** Whether nothing of this cost and rank, or of greater ones, would be taken. */
  isBeyond(cost: number, rank: number): boolean {
    return this.isFull && cost * RANKS + rank >= (this.#keys[this.#keys.length - 1] as number)
  }

  offer(cost: number, rank: number, ordinal: number): void {
    const key = cost * RANKS + rank
    if (this.isFull && key >= (this.#keys[this.#keys.length - 1] as number)) return
    let at = this.#keys.length
    while (at > 0 && (this.#keys[at - 1] as number) > key) at -= 1
    // The same person can be offered for two of the typed words.
    if (this.#keys[at - 1] === key) return
    this.#keys.splice(at, 0, key)
    this.#ordinals.splice(at, 0, ordinal)
    if (this.#keys.length > this.limit) {
      this.#keys.pop()
      this.#ordinals.pop()
    }
  }

  found(): readonly { readonly cost: number; readonly ordinal: number }[] {
    return this.#keys.map((key, index) => ({ cost: Math.floor(key / RANKS), ordinal: this.#ordinals[index] as number }))
  }
}

/** More than any number of persons in one index. */
const RANKS = 2 ** 32
