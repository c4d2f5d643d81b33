import { z } from 'zod'
import { call } from '#shared/features/telephony/call.ts'
import type { CallId, UserId } from '#shared/kernel/ids.ts'
import type { CallFacts } from './call-sheet.ts'

/**
 * Facts of calls that ended while the desk was locked, until it is opened again (rule LOCK4). They stand in the storage of this tab, which may
 * be written to disk in clear: so without number and name, which the sheet of the call has in the encrypted store.
 */
export interface EndedCalls {
  /** @param isInternal a colleague's extension is no secret, and such a call has no sheet that would know it */
  note(facts: CallFacts, isInternal: boolean): void
  /** What was noted and not yet forgotten, oldest first; of people outside without number and name. */
  all(): readonly CallFacts[]
  forget(callId: CallId): void
}

const kept = z.array(
  call.omit({
    userId: true,
    outcome: true,
    note: true,
    wrappedUpAt: true,
    recording: true,
    personId: true,
    contactId: true,
  }),
)

/** @param userId whose calls: another one who works in the same tab must not record them */
export function endedCallsIn(store: Pick<Storage, 'getItem' | 'setItem'>, userId: UserId): EndedCalls {
  const key = `opora.endedCalls.${userId}`
  function all(): readonly CallFacts[] {
    try {
      return kept.safeParse(JSON.parse(store.getItem(key) ?? '[]')).data ?? []
    } catch {
      return []
    }
  }
  return {
    all,
    note: (facts, isInternal) => {
      const { remoteNumber } = facts
      const bare = { ...facts, remoteName: '', remoteNumber: isInternal ? remoteNumber : '' }
      store.setItem(key, JSON.stringify([...all(), bare]))
    },
    forget: (callId) => store.setItem(key, JSON.stringify(all().filter((facts) => facts.id !== callId))),
  }
}
