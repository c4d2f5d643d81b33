/** A registered desk as the distribution sees it. */
export interface HuntedDesk {
  readonly extension: string
  readonly isFree: boolean
  readonly idleSinceMs: number
}

/** The desk to ring next: free, not yet tried in this round, idle for the longest time. */
export function chooseDesk(desks: readonly HuntedDesk[], tried: ReadonlySet<string>): string | undefined {
  const waiting = desks.filter((desk) => desk.isFree && !tried.has(desk.extension))
  return waiting.sort((a, b) => a.idleSinceMs - b.idleSinceMs || a.extension.localeCompare(b.extension))[0]?.extension
}
