/** Whose desk is open in this run of the programme. Kept in memory alone: a start of the programme finds every desk locked. */
export interface OpenDesks {
  /** The key was opened, or the server has just let the person in. */
  opened(userId: string): void
  locked(userId: string): void
  isOpen(userId: string): boolean
}

/**
 * Rule LOCK3. The server answers a refresh token with the data key, so a page that is locked must not get at the token: it would get
 * around the tries, which are counted here.
 */
export function openDesks(): OpenDesks {
  const open = new Set<string>()
  return {
    opened: (userId) => void open.add(userId),
    locked: (userId) => void open.delete(userId),
    isOpen: (userId) => open.has(userId),
  }
}
