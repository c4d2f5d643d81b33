import { useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { type TeamMember, teamAnswer } from '#shared/features/staff/team.ts'
import { matchField, matchQuery, matchScore } from '#shared/kernel/word-match.ts'
import { useApi, useOnlineDetail } from '../supervision/use-online.ts'

/** What waits on a desk changes with every call. */
const ASK_EVERY_MS = 10_000

/** Conditions of the list of the team; null is any. */
export interface TeamFilters {
  readonly role: TeamMember['role'] | null
  readonly text: string
}

export const ANYBODY: TeamFilters = { role: null, text: '' }

/** Colleagues with their devices, read from the server. */
export function useTeam() {
  return useOnlineDetail('staff', ['representative'], '/api/staff', teamAnswer, ASK_EVERY_MS)
}

/** Members by level and by words of the name or login, also in the wrong keyboard layout. */
export function membersBy(members: readonly TeamMember[], { role, text }: TeamFilters): TeamMember[] {
  const query = matchQuery(text)
  return members.filter(
    (member) =>
      (role === null || member.role === role) &&
      matchScore(query, [matchField(member.name, 1), matchField(member.login, 1)]) > 0,
  )
}

/** Revokes a device or allows it again; resolves with whether the server took it. */
export function useDeviceOrders() {
  const api = useApi()
  const queries = useQueryClient()
  return async (deviceId: string, order: 'revoke' | 'allow'): Promise<boolean> => {
    const answer = await api.post(`/api/devices/${deviceId}/${order}`, {}, z.undefined())
    await queries.invalidateQueries({ queryKey: ['staff'] })
    return answer.ok
  }
}
