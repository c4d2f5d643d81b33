/** Changes that can be taken back, at most; the oldest are forgotten. */
const STEPS_BACK_MAX = 200

/** Where something that is written at has been. Values are immutable, so that a hundred versions of a script share nearly all of it. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
  /** What was changed last: keystrokes in one field are one step back. */
  readonly tag: string | null
}

export function beginHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], tag: null }
}

/** @param tag equal tags of changes that follow each other make one step; null always makes its own */
export function changed<T>(history: History<T>, next: T, tag: string | null): History<T> {
  if (next === history.present) return history
  const isSame = tag !== null && tag === history.tag && history.past.length > 0
  const past = isSame ? history.past : [...history.past, history.present].slice(-STEPS_BACK_MAX)
  return { past, present: next, future: [], tag }
}

export function undone<T>(history: History<T>): History<T> {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], tag: null }
}

export function redone<T>(history: History<T>): History<T> {
  const [after, ...future] = history.future
  if (after === undefined) return history
  return { past: [...history.past, history.present], present: after, future, tag: null }
}
