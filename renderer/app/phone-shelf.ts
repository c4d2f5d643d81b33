import type { BrowserSoftphoneOptions } from '#renderer/features/telephony/browser-softphone.ts'
import type { DeskDrafts } from '#renderer/sync/desk-data.ts'

/** What the telephone keeps in the store of its desk. */
export interface PhoneStore {
  readonly drafts: Pick<DeskDrafts, 'load' | 'save'>
  readonly recordings: BrowserSoftphoneOptions['recordings']
}

/**
 * The place where the telephone finds the store of its desk. A call goes on while the desk is locked and the store is closed (rule LOCK4), so
 * the telephone is given this, and not the store itself: while nothing stands here, credentials are neither found nor kept and
 * nothing can be recorded.
 */
export interface PhoneShelf extends PhoneStore {
  put(store: PhoneStore): void
  take(): void
}

export function phoneShelf(): PhoneShelf {
  let store: PhoneStore | null = null
  return {
    put: (opened) => {
      store = opened
    },
    take: () => {
      store = null
    },
    drafts: {
      load: async (key) => (store === null ? null : store.drafts.load(key)),
      save: async (key, value) => store?.drafts.save(key, value),
    },
    recordings: {
      keep: async (kept, piece) => {
        if (store === null) throw new Error('The desk is locked')
        await store.recordings.keep(kept, piece)
      },
      hold: (callId) => store?.recordings.hold(callId) ?? (async () => {}),
      onKept: () => store?.recordings.onKept(),
    },
  }
}
