import type { SessionState } from '#renderer/features/auth/session-state.ts'
import type { DeviceId } from '#shared/kernel/ids.ts'

/**
 * Whose desk will be opened next, as far as it can be known: that of the person who locked it, or of the only one who is remembered on
 * this computer. Null: nobody's.
 */
export function awaitedDevice(session: SessionState): DeviceId | null {
  if (session.phase === 'locked')
    return session.people.find(({ userId }) => userId === session.userId)?.deviceId ?? null
  if (session.phase !== 'signedOut' || session.isRevoked === true || session.people.length !== 1) return null
  return session.people[0]?.deviceId ?? null
}
