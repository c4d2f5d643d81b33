/** Milliseconds since the Unix epoch. The core never asks the system: a clock is handed in, so that tests and simulation own time. */
export interface Clock {
  now(): number
}

/** ISO 8601 instant in UTC with milliseconds, e.g. `2026-11-24T09:30:00.000Z`. The only form in which instants travel. */
export function toInstant(ms: number): string {
  return new Date(ms).toISOString()
}
