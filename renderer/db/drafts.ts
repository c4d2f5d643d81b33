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
  const [sealed, name] = await Promise.all([
    sealValue(cipher, PLACES.draft(blinded), draft),
    sealValue(cipher, PLACES.draftName(blinded), key),
  ])
  await db.drafts.put({ key: blinded, sealed, name })
}

export async function dropDraft(store: WritableStore, key: string): Promise<void> {
  const { db, cipher } = behind(store)
  await db.drafts.delete(await cipher.blind(key))
}

export async function draftKeys(store: ReadableStore, prefix: string): Promise<readonly string[]> {
  const { db, cipher } = behind(store)
  const rows = await db.drafts.toArray()
  // Only the names are opened: a draft may hold a scan, and whoever looks for a key must not wait for it.
  const keys = await Promise.all(
    rows.map(({ key, sealed, name }) =>
      (name === undefined
        ? openValue<Draft>(cipher, PLACES.draft(key), sealed).then((draft) => draft.key)
        : openValue<string>(cipher, PLACES.draftName(key), name)
      ).catch(() => null),
    ),
  )
  return keys.flatMap((key) => (key?.startsWith(prefix) ? [key] : [])).sort()
}
