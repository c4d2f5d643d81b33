import { type PhoneCredentials, phoneCredentials } from '#shared/features/telephony/credentials.ts'
import type { CredentialsSource } from './engine/sip-port.ts'

/** Where the last credentials outlive a restart of the desk; an encrypted place, for they open the exchange for hours. */
export interface CredentialsMemory {
  /** Whatever is there: an older version of the desk may have written it. */
  load(): Promise<unknown>
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
      const kept = phoneCredentials.safeParse(await memory.load().catch(() => null))
      if (kept.success && Date.parse(kept.data.expiresAt) > now()) return kept.data
      throw error
    }
  }
}
