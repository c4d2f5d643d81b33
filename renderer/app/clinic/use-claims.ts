import { useMemo } from 'react'
import { refusalText } from '#renderer/i18n/i18n.ts'
import { createApiClient } from '#renderer/sync/api-client.ts'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import { type ClaimAnswer, type ClaimRequest, claimAnswer, release } from '#shared/features/work-queues/claim.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { useDesk } from '../desk-context.tsx'
import { browserPorts } from '../desk-data/browser-ports.ts'

export interface Claims {
  /** Null when the server gave no answer that can be used. What is taken is on this desk when this resolves. */
  take(request: Omit<ClaimRequest, 'queue'>): Promise<ClaimAnswer | null>
  giveBack(personId: PersonId): Promise<void>
}

/** Why nobody was taken when it lies with this representative; null when it lies with the people asked for. */
export function ownClaimProblem({ claims, notTaken }: ClaimAnswer): string | null {
  const own = claims.length > 0 ? undefined : notTaken.find(({ refusal }) => refusal.code === 'staff.notAdmitted')
  return own === undefined ? null : refusalText(own.refusal)
}

/** Takes people for this representative on the server, the only place that can say who is free (rule LEASE1). */
export function useClaims(queue: ClaimRequest['queue'] = 'informing'): Claims {
  const { workplace, session } = useDesk()
  const { sync, writes } = useDeskData()
  return useMemo(() => {
    const ports = browserPorts(workplace.deviceId, session.tokens)
    const api = createApiClient({
      baseUrl: workplace.apiUrl,
      fetch: ports.fetch,
      tokens: ports.tokens,
      timers: ports.timers,
      onOutcome: () => {},
    })
    return {
      async take(request) {
        const answer = await api.post('/api/work-queues/claims', { queue, ...request }, claimAnswer)
        if (!answer.ok) return null
        await sync.tryNow()
        return answer.value
      },
      async giveBack(personId) {
        await writes.dispatch(release, { queue, personId })
      },
    }
  }, [workplace, session, sync, writes, queue])
}
