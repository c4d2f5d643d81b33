import { PLACES } from './change.ts'
import { openValue, sealValue } from './cipher.ts'
import { behind, type ReadableStore, type WritableStore } from './handles.ts'

interface Draft {
  readonly key: string
  readonly value: unknown
}

/** A draft by its key, or null when there is none. A damaged draft counts as none: it cannot be mended from anywhere. */
export async function loadDraft<T>(store: ReadableStore, key: string): Promise<T | null> {
  const { db, cipher } = behind(store)
  const row = await db.drafts.get(await cipher.blind(key))
  if (!row) return null
  try {
    return (await openValue<Draft>(cipher, PLACES.draft(row.key), row.sealed)).value as T
  } catch {
    return null
  }
}

export async function saveDraft(store: WritableStore, key: string, value: unknown): Promise<void> {
  const { db, cipher } = behind(store)
  const blinded = await cipher.blind(key)
  const draft: Draft = { key, value }
  await db.drafts.put({ key: blinded, sealed: await sealValue(cipher, PLACES.draft(blinded), draft) })
}

export async function dropDraft(store: WritableStore, key: string): Promise<void> {
  const { db, cipher } = behind(store)
  await db.drafts.delete(await cipher.blind(key))
}

export async function draftKeys(store: ReadableStore, prefix: string): Promise<readonly string[]> {
  const { db, cipher } = behind(store)
  const rows = await db.drafts.toArray()
  const drafts = await Promise.all(
    rows.map((row) => openValue<Draft>(cipher, PLACES.draft(row.key), row.sealed).catch(() => null)),
  )
  return drafts.flatMap((draft) => (draft?.key.startsWith(prefix) ? [draft.key] : [])).sort()
}
