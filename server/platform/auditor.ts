import type { Tx } from '#server/db/database.ts'
import type { Actor } from '#shared/kernel/actor.ts'

/**
 * Enters what an actor saw into the audit, in the transaction that reads it: an answer that was not entered is not given. Slices are
 * handed this by server/app, for the audit is a slice of its own.
 */
export type Auditor = (
  tx: Tx,
  actor: Actor,
  deed: {
    readonly action: string
    readonly subject: string | null
    readonly details: Readonly<Record<string, string | number | null>>
  },
) => Promise<void>
