import type { ApiClient } from '#renderer/sync/api-client.ts'
import { type PhoneCredentials, phoneCredentials } from '#shared/features/telephony/credentials.ts'
import type { CredentialsSource } from './engine/sip-port.ts'

/** Asks the central API. Rejects when it gives none: the telephone shows that and tries again. */
export function credentialsFrom(api: Pick<ApiClient, 'get'>): CredentialsSource {
  return async () => {
    const answer = await api.get('/api/telephony/credentials', phoneCredentials)
    if (!answer.ok) throw new Error(`phone credentials: ${answer.failure.kind}`)
    return answer.value
  }
}

/** Where the last credentials outlive a restart of the desk; an encrypted place, for they open the exchange for hours. */
export interface CredentialsMemory {
  load(): Promise<PhoneCredentials | null>
  save(credentials: PhoneCredentials): Promise<void>
}

/**
 * A desk that is started while the central API is away registers with what it had, as long as that is in force.
 * @param now milliseconds since the Unix epoch
 */
export function rememberCredentials(
  source: CredentialsSource,
  memory: CredentialsMemory,
  now: () => number,
): CredentialsSource {
  return async () => {
    try {
      const fresh = await source()
      // a place that cannot be written must not take the telephone away
      await memory.save(fresh).catch(() => undefined)
      return fresh
    } catch (error) {
      const kept = await memory.load().catch(() => null)
      if (kept !== null && Date.parse(kept.expiresAt) > now()) return kept
      throw error
    }
  }
}
