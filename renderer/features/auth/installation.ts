import { uuid } from '#shared/kernel/ids.ts'

type TextStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const OLD_PASSPORT = 'opora.device.'

/**
 * Takes away what older desks wrote of their users into the page's storage. The host's vault keeps it now, sealed: the page's storage
 * is readable on disk and reaches it late.
 */
export function dropOldPassports(store: TextStore): void {
  const keys = Array.from({ length: store.length }, (_, index) => store.key(index) ?? '')
  for (const key of keys) if (key.startsWith(OLD_PASSPORT)) store.removeItem(key)
}

/** The id of this installation, made once (PUSH1 counts commands by installation and user). */
export function installationIdIn(store: TextStore, makeUuid: () => string): string {
  const known = uuid.safeParse(store.getItem('opora.installation'))
  if (known.success) return known.data
  const made = makeUuid()
  store.setItem('opora.installation', made)
  return made
}
