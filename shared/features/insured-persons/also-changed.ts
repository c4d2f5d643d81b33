/** One change of a person's card, by whom and when (ISO, UTC). */
export interface CardChange {
  readonly by: string
  readonly at: string
}

/**
 * The newest change that somebody else made on a card which this user changed too: a parallel update is told to both, quietly (rule MERGE1).
 * @param changes of one person within the days that count
 * @param readUpTo instant of the newest change that the user has put aside; null for none
 * @returns null when the user changed nothing, or has read it
 */
export function alsoChanged(changes: readonly CardChange[], user: string, readUpTo: string | null): CardChange | null {
  if (!changes.some(({ by }) => by === user)) return null
  const unread = changes.filter(({ by, at }) => by !== user && (readUpTo === null || at > readUpTo))
  return unread.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1) ?? null
}
