/** Place in a list ordered by instant and id, newest first; opaque to the desk. */
export interface Keyset {
  readonly at: string
  readonly id: string
}

export function formatKeyset(place: Keyset): string {
  return `${place.at}_${place.id}`
}

/** Null for text that is no place: the list then begins at its beginning rather than failing. */
export function parseKeyset(text: string | undefined): Keyset | null {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)_([0-9a-f-]{36})$/.exec(text ?? '')
  return match ? { at: match[1] ?? '', id: match[2] ?? '' } : null
}

/** The instants between which days of a period lie, in a zone `offsetMinutes` east of UTC; the end is excluded. */
export function periodInstants(
  from: string,
  to: string,
  offsetMinutes: number,
): { readonly from: string; readonly until: string } {
  const shift = offsetMinutes * 60_000
  return {
    from: new Date(Date.parse(`${from}T00:00:00Z`) - shift).toISOString(),
    until: new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000 - shift).toISOString(),
  }
}

/** Text for `like`, with its own wildcards made plain. */
export function likePattern(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`)
}
