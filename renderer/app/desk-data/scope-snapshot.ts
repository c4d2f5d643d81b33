import { type OpenAhead, type PageStamp, stampOf } from '#renderer/db/pages.ts'
import { completeScopeIndex, INDEX_FORMAT, type ScopeIndex, SNAPSHOT_PARTS, unpackNames } from './scope-index.ts'

/** The index of a scope while it is opened from its snapshot. */
export interface OpeningScope {
  /** Names can be searched, and records be read by their ordinals. */
  readonly names: ScopeIndex
  /** Null when the rest of it is missing or damaged, or when it was not made from the pages that are here. */
  readonly whole: Promise<ScopeIndex | null>
}

/**
 * Opens the snapshot of a scope as far as names can be searched. Whether it was made from the pages that are here is known with `whole`:
 * until then a hit of a page that was replaced is left out, because records are read by the version of their page.
 * @returns null when there is no snapshot of this format, or its first parts are damaged
 */
export async function openFromSnapshot(ahead: OpenAhead, scope: string): Promise<OpeningScope | null> {
  const parts = SNAPSHOT_PARTS.map((part) => ahead.snapshot(scope, part))
  const [words, order] = await Promise.all([parts[0], parts[1]])
  if (!words || words.stamp !== order?.stamp || !words.stamp.startsWith(`${INDEX_FORMAT}.`)) return null
  const names = unpackNames({ words: words.plain, order: order.plain })
  async function complete(): Promise<ScopeIndex | null> {
    const [stamps, ...opened] = await Promise.all([ahead.stamps(scope), ...parts])
    const stamp = stampOfPages(stamps)
    if (opened.some((part) => part?.stamp !== stamp)) return null
    const [, , records, phones, papers] = opened.map((part) => part?.plain)
    return records && phones && papers ? completeScopeIndex(names, { records, phones, papers }) : null
  }
  return { names, whole: complete() }
}

/** One text for the pages of a scope in whatever order: tells whether a snapshot was made from them. */
export function stampOfPages(stamps: readonly PageStamp[]): string {
  const sorted = [...stamps].sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.page - b.page))
  return stampOf(sorted, INDEX_FORMAT)
}
