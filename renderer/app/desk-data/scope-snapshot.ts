import { type OpenAhead, type PageStamp, stampOf } from '#renderer/db/pages.ts'
import { INDEX_FORMAT, type ScopeIndex, SNAPSHOT_PARTS, unpackNames, withNumbers, withPlaces } from './scope-index.ts'

/** The index of a scope while it is opened from its snapshot. */
export interface OpeningScope {
  /** Names can be searched, and records be read by their ordinals. */
  readonly names: ScopeIndex
  /** Records are found by their ids as well. Null when it is missing or damaged, or the snapshot was not made from the pages that are here. */
  readonly placed: Promise<ScopeIndex | null>
  /** With numbers and dates. Null when they are missing or damaged. */
  readonly whole: Promise<ScopeIndex | null>
}

/**
 * Opens the snapshot of a scope as far as names can be searched. Whether it was made from the pages that are here is known with `placed`:
 * until then a hit of a page that was replaced is left out, because records are read by the version of their page.
 * @returns null when there is no snapshot of this format, or its first parts are damaged
 */
export async function openFromSnapshot(ahead: OpenAhead, scope: string): Promise<OpeningScope | null> {
  const parts = SNAPSHOT_PARTS.map((part) => ahead.snapshot(scope, part))
  const [words, order] = await Promise.all([parts[0], parts[1]])
  if (!words || words.stamp !== order?.stamp || !words.stamp.startsWith(`${INDEX_FORMAT}.`)) return null
  const names = unpackNames({ words: words.plain, order: order.plain })
  const { stamp } = words
  async function place(): Promise<ScopeIndex | null> {
    const [stamps, records] = await Promise.all([ahead.stamps(scope), parts[2]])
    return records?.stamp === stamp && stampOfPages(stamps) === stamp ? withPlaces(names, records.plain) : null
  }
  const placed = place()
  async function complete(): Promise<ScopeIndex | null> {
    const [index, phones, papers] = await Promise.all([placed, parts[3], parts[4]])
    if (!index || phones?.stamp !== stamp || papers?.stamp !== stamp) return null
    return withNumbers(index, { phones: phones.plain, papers: papers.plain })
  }
  return { names, placed, whole: complete() }
}

/** One text for the pages of a scope in whatever order: tells whether a snapshot was made from them. */
export function stampOfPages(stamps: readonly PageStamp[]): string {
  const sorted = [...stamps].sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.page - b.page))
  return stampOf(sorted, INDEX_FORMAT)
}
