import { uuid } from '#shared/kernel/ids.ts'

type TextStore = Pick<Storage, 'getItem' | 'removeItem' | 'key' | 'length'>

const OLD_PASSPORT = 'opora.device.'

/**
 * Takes away what older desks wrote of their users into the page's storage. The host's vault keeps it now, sealed: the page's storage
 * is readable on disk and reaches it late.
 */
export function dropOldPassports(store: TextStore): void {
  const keys = Array.from({ length: store.length }, (_, index) => store.key(index) ?? '')
  for (const key of keys) if (key.startsWith(OLD_PASSPORT)) store.removeItem(key)
}

/** The id of this installation as older desks kept it in the page's storage, for the host to take over; null where there is none. */
export function oldInstallationIn(store: Pick<TextStore, 'getItem'>): string | null {
  return uuid.safeParse(store.getItem('opora.installation')).data ?? null
}
