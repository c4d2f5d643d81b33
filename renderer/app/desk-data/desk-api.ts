import type { OpenWorkplace, SessionStore } from '#renderer/features/auth/session-state.ts'
import { type ApiClient, createApiClient } from '#renderer/sync/api-client.ts'
import { browserPorts } from './browser-ports.ts'

/** The central API for what is asked beside the sync: the quiet bar tells of the connection, a read that fails says so in its own place. */
export function deskApi(workplace: OpenWorkplace, session: Pick<SessionStore, 'tokens'>): ApiClient {
  const { fetch, tokens, timers } = browserPorts(workplace.deviceId, session.tokens)
  return createApiClient({ baseUrl: workplace.apiUrl, fetch, tokens, timers, onOutcome: () => {} })
}
