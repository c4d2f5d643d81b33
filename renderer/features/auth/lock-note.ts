import { z } from 'zod'
import { userId } from '#shared/kernel/ids.ts'

/**
 * Why a desk was locked. `asked`: by its key. `system`: the computer was locked or went to sleep. `idle`: nobody touched it for the time
 * that the organisation has set. `leaseEnded`: the device was not in contact with the server for too long (rule KEY4).
 */
export const lockReason = z.enum(['asked', 'system', 'idle', 'leaseEnded'])
export type LockReason = z.infer<typeof lockReason>

const noted = z.object({ userId, why: lockReason })
export type NotedLock = z.infer<typeof noted>

/** That a desk is locked, and whose: it must outlive the reload that empties the page's memory, and nothing else. */
export interface LockNote {
  load(): NotedLock | null
  save(note: NotedLock): void
  clear(): void
}

const KEY = 'opora.locked'

/** In the storage of this one tab, which the browser may write to disk in clear: an id and a word, no name. */
export function lockNoteIn(store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): LockNote {
  return {
    load() {
      try {
        return noted.safeParse(JSON.parse(store.getItem(KEY) ?? 'null')).data ?? null
      } catch {
        return null
      }
    },
    save: (note) => store.setItem(KEY, JSON.stringify(note)),
    clear: () => store.removeItem(KEY),
  }
}
