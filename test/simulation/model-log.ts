export interface LogEntry {
  /** Place in the log, from 1. */
  readonly at: number
  readonly scope: string
  readonly key: string
  readonly version: number
}

/** The change log of the model: entries in order, thinned by compaction and cut off at the floor. It is on the server's disk. */
export class ModelLog {
  #entries: LogEntry[] = []
  #head = 0
  #floor = 0

  constructor(private readonly defect: 'compactsNewest' | 'floorNotChecked' | null) {}

  /** Place of the newest change. */
  get head(): number {
    return this.#head
  }

  append(scope: string, key: string, version: number): void {
    this.#head += 1
    this.#entries.push({ at: this.#head, scope, key, version })
  }

  /** Changes of a scope behind a place. */
  after(scope: string, from: number): readonly LogEntry[] {
    return this.#entries.filter((entry) => entry.scope === scope && entry.at > from)
  }

  /** [PULL5] Whether changes behind this place are no longer all here. */
  isTooOld(from: number): boolean {
    return this.defect !== 'floorNotChecked' && from < this.#floor
  }

  /** [PULL1] Of several changes of one record in one scope only the last stays. */
  compact(): void {
    const kept = new Map<string, LogEntry>()
    for (const entry of this.#entries) {
      const of = `${entry.scope} ${entry.key}`
      if (this.defect !== 'compactsNewest' || !kept.has(of)) kept.set(of, entry)
    }
    this.#entries = this.#entries.filter((entry) => kept.get(`${entry.scope} ${entry.key}`) === entry)
  }

  /** [PULL5] The retention of everything up to a place is over. */
  dropUpTo(place: number): void {
    this.#floor = Math.max(this.#floor, Math.min(place, this.#head))
    this.#entries = this.#entries.filter(({ at }) => at > this.#floor)
  }
}
