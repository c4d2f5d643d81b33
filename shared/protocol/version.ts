/**
 * History of the protocol, one line for each version. `test/contract/protocol-version.test.ts` hashes all wire schemas: a change
 * fails until the version is decided about and the hash renewed (rule PULL4).
 *
 * 1 — push of commands, scopes with ready-made pages and deltas, number leases, pokes, presence on the floor, reviews of calls.
 */
export const PROTOCOL_VERSION = 1

/** The oldest desk the server still talks to: the previous version is accepted for one release. */
export const MIN_DESK_PROTOCOL = 1
