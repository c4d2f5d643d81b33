const MAX_CRASHES = 3
const WINDOW_MS = 60_000

/** Decides whether a crashed page is loaded again: not when it crashes the third time within a minute, for then it will again. */
export function crashLimit(): (now: number) => boolean {
  let crashes: number[] = []
  return (now) => {
    crashes = [...crashes.filter((at) => now - at < WINDOW_MS), now]
    return crashes.length < MAX_CRASHES
  }
}
