import { useQueryClient } from '@tanstack/react-query'
import type { MemberChange } from '#shared/features/staff/member-change.ts'
import { type MemberDetail, memberDetail } from '#shared/features/staff/team.ts'
import type { Refusal } from '#shared/kernel/errors.ts'
import { useApi, useOnlineDetail } from '../supervision/use-online.ts'

/** How the sending of a change ended. */
export type ChangeEnd =
  | { readonly kind: 'saved' }
  /** Somebody was quicker: what the server has now, null when it could not be read. */
  | { readonly kind: 'conflict'; readonly theirs: MemberDetail | null }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'unreachable' }

const addressOf = (userId: string): string => `/api/staff/${userId}`

/** One colleague with all documents, read from the server. */
export function useMember(userId: string) {
  return useOnlineDetail('staff', ['representative'], addressOf(userId), memberDetail)
}

/** Sends a change of a colleague; never throws. */
export function useMemberChange(userId: string): (change: MemberChange) => Promise<ChangeEnd> {
  const api = useApi()
  const queries = useQueryClient()
  return async (change) => {
    const answer = await api.put(addressOf(userId), change, memberDetail)
    if (answer.ok) {
      await queries.invalidateQueries({ queryKey: ['staff'] })
      return { kind: 'saved' }
    }
    if (answer.failure.kind !== 'refused') return { kind: 'unreachable' }
    const { refusal, refusals } = answer.failure
    if (refusal.code !== 'staff.changedMeanwhile') return { kind: 'refused', refusals }
    const theirs = await api.get(addressOf(userId), memberDetail)
    return { kind: 'conflict', theirs: theirs.ok ? theirs.value : null }
  }
}
