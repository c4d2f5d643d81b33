import type { OpenPage } from '#renderer/db/open-page.ts'
import type { PageStamp } from '#renderer/db/pages.ts'

/** Opened pages kept: about 0.4 MB each. Enough for the persons of a shift and for a list of hits that is refined by typing. */
const PAGES_KEPT = 64

/** The pages that were used last, opened. A page under way is waited for, not opened twice. */
export class RecentPages {
  readonly #pages = new Map<string, Promise<OpenPage | null>>()

  constructor(private readonly open: (scope: string, stamp: PageStamp) => Promise<OpenPage | null>) {}

  /** Null when the page is not here in this version. Rejects when it cannot be opened. */
  get(scope: string, stamp: PageStamp): Promise<OpenPage | null> {
    const key = `${scope}/${stamp.kind}/${stamp.page}/${stamp.version}`
    const page = this.#pages.get(key) ?? this.open(scope, stamp)
    this.#pages.delete(key)
    this.#pages.set(key, page)
    page.catch(() => this.#pages.delete(key))
    if (this.#pages.size > PAGES_KEPT) this.#pages.delete(this.#pages.keys().next().value as string)
    return page
  }

  forget(scope: string): void {
    for (const key of [...this.#pages.keys()]) if (key.startsWith(`${scope}/`)) this.#pages.delete(key)
  }
}
