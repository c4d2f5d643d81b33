/**
 * History of the protocol, oldest first. `test/contract/protocol-version.test.ts` compares the hashes of all wire schemas with
 * `test/contract/wire-schemas.json`: a change fails until it is decided whether the version stays (rule PULL4).
 */
export const PROTOCOL_HISTORY = [
  {
    version: 1,
    what: 'Push of commands, scopes with ready-made pages and deltas, number leases, pokes, presence on the floor, reviews of calls.',
  },
] as const satisfies readonly { readonly version: number; readonly what: string }[]

/** What this side speaks: the last entry of the history. */
export const PROTOCOL_VERSION: number = 1

/** The oldest desk the server still talks to: the previous version is accepted for one release. */
export const MIN_DESK_PROTOCOL: number = 1
