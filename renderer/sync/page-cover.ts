import type { KeptRow } from '#renderer/db/kept.ts'
import { recordKey } from '#shared/kernel/record.ts'
import type { WaitingCommand } from '#shared/protocol/merge.ts'
import { touchedBy } from '#shared/protocol/merge.ts'
import type { PagedStore } from './paged-store.ts'

/** A row without data: it says that the record is gone, over pages that may still hold it. */
export function isEmptyRow(row: KeptRow): boolean {
  return row.base === null && row.shown === null && row.scopes.length === 0
}

/**
 * Decides which of these rows the pages make superfluous, and enters that into `rows`.
 *
 * A record may stand in pages of several scopes, in different versions: when it moves from one clinic to another, the page it left
 * keeps its old copy until it is made anew, and only a row above hides that copy. So a row goes only if no page of a held scope would
 * then show something older: either nothing holds the record, or every copy is at least as new as the row. If the newest copy is as
 * new as the row but an older one exists, a row with the newest data takes its place, for the page with the newest may be left first.
 */
export async function coverByPages(
  pages: PagedStore,
  candidates: readonly KeptRow[],
  held: ReadonlySet<string>,
  rows: Map<string, KeptRow | null>,
): Promise<void> {
  if (candidates.length === 0) return
  const copies = await pages.copies(candidates.map(recordKey))
  for (const [index, row] of candidates.entries()) {
    const here = (copies[index] ?? []).filter(({ scope }) => held.has(scope))
    const newest = Math.max(0, ...here.map(({ version }) => version))
    if (here.length === 0) {
      if (isEmptyRow(row)) rows.set(recordKey(row), null)
    } else if (newest >= row.version) {
      const scopes = here.flatMap(({ scope, version }) => (version === newest ? [scope] : []))
      const live = scopes.length < here.length ? await liveRow(pages, row, scopes) : null
      rows.set(recordKey(row), live)
    }
  }
}

async function liveRow(pages: PagedStore, row: KeptRow, scopes: readonly string[]): Promise<KeptRow> {
  const record = await pages.record(row.kind, row.id, scopes.slice(0, 1))
  // A page that cannot be read is fetched again; until then the row stays as it is.
  if (!record) return row
  const { version, data } = record
  return { kind: row.kind, id: row.id, version, base: data, shown: data, scopes }
}

/** Keys of records that a waiting command touches: their rows stay, whatever the pages say. */
export function awaitedKeys(outbox: readonly WaitingCommand[]): ReadonlySet<string> {
  return new Set(outbox.flatMap((item) => touchedBy(item.command)))
}
