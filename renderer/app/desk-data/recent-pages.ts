import type { OpenPage } from '#renderer/db/open-page.ts'
import type { PageStamp } from '#renderer/db/pages.ts'

/**
 * Bytes of opened pages kept in the worker's memory. The registry of two clinics (141,000 persons, 109 MB) fits, so that the hits
 * of a search are read at once; of a larger one the pages that were used last stay.
 */
export const OPENED_BYTES_MAX = 128_000_000

/** The pages that were used last, opened. A page under way is waited for, not opened twice. */
export class RecentPages {
  readonly #pages = new Map<string, { readonly page: Promise<OpenPage | null>; bytes: number }>()
  #bytes = 0

  constructor(
    private readonly open: (scope: string, stamp: PageStamp) => Promise<OpenPage | null>,
    private readonly most = OPENED_BYTES_MAX,
  ) {}

  get isFull(): boolean {
    return this.#bytes >= this.most
  }

  /** Null when the page is not here in this version. Rejects when it cannot be opened. */
  get(scope: string, stamp: PageStamp): Promise<OpenPage | null> {
    const key = keyOf(scope, stamp)
    const known = this.#pages.get(key)
    if (known) {
      this.#pages.delete(key)
      this.#pages.set(key, known)
      return known.page
    }
    const page = this.open(scope, stamp)
    const entry = { page, bytes: 0 }
    this.#pages.set(key, entry)
    page.then(
      (opened) => {
        if (this.#pages.get(key) !== entry) return
        entry.bytes = opened?.json.length ?? 0
        this.#grow(entry.bytes)
      },
      () => this.#pages.delete(key),
    )
    return page
  }

  /** Keeps a page that was opened for another purpose. */
  put(scope: string, stamp: PageStamp, page: OpenPage): void {
    const key = keyOf(scope, stamp)
    if (this.isFull || this.#pages.has(key)) return
    this.#pages.set(key, { page: Promise.resolve(page), bytes: page.json.length })
    this.#grow(page.json.length)
  }

  /** Drops the opened pages of a scope that are not among these. */
  keepOnly(scope: string, stamps: readonly PageStamp[]): void {
    const kept = new Set(stamps.map((stamp) => keyOf(scope, stamp)))
    for (const key of [...this.#pages.keys()]) if (key.startsWith(`${scope}/`) && !kept.has(key)) this.#drop(key)
  }

  #grow(bytes: number): void {
    this.#bytes += bytes
    for (const key of this.#pages.keys()) {
      if (this.#bytes <= this.most) break
      this.#drop(key)
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#pages.get(key)?.bytes ?? 0
    this.#pages.delete(key)
  }
}

function keyOf(scope: string, { kind, page, version }: PageStamp): string {
  return `${scope}/${kind}/${page}/${version}`
}
