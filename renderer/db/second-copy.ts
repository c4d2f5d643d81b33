import { behind, type ReadableStore, type WritableStore } from './handles.ts'
import type { CopyContents } from './outbox-copy.ts'

/** What the second copy of this store holds; null when there is none or its files cannot be read. */
export async function readCopy(store: ReadableStore): Promise<CopyContents | null> {
  try {
    return (await (await behind(store).copy)?.read()) ?? null
  } catch (error) {
    console.error('store.copyUnreadable', error)
    return null
  }
}

/** Begins the second copy anew with what waits and needs the user now. */
export async function renewCopy(store: WritableStore, contents: CopyContents): Promise<void> {
  await (await behind(store).copy)?.renew(contents).catch((error: unknown) => console.error('store.copyFailed', error))
}
